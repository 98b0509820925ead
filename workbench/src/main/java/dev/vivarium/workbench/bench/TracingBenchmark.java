package dev.vivarium.workbench.bench;

import dev.vivarium.engine.world.World;
import dev.vivarium.workbench.live.LiveWorld;
import dev.vivarium.workbench.live.PluginBuilder;
import java.nio.file.Path;
import java.util.List;

/// What the tracer and the last-writer record cost: blocks of ticks with both on and both off in
/// turn, so that drift of the machine falls on both alike.
final class TracingBenchmark implements Benchmark {
  private static final int FISH = 20_000;
  private static final int WARM_UP_TICKS = 600;
  private static final int PAIRS = 60;
  private static final int BLOCK_TICKS = 20;
  private static final double UPPER_BOUND_MAX = 3;

  @Override
  public String name() {
    return "tracing";
  }

  @Override
  public String description() {
    return "tracer and last-writer tracking on against off, in interleaved pairs, %,d fish"
        .formatted(FISH);
  }

  @Override
  public List<Measurement> run(BenchContext context) throws Exception {
    Path project = context.tidepool(name(), FISH);
    double[] costs = new double[PAIRS];
    try (PluginBuilder builder = context.builder(project);
        LiveWorld live = context.open(project, builder, event -> {})) {
      World world = live.world();
      block(world, WARM_UP_TICKS);
      for (int pair = 0; pair < PAIRS; pair++) {
        boolean onFirst = pair % 2 == 0;
        double first = timed(world, onFirst);
        double second = timed(world, !onFirst);
        double on = onFirst ? first : second;
        double off = onFirst ? second : first;
        costs[pair] = (on / off - 1) * 100;
      }
      BenchContext.requireRunning(world);
    }
    return measurements(costs);
  }

  private static double timed(World world, boolean tracing) {
    world.trace().enable(tracing);
    world.store().trackWriters(tracing);
    return block(world, BLOCK_TICKS);
  }

  private static double block(World world, int ticks) {
    long start = world.options().clock().nanos();
    for (int i = 0; i < ticks; i++) {
      world.tickOnce();
    }
    return world.options().clock().nanos() - start;
  }

  /// Pairs hit by something else on the machine are cut off on both sides (a 20 % trimmed mean,
  /// with its standard error by Tukey and McLaughlin 1963).
  private List<Measurement> measurements(double[] costs) {
    double[] sorted = costs.clone();
    java.util.Arrays.sort(sorted);
    int cut = sorted.length / 5;
    double mean = 0;
    int kept = sorted.length - 2 * cut;
    for (int i = cut; i < sorted.length - cut; i++) {
      mean += sorted[i] / kept;
    }
    double winsorised = 0;
    double[] pulled = sorted.clone();
    java.util.Arrays.fill(pulled, 0, cut, sorted[cut]);
    java.util.Arrays.fill(
        pulled, sorted.length - cut, sorted.length, sorted[sorted.length - cut - 1]);
    double middle = java.util.Arrays.stream(pulled).average().orElse(0);
    for (double value : pulled) {
      winsorised += (value - middle) * (value - middle) / (pulled.length - 1);
    }
    double error = Math.sqrt(winsorised) / (0.6 * Math.sqrt(sorted.length));
    return List.of(
        Measurement.of(name(), "share of the tick", mean, "%"),
        Measurement.atMost(name(), "upper 95 % bound", mean + 1.69 * error, "%", UPPER_BOUND_MAX));
  }
}
