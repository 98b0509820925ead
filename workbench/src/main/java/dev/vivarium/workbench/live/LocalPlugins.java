package dev.vivarium.workbench.live;

import dev.vivarium.engine.plugin.PluginFailure;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginStatus;
import dev.vivarium.engine.plugin.PluginUse;
import dev.vivarium.engine.plugin.abi.PluginDescriptor;
import dev.vivarium.engine.plugin.abi.QueryDescriptor;
import dev.vivarium.engine.plugin.abi.SystemDescriptor;
import dev.vivarium.engine.plugin.reload.VersionHistory;
import dev.vivarium.engine.tick.ScheduledSystem;
import dev.vivarium.engine.tick.Stage;
import dev.vivarium.engine.world.World;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.Gear;
import dev.vivarium.workbench.session.PluginReadings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// What is known of the plugins of a world in this process.
final class LocalPlugins implements PluginReadings {
  private static final double PAGE_BYTES = 65_536;

  private final Reach reach;
  private final DecisionDesk decisions;

  /// The versions seen last, with what they asked for. Owned by the reading thread.
  private final Map<String, Asked> asked = new HashMap<>();

  private record Asked(String version, List<String> now, List<String> before) {}

  LocalPlugins(Reach reach, DecisionDesk decisions) {
    this.reach = reach;
    this.decisions = decisions;
  }

  /// What only the tick thread knows, copied.
  private record Reading(
      PluginStatus status,
      PluginUse use,
      PluginModule module,
      List<VersionHistory.Version> versions,
      Map<String, Integer> order) {}

  @Override
  public CompletableFuture<Optional<Details>> details(String plugin) {
    return reach.sound(() ->
        reach
            .ask(w -> read(w, plugin))
            .thenApplyAsync(found -> found.map(this::details), reach.reader()));
  }

  private static Optional<Reading> read(World world, String plugin) {
    Optional<PluginStatus> status =
        world.plugins().status().stream().filter(s -> s.name().equals(plugin)).findFirst();
    Optional<PluginUse> use = world.plugins().use(plugin);
    Optional<PluginModule> module = world.plugins().module(plugin);
    if (status.isEmpty() || use.isEmpty() || module.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Integer> order = new LinkedHashMap<>();
    for (Stage stage : Stage.values()) {
      int place = 0;
      for (ScheduledSystem system : world.plugins().schedule().systems(stage)) {
        order.put(system.id(), ++place);
      }
    }
    return Optional.of(
        new Reading(status.get(), use.get(), module.get(), world.versions().of(plugin), order));
  }

  private Details details(Reading reading) {
    PluginStatus status = reading.status();
    Asked capabilities =
        asked.merge(
            status.name(),
            new Asked(status.version(), status.capabilities(), status.capabilities()),
            (known, now) ->
                known.version().equals(now.version())
                    ? known
                    : new Asked(now.version(), now.now(), known.now()));
    return new Details(
        status.name(),
        status.failure().map(LocalPlugins::failure),
        meters(reading),
        systems(reading),
        status.capabilities(),
        reading.module().source().granted().stream().sorted().toList(),
        capabilities.now().stream().filter(c -> !capabilities.before().contains(c)).toList(),
        capabilities.before().stream().filter(c -> !capabilities.now().contains(c)).toList(),
        reading.versions().stream()
            .map(v ->
                new GoodVersion(
                    v.version(),
                    v.tick(),
                    Gear.valueOf(v.source().gear().name()),
                    v.version().equals(status.version())))
            .toList());
  }

  private static Failure failure(PluginFailure failure) {
    return new Failure(
        failure.describe(),
        DiagnosticBoard.ofFailure(failure, "").place(),
        failure.entity() == 0 ? Optional.empty() : Optional.of(new EntityHandle(failure.entity())),
        failure.tick());
  }

  private static List<Meter> meters(Reading reading) {
    PluginUse use = reading.use();
    var budget = use.budget();
    return List.of(
        new Meter(
            "Time, soft",
            use.p50Nanos() / 1e6,
            budget.softLimitNanos() / 1e6,
            "ms",
            "Median of its costliest system of each tick. Over it for %d ticks running, the plugin is stopped"
                .formatted(budget.softLimitTicks())),
        new Meter(
            "Ticks over soft limit",
            use.ticksOverSoftLimit(),
            budget.softLimitTicks(),
            "",
            "Ticks in a row in which a system was over its soft limit"),
        new Meter(
            "Time, hard",
            use.slowestNanos() / 1e6,
            budget.hardLimitNanos() / 1e6,
            "ms",
            "Slowest of the last 1,024 runs of a system. A run that reaches it is interrupted"),
        new Meter(
            "Memory",
            reading.status().memoryPages() * PAGE_BYTES,
            budget.memoryPages() * PAGE_BYTES,
            Meter.BYTES,
            "Pages of 64 KiB; growing beyond it fails"),
        new Meter(
            "Commands",
            use.commands(),
            budget.commandsMax(),
            "",
            "Most in one run since it was started; more is a trap"),
        new Meter(
            "Messages",
            use.messages(),
            budget.messagesMax(),
            "",
            "Most in one run since it was started; more is a trap"),
        new Meter(
            "Message bytes",
            use.messageBytes(),
            budget.messageBytesMax(),
            Meter.BYTES,
            "Most in one run since it was started; more is a trap"),
        new Meter(
            "Log lines",
            use.logLines(),
            budget.logLinesMax(),
            "",
            "Most in one tick since it was started; more are left out"));
  }

  private static List<SystemReading> systems(Reading reading) {
    Map<String, PluginStatus.SystemTiming> times = new HashMap<>();
    reading.status().systems().forEach(t -> times.put(t.name(), t));
    PluginDescriptor descriptor = reading.module().descriptor();
    List<SystemReading> systems = new ArrayList<>();
    for (SystemDescriptor system : descriptor.systems()) {
      var timing = times.get(system.name());
      systems.add(
          new SystemReading(
              system.name(),
              system.stage().title(),
              reading.order().getOrDefault(system.id(), 0),
              timing == null ? 0 : timing.p50Us(),
              timing == null ? 0 : timing.p99Us(),
              components(descriptor, system, QueryDescriptor.Access.READ),
              components(descriptor, system, QueryDescriptor.Access.WRITE),
              system.subscribes().stream()
                  .map(i -> descriptor.messages().get(i).name().toString())
                  .toList()));
    }
    return systems;
  }

  private static List<String> components(
      PluginDescriptor descriptor, SystemDescriptor system, QueryDescriptor.Access access) {
    return system.queries().stream()
        .flatMap(query -> query.terms().stream())
        .filter(term -> term.access() == access)
        .map(term -> descriptor.components().get(term.component()).name().toString())
        .distinct()
        .toList();
  }

  @Override
  public CompletableFuture<Optional<Migration>> migration(long decision) {
    return reach.sound(
        () -> CompletableFuture.supplyAsync(() -> decisions.migration(decision), reach.reader()));
  }
}
