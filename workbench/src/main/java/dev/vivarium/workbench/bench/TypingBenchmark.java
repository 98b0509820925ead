package dev.vivarium.workbench.bench;

import dev.vivarium.engine.tick.NanoClock;
import dev.vivarium.workbench.editor.TypingProbe;
import dev.vivarium.workbench.editor.assist.AssistPart;
import dev.vivarium.workbench.language.LanguageService;
import dev.vivarium.workbench.language.Languages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToLongFunction;
import javafx.application.Platform;

/// Typing into a file of 5,000 lines: from a key press until the frame with it is painted, with
/// marks and assistance as in the workbench. The limit is on processor time of the window's thread;
/// by the clock the whole window is painted anew by the processor, more than a key changes.
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
    Path project = Files.createDirectories(context.scratch().resolve("typing"));
    try (LanguageService service = Languages.of(project, CompletableFuture.completedFuture(null))) {
      List<TypingProbe.Key> keys =
          TypingProbe.measure(
              LINES,
              KEYS,
              NanoClock.SYSTEM::nanos,
              (document, area) -> AssistPart.assist(service, document, area, Platform::runLater));
      return measured(
          times(keys, TypingProbe.Key::threadNanos), times(keys, TypingProbe.Key::nanos));
    }
  }

  private static Percentiles times(
      List<TypingProbe.Key> keys, ToLongFunction<TypingProbe.Key> nanos) {
    return new Percentiles(keys.stream().mapToDouble(k -> nanos.applyAsLong(k) / 1e6).toArray());
  }

  private List<Measurement> measured(Percentiles thread, Percentiles clock) {
    return List.of(
        Measurement.of(name(), "window's thread, median", thread.at(0.5), "ms"),
        Measurement.atMost(name(), "window's thread, p95", thread.at(0.95), "ms", MILLIS_MAX),
        Measurement.of(name(), "by the clock, median", clock.at(0.5), "ms"),
        Measurement.of(name(), "by the clock, p95", clock.at(0.95), "ms"));
  }
}
