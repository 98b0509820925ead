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
  private final int[] channels;
  private Subscription[] inboxes;
  Moment lastRun = Moment.NEVER;
  int ticksOverSoftLimit;
  int runs;
  long refusedRows;
  boolean refusalReported;
  private int[] profileKeys = {};
  int mostCommands;
  int mostMessages;
  long mostMessageBytes;

  /// Subscribes its inboxes.
  PluginSystem(PluginHost host, Plugin plugin, SystemDescriptor descriptor) {
    this.host = host;
    this.plugin = plugin;
    this.descriptor = descriptor;
    this.channels = descriptor.subscribes().stream().mapToInt(Integer::intValue).toArray();
    this.inboxes = subscribed();
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

  /// Subscribes anew, after a channel's schema changed; the inboxes are empty then.
  void resubscribe() {
    for (Subscription inbox : inboxes) {
      host.bus().unsubscribe(inbox);
    }
    inboxes = subscribed();
  }

  private Subscription[] subscribed() {
    return descriptor.subscribes().stream()
        .map(index -> plugin.module.descriptor().messages().get(index))
        .map(use ->
            host.bus()
                .subscribe(
                    descriptor.id(),
                    host.bus().channel(use.name()).orElseThrow(),
                    use.layout(),
                    hearing()))
        .toArray(Subscription[]::new);
  }

  private Subscription.Hearing hearing() {
    if (!isPrediction()) {
      return Subscription.Hearing.ALL;
    }
    return descriptor.side() == host.side()
        ? Subscription.Hearing.PREDICTED
        : Subscription.Hearing.PREDICTED_OF_SERVER;
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
