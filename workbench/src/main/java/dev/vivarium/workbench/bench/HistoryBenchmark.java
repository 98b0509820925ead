package dev.vivarium.workbench.bench;

import dev.vivarium.engine.world.History;
import dev.vivarium.engine.world.HistoryLimits;
import dev.vivarium.engine.world.World;
import dev.vivarium.workbench.live.LiveWorld;
import dev.vivarium.workbench.live.PluginBuilder;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
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
  private static final int CROWD = 100_000;
  private static final int CROWD_MESSAGES = 400;
  private static final int CROWD_PAIRS = 12;
  private static final int CROWD_BLOCK_TICKS = 480;
  private static final double CROWD_COST_MAX = 3;

  /// What the workbench keeps of a world that nobody records.
  private static final HistoryLimits NEWEST = new HistoryLimits(64L << 20, 900, 240);

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

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
    List<Measurement> found = new ArrayList<>(recorded(context));
    found.addAll(newestOfACrowd(context));
    return found;
  }

  /// The cost of keeping the newest seconds of a large world, which nobody has asked for: processor
  /// time of the thread that ticks, blocks with and without in turn.
  private List<Measurement> newestOfACrowd(BenchContext context) throws Exception {
    Path project = Crowd.project(context.scratch().resolve("history-crowd"), CROWD, CROWD_MESSAGES);
    try (PluginBuilder builder = context.builder(project);
        LiveWorld live = context.open(project, builder, event -> {})) {
      World world = live.world();
      cpuMicrosATick(world);
      double[] costs = new double[CROWD_PAIRS];
      double[] without = new double[CROWD_PAIRS];
      long bytes = 0;
      for (int pair = 0; pair < CROWD_PAIRS; pair++) {
        without[pair] = cpuMicrosATick(world);
        try (History history = History.of(world, NEWEST)) {
          costs[pair] = (cpuMicrosATick(world) / without[pair] - 1) * 100;
          bytes = Math.max(bytes, history.span().bytes());
        }
      }
      BenchContext.requireRunning(world);
      return List.of(
          Measurement.of(name(), "tick of 100,000 entities", at(without, 0.5), "us"),
          Measurement.atMost(
              name(), "newest seconds, tick's share", at(costs, 0.5), "%", CROWD_COST_MAX),
          Measurement.of(name(), "newest seconds, memory", bytes / 1e6, "MB"));
    }
  }

  private static double cpuMicrosATick(World world) {
    long start = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < CROWD_BLOCK_TICKS; i++) {
      world.tickOnce();
    }
    return (THREADS.getCurrentThreadCpuTime() - start) / 1e3 / CROWD_BLOCK_TICKS;
  }

  private List<Measurement> recorded(BenchContext context) throws Exception {
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
