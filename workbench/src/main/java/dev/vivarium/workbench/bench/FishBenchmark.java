package dev.vivarium.workbench.bench;

import dev.vivarium.engine.plugin.PluginStatus;
import dev.vivarium.engine.world.World;
import dev.vivarium.workbench.live.LiveWorld;
import dev.vivarium.workbench.live.PluginBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Tidepool with many fish, optimised gear, tick after tick on this thread.
final class FishBenchmark implements Benchmark {
  private static final double TICK_MS_MAX = 16;

  private final int fish;
  private final boolean limited;
  private final int warmUpTicks;
  private final int ticks;

  FishBenchmark(int fish, boolean limited, int warmUpTicks, int ticks) {
    this.fish = fish;
    this.limited = limited;
    this.warmUpTicks = warmUpTicks;
    this.ticks = ticks;
  }

  @Override
  public String name() {
    return "fish-" + fish / 1000 + "k";
  }

  @Override
  public String description() {
    return "tick of tidepool with %,d fish, optimised gear".formatted(fish);
  }

  @Override
  public List<Measurement> run(BenchContext context) throws Exception {
    Path project = context.tidepool(name(), fish);
    try (PluginBuilder builder = context.builder(project);
        LiveWorld live = context.open(project, builder, event -> {})) {
      World world = live.world();
      tick(world, warmUpTicks);
      Percentiles times = new Percentiles(tick(world, ticks));
      BenchContext.requireRunning(world);
      return measurements(world, times);
    }
  }

  private static double[] tick(World world, int count) {
    double[] ms = new double[count];
    for (int i = 0; i < count; i++) {
      long start = world.options().clock().nanos();
      world.tickOnce();
      ms[i] = (world.options().clock().nanos() - start) / 1e6;
    }
    return ms;
  }

  private List<Measurement> measurements(World world, Percentiles times) {
    List<Measurement> found = new ArrayList<>();
    found.add(Measurement.of(name(), "tick p50", times.at(0.5), "ms"));
    found.add(
        limited
            ? Measurement.atMost(name(), "tick p99", times.at(0.99), "ms", TICK_MS_MAX)
            : Measurement.of(name(), "tick p99", times.at(0.99), "ms"));
    for (PluginStatus plugin : world.plugins().status()) {
      for (PluginStatus.SystemTiming system : plugin.systems()) {
        found.add(
            Measurement.of(
                name(), plugin.name() + "/" + system.name() + " p50", system.p50Us() / 1000, "ms"));
      }
    }
    return found;
  }
}
