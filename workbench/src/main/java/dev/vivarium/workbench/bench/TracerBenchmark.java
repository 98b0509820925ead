package dev.vivarium.workbench.bench;

import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.world.FieldWatch;
import dev.vivarium.engine.world.World;
import dev.vivarium.workbench.live.LiveWorld;
import dev.vivarium.workbench.live.PluginBuilder;
import dev.vivarium.workbench.live.TracerLooks;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What an open tracer and watches cost the tick: blocks of ticks with and without in turn, over
/// 100,000 entities and 4,000 messages a tick.
final class TracerBenchmark implements Benchmark {
  private static final int ENTITIES = 100_000;
  private static final int MESSAGES = 4_000;
  private static final int WARM_UP_TICKS = 240;
  private static final int PAIRS = 40;

  /// Ticks between two looks of a tracer that looks ten times a second.
  private static final int LOOK_TICKS = 6;

  private static final int BLOCK_TICKS = 3 * LOOK_TICKS;
  private static final double COST_MAX = 3;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final SchemaName AGE = SchemaName.parse("crowd/Age");

  @Override
  public String name() {
    return "tracer";
  }

  @Override
  public String description() {
    return "an open tracer, and watches, over %,d entities and %,d messages a tick"
        .formatted(ENTITIES, MESSAGES);
  }

  @Override
  public List<Measurement> run(BenchContext context) throws Exception {
    List<Measurement> found = new ArrayList<>();
    Path project = Crowd.project(context.scratch().resolve(name()), ENTITIES, MESSAGES);
    try (PluginBuilder builder = context.builder(project);
        LiveWorld live = context.open(project, builder, event -> {})) {
      World world = live.world();
      TracerLooks looks = new TracerLooks(world);
      block(world, WARM_UP_TICKS, () -> {});
      found.add(
          Measurement.of(name(), "tick with no tracer", block(world, 60, () -> {}) / 60e3, "us"));
      found.add(
          Measurement.atMost(
              name(), "open tracer, tick's share", cost(world, looks::look), "%", COST_MAX));
      for (int count : new int[] {1, 10}) {
        long entity = anEntity(world);
        found.add(
            Measurement.of(
                name(), count + " watches of one entity", watched(world, count, entity), "%"));
        found.add(
            Measurement.of(
                name(), count + " watches of any entity", watched(world, count, 0), "%"));
      }
      BenchContext.requireRunning(world);
    }
    return found;
  }

  private static long anEntity(World world) {
    return world.store().tables().stream()
        .filter(table -> table.column(world.store().type(AGE)) != null && table.rows() > 0)
        .findFirst()
        .orElseThrow()
        .entities()[0];
  }

  /// Watches with a condition that never holds, so that nothing but the looking is measured.
  private static double watched(World world, int count, long entity) {
    double[] costs = new double[PAIRS];
    for (int pair = 0; pair < PAIRS; pair++) {
      double off = block(world, BLOCK_TICKS, () -> {});
      for (int i = 0; i < count; i++) {
        Optional<String> problem =
            world
                .watches()
                .add(
                    new FieldWatch(
                        i,
                        entity,
                        AGE,
                        "ticks",
                        Optional.of(new FieldWatch.Condition(FieldWatch.Comparison.BELOW, "-1"))));
        if (problem.isPresent()) {
          throw new IllegalStateException(problem.get());
        }
      }
      double on = block(world, BLOCK_TICKS, () -> {});
      for (int i = 0; i < count; i++) {
        world.watches().remove(i);
      }
      costs[pair] = (on / off - 1) * 100;
    }
    return median(costs);
  }

  private static double cost(World world, Runnable look) {
    double[] costs = new double[PAIRS];
    for (int pair = 0; pair < PAIRS; pair++) {
      double off = block(world, BLOCK_TICKS, () -> {});
      double on = block(world, BLOCK_TICKS, look);
      costs[pair] = (on / off - 1) * 100;
    }
    return median(costs);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  /// Nanoseconds of this thread's processor time for so many ticks, with a look every so often.
  private static double block(World world, int ticks, Runnable look) {
    long start = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < ticks; i++) {
      if (i % LOOK_TICKS == 0) {
        look.run();
      }
      world.tickOnce();
    }
    return THREADS.getCurrentThreadCpuTime() - start;
  }
}
