package dev.vivarium.workbench.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `vivarium run`.
@Command(
    name = "run",
    description = "Run a world without a window; plugins are reloaded as they are saved.")
final class RunCommand extends OptionsCommand<RunOptions> {
  @Parameters(paramLabel = "PROJECT", description = "The project's folder.")
  private Path project = Path.of("");

  @Option(names = "--ticks", paramLabel = "N", description = "End after so many ticks.")
  private @Nullable Long ticks;

  @Option(
      names = "--rate",
      paramLabel = "HZ|max",
      converter = Rate.Converter.class,
      description = "Ticks a second, 1 to 1000, or max; the project's own if not given.")
  private @Nullable Rate rate;

  @Option(
      names = "--seed",
      paramLabel = "S",
      converter = Seed.class,
      description =
          "The seed of everything random, decimal or 0x...; the project's own if not given.")
  private @Nullable Long seed;

  @Mixin private final Start start = new Start();

  @Option(
      names = "--events",
      paramLabel = "FILE|-",
      converter = EventTarget.Converter.class,
      description = "Write what happens as JSON Lines.")
  private @Nullable EventTarget events;

  @Option(names = "--report", paramLabel = "FILE", description = "Write a JSON report at the end.")
  private @Nullable Path report;

  @Option(names = "--record", paramLabel = "FILE", description = "Record the run for a replay.")
  private @Nullable Path record;

  RunCommand(Terminal terminal, Act<RunOptions> act) {
    super(terminal, act);
  }

  @Override
  RunOptions options() {
    Optional<Path> eventFile = writtenFile("--events", events);
    Optional<Path> reportFile = writtenFile("--report", report);
    Optional<Path> recordFile = writtenFile("--record", record);
    checkDistinct(
        Stream.of(eventFile, reportFile, recordFile)
            .flatMap(Optional::stream)
            .toArray(Path[]::new));
    return new RunOptions(
        project(project),
        positive("--ticks", ticks),
        Optional.ofNullable(rate),
        seed == null ? OptionalLong.empty() : OptionalLong.of(seed),
        start.fresh(),
        start.trust(),
        Optional.ofNullable(events),
        reportFile,
        recordFile);
  }
}
