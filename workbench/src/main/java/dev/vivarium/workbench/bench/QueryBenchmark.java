package dev.vivarium.workbench.bench;

import dev.vivarium.engine.world.World;
import dev.vivarium.workbench.live.LiveWorld;
import dev.vivarium.workbench.live.PluginBuilder;
import dev.vivarium.workbench.live.QueryProbe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Query lines over a world full of fish in which everything moves, and what the inspector's looks
/// cost the tick.
final class QueryBenchmark implements Benchmark {
  private static final int FISH = 100_000;
  private static final int WARM_UP_TICKS = 60;
  private static final int ROUNDS = 40;
  private static final int PAIRS = 20;
  private static final int BLOCK_TICKS = 6;
  private static final double ANSWER_MS_MAX = 100;
  private static final double SHARE_MAX = 3;
  private static final List<String> LINES =
      List.of(
          "Transform, Velocity, !Camera",
          "Transform where Transform.position.x > 2",
          "Transform, Velocity where (Velocity.linear.x > 0.1 or Velocity.linear.z < 0) "
              + "and not Name.value ~ \"Gob\"");

  @Override
  public String name() {
    return "query";
  }

  @Override
  public String description() {
    return "query lines over %,d moving entities, and the tick's cost of being looked at"
        .formatted(FISH);
  }

  @Override
  public List<Measurement> run(BenchContext context) throws Exception {
    Path project = context.tidepool(name(), FISH);
    List<Measurement> found = new ArrayList<>();
    try (PluginBuilder builder = context.builder(project);
        LiveWorld live = context.open(project, builder, event -> {})) {
      World world = live.world();
      ticks(world, WARM_UP_TICKS);
      QueryProbe probe = new QueryProbe(world);
      for (int i = 0; i < LINES.size(); i++) {
        answers(world, probe, LINES.get(i), "line " + (i + 1), found);
      }
      share(world, probe, found);
      BenchContext.requireRunning(world);
    }
    return found;
  }

  private static double ticks(World world, int count) {
    long start = world.options().clock().nanos();
    for (int i = 0; i < count; i++) {
      world.tickOnce();
    }
    return (world.options().clock().nanos() - start) / 1e6;
  }

  private void answers(
      World world, QueryProbe probe, String line, String name, List<Measurement> found)
      throws Exception {
    double[] whole = new double[ROUNDS];
    double[] copying = new double[ROUNDS];
    for (int i = -10; i < ROUNDS; i++) {
      ticks(world, 1);
      long start = world.options().clock().nanos();
      probe.take(line);
      long taken = world.options().clock().nanos();
      int matching = probe.match(line);
      long end = world.options().clock().nanos();
      if (i >= 0) {
        whole[i] = (end - start) / 1e6;
        copying[i] = (taken - start) / 1e6;
      }
      if (matching < 0) {
        throw new IllegalStateException("a query matches nothing at all");
      }
    }
    Percentiles answered = new Percentiles(whole);
    found.add(Measurement.of(name(), name + " answered p50", answered.at(0.5), "ms"));
    found.add(
        Measurement.atMost(name(), name + " answered p99", answered.at(0.99), "ms", ANSWER_MS_MAX));
    found.add(
        Measurement.of(
            name(), name + " on the tick thread p50", new Percentiles(copying).at(0.5), "ms"));
  }

  /// A query line, a page of rows and one entity ten times a second, as an open inspector asks:
  /// once in six ticks at 60 Hz.
  private void share(World world, QueryProbe probe, List<Measurement> found) throws Exception {
    double[] looked = new double[PAIRS];
    double[] ticked = new double[PAIRS];
    for (int pair = 0; pair < PAIRS; pair++) {
      long start = world.options().clock().nanos();
      probe.take(LINES.get(1));
      probe.look();
      looked[pair] = (world.options().clock().nanos() - start) / 1e6;
      ticked[pair] = ticks(world, BLOCK_TICKS);
    }
    double share = 100 * new Percentiles(looked).at(0.5) / new Percentiles(ticked).at(0.5);
    found.add(
        Measurement.atMost(name(), "inspector open, share of the tick", share, "%", SHARE_MAX));
  }
}
