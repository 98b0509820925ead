package dev.vivarium.workbench.bench;

import dev.vivarium.engine.world.History;
import dev.vivarium.engine.world.HistoryLimits;
import dev.vivarium.engine.world.World;
import dev.vivarium.workbench.live.LiveWorld;
import dev.vivarium.workbench.live.PluginBuilder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// What it takes to keep a minute of the sample world, and to look back to any tick of it.
final class HistoryBenchmark implements Benchmark {
  private static final int FISH = 2_000;
  private static final int WARM_UP_TICKS = 600;
  private static final int RECORDED_TICKS = 3_600;
  private static final int VISITS = 60;
  private static final int WARM_UP_VISITS = 5;
  private static final int LEAD_TICKS = 60;

  @Override
  public String name() {
    return "history";
  }

  @Override
  public String description() {
    return "60 s of tidepool with %,d fish kept in memory, and visits to ticks of it at random"
        .formatted(FISH);
  }

  @Override
  public List<Measurement> run(BenchContext context) throws Exception {
    Path project = context.tidepool(name(), FISH);
    try (PluginBuilder builder = context.builder(project);
        LiveWorld live = context.open(project, builder, event -> {})) {
      World world = live.world();
      ticks(world, WARM_UP_TICKS);
      double[] without = ticks(world, RECORDED_TICKS);
      try (History history = History.of(world, HistoryLimits.DEFAULT)) {
        double[] with = ticks(world, RECORDED_TICKS);
        BenchContext.requireRunning(world);
        double[] visits = visits(history, world);
        return List.of(
            Measurement.of(name(), "tick p50, not recording", at(without, 0.5), "ms"),
            Measurement.of(name(), "tick p50, recording", at(with, 0.5), "ms"),
            Measurement.of(name(), "tick p99, not recording", at(without, 0.99), "ms"),
            Measurement.of(name(), "tick p99, recording", at(with, 0.99), "ms"),
            Measurement.of(name(), "memory of 60 s", history.span().bytes() / 1e6, "MB"),
            Measurement.of(name(), "to any tick p50", at(visits, 0.5), "ms"),
            Measurement.of(name(), "to any tick p95", at(visits, 0.95), "ms"));
      }
    }
  }

  private static double[] ticks(World world, int count) {
    double[] millis = new double[count];
    for (int i = 0; i < count; i++) {
      long start = world.options().clock().nanos();
      world.tickOnce();
      millis[i] = (world.options().clock().nanos() - start) / 1e6;
    }
    return millis;
  }

  private static double[] visits(History history, World world) throws Exception {
    SplittableRandom random = new SplittableRandom(1);
    History.Span span = history.span();
    double[] millis = new double[VISITS];
    for (int i = -WARM_UP_VISITS; i < VISITS; i++) {
      long tick = random.nextLong(span.firstTick(), span.lastTick() + 1);
      long start = world.options().clock().nanos();
      history.visit(tick, LEAD_TICKS, t -> true).close();
      if (i >= 0) {
        millis[i] = (world.options().clock().nanos() - start) / 1e6;
      }
    }
    return millis;
  }

  private static double at(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1.0, share * sorted.length)];
  }
}
