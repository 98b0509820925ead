package dev.vivarium.engine.plugin;

import dev.vivarium.engine.bus.Channel;
import dev.vivarium.engine.bus.MessageBus;
import dev.vivarium.engine.ecs.EntityStore;
import dev.vivarium.engine.plugin.abi.FrameLayout;
import dev.vivarium.engine.plugin.abi.Side;
import dev.vivarium.engine.plugin.wasm.WasmTrap;
import dev.vivarium.engine.schema.Locality;
import dev.vivarium.engine.tick.DeferredChanges;
import dev.vivarium.engine.tick.NanoClock;
import dev.vivarium.engine.tick.Stage;
import dev.vivarium.engine.tick.StartReason;
import dev.vivarium.engine.tick.TickTime;
import dev.vivarium.engine.trace.TickProfile;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs systems and collects garbage: passes on what a run did, measures it, holds it to its
/// plugin's budget, and turns a trap into a failure of the plugin. Owned by the tick thread.
final class Dispatcher {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final String COLLECT = "vivarium_collect";

  private final EntityStore store;
  private final MessageBus bus;
  private final DeferredChanges changes;
  private final Side side;
  private final PluginWorld world;
  private final Consumer<PluginEvent> events;
  private final NanoClock clock;
  private final BiConsumer<Plugin, PluginFailure> failures;

  private final Set<StopOrder> stopOrders = new HashSet<>();
  private boolean obeysClock = true;
  private @Nullable TickProfile profile;

  /// Written by the tick thread while somebody samples, read by the sampler; a new one a dispatch.
  private volatile @Nullable Running running;

  private volatile boolean sampled;

  /// A dispatch under way; no two are the same.
  static final class Running {
    private final PluginInstance instance;
    private final int system;

    Running(PluginInstance instance, int system) {
      this.instance = instance;
      this.system = system;
    }

    PluginInstance instance() {
      return instance;
    }

    int system() {
      return system;
    }
  }

  /// @param failures takes plugins that failed out of the world
  Dispatcher(
      EntityStore store,
      MessageBus bus,
      DeferredChanges changes,
      Side side,
      PluginWorld world,
      Consumer<PluginEvent> events,
      NanoClock clock,
      BiConsumer<Plugin, PluginFailure> failures) {
    this.store = store;
    this.bus = bus;
    this.changes = changes;
    this.side = side;
    this.world = world;
    this.events = events;
    this.clock = clock;
    this.failures = failures;
  }

  /// In replay the recording says when plugins stop, not the clock.
  void obeyRecordedStops(Set<StopOrder> orders) {
    obeysClock = false;
    stopOrders.clear();
    stopOrders.addAll(orders);
  }

  /// Notes how long dispatches take from now on.
  void profileTo(TickProfile to) {
    profile = to;
  }

  /// Whether [#running] is kept up to date.
  void sampled(boolean on) {
    sampled = on;
  }

  @Nullable Running running() {
    return running;
  }

  // A run

  /// Runs one system that is due, on its plugin's instance.
  void run(PluginSystem system, PluginInstance instance, TickTime time) {
    if (isStopOrdered(time.tick(), system.id(), false)) {
      instance.replayStopped(
          system.descriptor().index(), system.lastRun, system.inboxes(), system.channels());
      instance.frame(system.descriptor().index()).putInboxBack(system.inboxes());
      fail(system, PluginFailure.Kind.TIME, "stopped");
      return;
    }
    boolean watchCpu = system.ticksOverSoftLimit > 0;
    long cpuBefore = watchCpu ? THREADS.getCurrentThreadCpuTime() : 0;
    long before = clock.nanos();
    if (sampled) {
      running = new Running(instance, system.descriptor().index());
    }
    try {
      dispatch(system, instance, time);
    } catch (WasmTrap trap) {
      failed(system, instance, trap);
      return;
    } finally {
      if (sampled) {
        running = null;
      }
    }
    long nanos = clock.nanos() - before;
    system.times().add(nanos);
    note(system, instance, nanos);
    system.plugin().ranThisTick = true;
    if (obeysClock) {
      long cpu = watchCpu ? THREADS.getCurrentThreadCpuTime() - cpuBefore : nanos;
      holdSoftLimit(system, cpu);
    } else if (isStopOrdered(time.tick(), system.id(), true)) {
      fail(system, PluginFailure.Kind.OVER_BUDGET, "stopped as recorded");
    }
  }

  private void note(PluginSystem system, PluginInstance instance, long nanos) {
    if (profile != null) {
      int[] keys = system.profileKeys(profile);
      long in = instance.copyInNanos();
      long out = instance.copyOutNanos();
      profile.add(keys[0], in);
      profile.add(keys[1], Math.max(0, nanos - in - out));
      profile.add(keys[2], out);
    }
  }

  private void dispatch(PluginSystem system, PluginInstance instance, TickTime time)
      throws WasmTrap {
    StartReason start = system.plugin().pendingStart;
    int reason = system.stage() == Stage.POST_INIT && start != null ? start.code() : 0;
    long refused =
        instance.dispatch(
            system.descriptor().index(),
            time,
            reason,
            system.lastRun,
            system.inboxes(),
            system.channels());
    system.lastRun = store.now((int) world.tick());
    commit(system, instance.effects(), time);
    if (refused > 0) {
      reportRefusal(system, refused, time);
    }
  }

  private void commit(PluginSystem system, Effects effects, TickTime time) {
    short writer = OwnerIds.writer(system.plugin().owner(), system.descriptor().index());
    system.mostCommands = Math.max(system.mostCommands, effects.commandCount);
    system.mostMessages = Math.max(system.mostMessages, effects.messageCount);
    system.mostMessageBytes = Math.max(system.mostMessageBytes, effects.messageBytes);
    changes.addAll(effects.changes, writer);
    for (int i = 0; i < effects.messages.size(); i++) {
      Effects.Outgoing message = effects.messages.get(i);
      if (isServersToSend(system, message.channel())) {
        continue;
      }
      bus.publish(
          time.tick(),
          system.stage().title(),
          message.channel(),
          system.id(),
          message.targetClient(),
          message.payload(),
          message.cause());
    }
  }

  private boolean isServersToSend(PluginSystem system, Channel channel) {
    return system.descriptor().side() != side && channel.schema().locality() == Locality.REMOTE;
  }

  private void reportRefusal(PluginSystem system, long refused, TickTime time) {
    system.refusedRows += refused;
    if (!system.refusalReported) {
      system.refusalReported = true;
      events.accept(
          new PluginEvent.WriteRefused(system.plugin().name(), time.tick(), system.id(), refused));
    }
  }

  // Budgets

  private void holdSoftLimit(PluginSystem system, long cpuNanos) {
    Budget budget = system.plugin().module.source().budget();
    if (++system.runs <= budget.warmUpTicks() || cpuNanos <= budget.softLimitNanos()) {
      system.ticksOverSoftLimit = 0;
      return;
    }
    if (++system.ticksOverSoftLimit >= budget.softLimitTicks()) {
      fail(
          system,
          PluginFailure.Kind.OVER_BUDGET,
          "took over %.1f ms of CPU time in %d ticks running"
              .formatted(budget.softLimitNanos() / 1e6, budget.softLimitTicks()));
    }
  }

  private boolean isStopOrdered(long tick, String system, boolean afterRun) {
    return !stopOrders.isEmpty() && stopOrders.contains(new StopOrder(tick, system, afterRun));
  }

  // Traps

  private void failed(PluginSystem system, PluginInstance instance, WasmTrap trap) {
    SystemFrame frame = instance.frame(system.descriptor().index());
    frame.putInboxBack(system.inboxes());
    int query = instance.currentCell(frame, FrameLayout.CURRENT_QUERY);
    int row = instance.currentCell(frame, FrameLayout.CURRENT_ROW);
    Plugin plugin = system.plugin();
    failures.accept(
        plugin,
        new PluginFailure(
            kind(trap),
            plugin.name(),
            system.id(),
            world.tick(),
            trap.interrupted()
                ? "ran longer than %d ms in one dispatch"
                    .formatted(plugin.module.source().budget().hardLimitNanos() / 1_000_000)
                : String.valueOf(trap.getMessage()),
            position(plugin.module, trap),
            frame.entityAt(query, row),
            row));
  }

  private void fail(PluginSystem system, PluginFailure.Kind kind, String message) {
    Plugin plugin = system.plugin();
    failures.accept(
        plugin, PluginFailure.of(kind, plugin.name(), system.id(), world.tick(), message));
  }

  private static PluginFailure.Kind kind(WasmTrap trap) {
    return trap.interrupted() ? PluginFailure.Kind.TIME : PluginFailure.Kind.TRAP;
  }

  private static Optional<SourcePosition> position(PluginModule module, WasmTrap trap) {
    if (trap.getCause() instanceof PanicTrap panic) {
      SourcePosition said = panic.position();
      return said.inLibrary()
          ? module.position(trap).or(() -> Optional.of(said))
          : Optional.of(said);
    }
    return module.position(trap);
  }

  // Garbage

  /// Lets a plugin collect its garbage.
  void collect(Plugin plugin, PluginInstance instance) {
    String name = plugin.name();
    if (isStopOrdered(world.tick(), name + "/" + COLLECT, false)) {
      failures.accept(
          plugin,
          PluginFailure.of(PluginFailure.Kind.TIME, name, COLLECT, world.tick(), "stopped"));
      return;
    }
    try {
      instance.collect();
    } catch (WasmTrap trap) {
      failures.accept(
          plugin,
          new PluginFailure(
              kind(trap),
              name,
              COLLECT,
              world.tick(),
              String.valueOf(trap.getMessage()),
              position(plugin.module, trap),
              0,
              -1));
    }
  }
}
