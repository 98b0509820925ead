package dev.vivarium.engine.world.conformance;

import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.plugin.Watchdog;
import dev.vivarium.engine.plugin.wasm.ExecutionMode;
import dev.vivarium.engine.tick.NanoClock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Runs a plugin that implements `docs/plugin-conformance.md` through the ABI, point by point.
///
/// ```java
/// for (Conformance.Result result : Conformance.check(wasm)) {
///   System.out.println(result);
/// }
/// ```
public final class Conformance {
  /// The name under which the plugin is loaded.
  public static final String PLUGIN = "conformance";

  /// One point of the ABI.
  ///
  /// @param problem what was found instead; empty if the plugin conforms
  public record Result(String point, Optional<String> problem) {
    public boolean passed() {
      return problem.isEmpty();
    }
  }

  /// A point's check: throws [Mismatch] where the plugin does not conform.
  @FunctionalInterface
  interface Check {
    void run(ConformanceWorld world) throws Exception;
  }

  /// What was expected and what was found.
  static final class Mismatch extends Exception {
    private static final long serialVersionUID = 1L;

    Mismatch(String message) {
      super(message);
    }
  }

  private Conformance() {}

  /// Checks all points, each in a world of its own. Takes about a second; no other plugin runs.
  ///
  /// @param wasm the module to check
  public static List<Result> check(byte[] wasm) {
    List<Result> results = new ArrayList<>();
    PluginSource source = PluginSource.of(PLUGIN, wasm);
    for (Map.Entry<String, Check> point : points().entrySet()) {
      results.add(check(point.getKey(), point.getValue(), source));
    }
    return results;
  }

  private static Result check(String name, Check check, PluginSource source) {
    try (Watchdog watchdog = new Watchdog(PLUGIN, NanoClock.SYSTEM)) {
      PluginModule compiled = PluginModule.load(source, ExecutionMode.COMPILED, watchdog);
      PluginModule interpreted = PluginModule.load(source, ExecutionMode.INTERPRETED, watchdog);
      try (ConformanceWorld world = new ConformanceWorld(compiled, interpreted)) {
        check.run(world);
      }
      return new Result(name, Optional.empty());
    } catch (Exception e) {
      return new Result(name, Optional.of(String.valueOf(e.getMessage())));
    }
  }

  private static Map<String, Check> points() {
    Map<String, Check> points = new LinkedHashMap<>();
    points.put("descriptor", Conformance::descriptor);
    points.put("PostInit spawns on fresh", Conformance::spawns);
    points.put("columns are written", Conformance::columns);
    points.put("singletons are read", Conformance::singleton);
    points.put("messages arrive in the next stage that listens", Conformance::messages);
    points.put("messages carry the row that caused them", Conformance::cause);
    points.put("commands remove a tag", Conformance::commands);
    points.put("frames grow with the world", Conformance::growth);
    points.put("private state outlives a reload", Conformance::reload);
    points.put("a panic ends the dispatch and nothing else", Conformance::panic);
    points.put("interpreter and compiler agree", Conformance::agreement);
    points.put("an image continues tick for tick", Conformance::image);
    return points;
  }

  private static void expect(String what, Object wanted, Object found) throws Mismatch {
    if (!wanted.equals(found)) {
      throw new Mismatch("%s: expected %s, found %s".formatted(what, wanted, found));
    }
  }

  private static void descriptor(ConformanceWorld world) throws Mismatch {
    expect("systems", List.of("birth", "hear", "count", "unmark"), world.systems());
    expect("components", List.of("Counter", "Mark", "Step", "Total"), world.components());
  }

  private static void spawns(ConformanceWorld world) throws Mismatch {
    world.tick(1);
    expect("entities with a Counter", 3, world.counters("ticks").size());
    expect("entities with a Mark", 1, world.marked());
  }

  private static void columns(ConformanceWorld world) throws Mismatch {
    world.tick(4);
    expect("Counter.ticks after four ticks", List.of(8, 8, 8), world.counters("ticks"));
  }

  private static void singleton(ConformanceWorld world) throws Mismatch {
    world.tick(1);
    world.setStep(5);
    world.tick(2);
    expect("Counter.ticks with Step 5", List.of(12, 12, 12), world.counters("ticks"));
  }

  private static void messages(ConformanceWorld world) throws Mismatch {
    world.tick(1);
    expect("Counter.seen in the tick of the first Pulse", List.of(0, 0, 0), world.counters("seen"));
    world.tick(3);
    expect("Counter.seen after four ticks", List.of(3, 3, 3), world.counters("seen"));
  }

  private static void cause(ConformanceWorld world) throws Mismatch {
    world.tick(1);
    expect("entity that caused the Pulse", world.firstCounter(), world.pulseCause());
  }

  private static void commands(ConformanceWorld world) throws Mismatch {
    world.tick(6);
    expect("marks in tick 5", 1, world.marked());
    world.tick(1);
    expect("marks after tick 6", 0, world.marked());
  }

  private static void growth(ConformanceWorld world) throws Mismatch {
    world.tick(1);
    world.spawnCounters(5_000);
    world.tick(2);
    expect("Counter.ticks of all", 3 * 6 + 5_000 * 4, world.sum("ticks"));
  }

  private static void reload(ConformanceWorld world) throws Exception {
    world.tick(3);
    expect("Total.dispatches", 3, world.total());
    world.reload();
    world.tick(1);
    expect("Total.dispatches after a reload", 4, world.total());
    expect("entities with a Counter after a reload", 3, world.counters("ticks").size());
  }

  private static void panic(ConformanceWorld world) throws Mismatch {
    world.tick(1);
    List<Integer> before = world.counters("ticks");
    world.setStep(-1);
    world.trap();
    expect("Counter.ticks after the panic", before, world.counters("ticks"));
    expect("message of the panic", "negative step", world.failure());
  }

  private static void agreement(ConformanceWorld world) throws Exception {
    world.tick(20);
    try (ConformanceWorld other = world.interpreted()) {
      other.tick(20);
      expect("state hash", world.hash(), other.hash());
    }
  }

  private static void image(ConformanceWorld world) throws Exception {
    world.tick(4);
    try (ConformanceWorld other = world.copy()) {
      world.tick(10);
      other.tick(10);
      expect("state hash", world.hash(), other.hash());
    }
  }
}
