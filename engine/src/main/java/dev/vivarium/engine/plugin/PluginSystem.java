package dev.vivarium.engine.plugin;

import dev.vivarium.engine.bus.Subscription;
import dev.vivarium.engine.ecs.Moment;
import dev.vivarium.engine.plugin.abi.SystemDescriptor;
import dev.vivarium.engine.tick.ScheduledSystem;
import dev.vivarium.engine.tick.Stage;
import dev.vivarium.engine.tick.TickTime;
import dev.vivarium.engine.trace.TickProfile;
import java.util.List;

/// A plugin's system in the schedule. Owned by the tick thread.
final class PluginSystem implements ScheduledSystem {
  private final PluginHost host;
  private final Plugin plugin;
  private final SystemDescriptor descriptor;
  private final SystemTimes times = new SystemTimes();
  private Subscription[] inboxes;
  private final int[] channels;
  Moment lastRun = Moment.NEVER;
  int ticksOverSoftLimit;
  int runs;
  long refusedRows;
  boolean refusalReported;
  private int[] profileKeys = {};
  int mostCommands;
  int mostMessages;
  long mostMessageBytes;

  PluginSystem(
      PluginHost host,
      Plugin plugin,
      SystemDescriptor descriptor,
      Subscription[] inboxes,
      int[] channels) {
    this.host = host;
    this.plugin = plugin;
    this.descriptor = descriptor;
    this.inboxes = inboxes;
    this.channels = channels;
  }

  Plugin plugin() {
    return plugin;
  }

  SystemDescriptor descriptor() {
    return descriptor;
  }

  /// Places of its copying in, its run and its copying out.
  int[] profileKeys(TickProfile profile) {
    if (profileKeys.length == 0) {
      profileKeys =
          new int[] {
            profile.key(TickProfile.Part.COPY_IN, id()),
            profile.key(TickProfile.Part.SYSTEM, id()),
            profile.key(TickProfile.Part.COPY_OUT, id())
          };
    }
    return profileKeys;
  }

  /// Whether it runs as a prediction here.
  boolean isPrediction() {
    return host.predicts(descriptor);
  }

  SystemTimes times() {
    return times;
  }

  Subscription[] inboxes() {
    return inboxes;
  }

  void replaceInboxes(Subscription[] next) {
    inboxes = next;
  }

  int[] channels() {
    return channels;
  }

  @Override
  public String id() {
    return descriptor.id();
  }

  @Override
  public Stage stage() {
    return descriptor.stage();
  }

  @Override
  public List<String> after() {
    return descriptor.after();
  }

  @Override
  public List<String> before() {
    return descriptor.before();
  }

  @Override
  public void run(TickTime time) {
    host.run(this, time);
  }
}
