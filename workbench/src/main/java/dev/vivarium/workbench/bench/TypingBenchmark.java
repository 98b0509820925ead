package dev.vivarium.workbench.bench;

import dev.vivarium.engine.tick.NanoClock;
import dev.vivarium.workbench.editor.TypingProbe;
import dev.vivarium.workbench.editor.assist.AssistPart;
import dev.vivarium.workbench.language.LanguageService;
import dev.vivarium.workbench.language.Languages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.application.Platform;

/// Typing into a file of 5,000 lines: time on the window's thread from a key press until the frame
/// with it is painted, with marks and assistance as in the workbench.
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
    try (LanguageService service = Languages.of(project)) {
      double[] millis =
          TypingProbe.measure(
              LINES,
              KEYS,
              NanoClock.SYSTEM::nanos,
              (document, area) -> AssistPart.assist(service, document, area, Platform::runLater));
      return measured(new Percentiles(millis));
    }
  }

  private List<Measurement> measured(Percentiles times) {
    return List.of(
        Measurement.of(name(), "median", times.at(0.5), "ms"),
        Measurement.atMost(name(), "p95", times.at(0.95), "ms", MILLIS_MAX));
  }
}
