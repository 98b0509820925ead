package dev.vivarium.workbench.bench;

import dev.vivarium.engine.tick.NanoClock;
import dev.vivarium.workbench.editor.TypingProbe;
import java.util.List;

/// Typing into a file of 5,000 lines: time on the window's thread from a key press until the frame
/// with it is painted.
final class TypingBenchmark implements Benchmark {
  private static final int LINES = 5_000;
  private static final int KEYS = 300;
  private static final double MILLIS_MAX = 16;

  @Override
  public String name() {
    return "typing";
  }

  @Override
  public String description() {
    return "key press to painted frame in a file of %,d lines, time on the window's thread"
        .formatted(LINES);
  }

  @Override
  public List<Measurement> run(BenchContext context) throws Exception {
    double[] millis = TypingProbe.measure(LINES, KEYS, NanoClock.SYSTEM::nanos);
    Percentiles times = new Percentiles(millis);
    return List.of(
        Measurement.of(name(), "median", times.at(0.5), "ms"),
        Measurement.atMost(name(), "p95", times.at(0.95), "ms", MILLIS_MAX));
  }
}
