package dev.vivarium.engine.plugin;

import dev.vivarium.engine.bus.Subscription;
import dev.vivarium.engine.tick.Stage;
import dev.vivarium.engine.tick.StartReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A plugin in a world: its running version, and what happened to it. Owned by the tick thread.
final class Plugin {
  private final String name;
  private final int owner;
  PluginModule module;
  PluginState state = PluginState.WAITING;
  @Nullable PluginInstance instance;
  @Nullable StartReason pendingStart;
  @Nullable PluginFailure failure;
  String missing = "";
  List<PluginSystem> systems = new ArrayList<>();

  /// Inboxes of a version that failed on probation, still subscribed until the old one is back.
  List<Subscription> unheard = List.of();

  int traps;
  boolean ranThisTick;

  Plugin(String name, int owner, PluginModule module) {
    this.name = name;
    this.owner = owner;
    this.module = module;
  }

  String name() {
    return name;
  }

  /// Id of the plugin as owner of entities.
  int owner() {
    return owner;
  }

  /// Every inbox that is subscribed in its name.
  List<Subscription> inboxes() {
    return Stream.concat(
            systems.stream().flatMap(system -> Stream.of(system.inboxes())), unheard.stream())
        .distinct()
        .toList();
  }

  Optional<PluginInstance> instance() {
    return Optional.ofNullable(instance);
  }

  PluginStatus status() {
    return new PluginStatus(
        name,
        module.version(),
        module.source().gear(),
        state,
        module.descriptor().systems().stream()
            .filter(s -> systems.stream().anyMatch(running -> running.id().equals(s.id())))
            .map(s -> timing(s.id()))
            .toList(),
        traps,
        instance == null ? 0 : instance.memoryPages(),
        Optional.ofNullable(failure),
        missing,
        module.descriptor().capabilities());
  }

  PluginUse use() {
    double slowestUs = 0;
    double medianUs = 0;
    for (PluginSystem system : systems) {
      DispatchTimes times = system.times().copy();
      slowestUs = Math.max(slowestUs, times.percentileUs(1));
      if (system.stage() != Stage.POST_INIT) {
        medianUs = Math.max(medianUs, times.percentileUs(0.5));
      }
    }
    return new PluginUse(
        systems.stream().mapToInt(s -> s.mostCommands).max().orElse(0),
        systems.stream().mapToInt(s -> s.mostMessages).max().orElse(0),
        systems.stream().mapToLong(s -> s.mostMessageBytes).max().orElse(0),
        instance == null ? 0 : instance.mostLogLines(),
        (long) (slowestUs * 1e3),
        systems.stream().mapToInt(s -> s.ticksOverSoftLimit).max().orElse(0),
        (long) (medianUs * 1e3),
        module.source().budget());
  }

  private PluginStatus.SystemTiming timing(String id) {
    PluginSystem system = systems.stream().filter(s -> s.id().equals(id)).findFirst().orElseThrow();
    return new PluginStatus.SystemTiming(
        id.substring(id.indexOf('/') + 1),
        system.stage() != Stage.POST_INIT,
        system.times().copy());
  }
}
