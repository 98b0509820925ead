package dev.vivarium.workbench.bench;

import java.util.List;

/// All whole-path benchmarks, in the order in which they run.
public final class Benchmarks {
  private Benchmarks() {}

  public static List<Benchmark> all() {
    return List.of(
        new HeapBenchmark(),
        new OpenBenchmark(),
        new ReloadBenchmark(),
        new DispatchBenchmark(),
        new FishBenchmark(20_000, true, 1200, 1200),
        new FishBenchmark(100_000, false, 300, 300),
        new TracingBenchmark(),
        new TracerBenchmark(),
        new PanelsBenchmark(),
        new HistoryBenchmark(),
        new QueryBenchmark(),
        new TypingBenchmark());
  }
}
