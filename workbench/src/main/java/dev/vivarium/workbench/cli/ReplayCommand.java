package dev.vivarium.workbench.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `vivarium replay`.
@Command(name = "replay", description = "Run a recording again, tick for tick.")
final class ReplayCommand extends OptionsCommand<ReplayOptions> {
  @Parameters(paramLabel = "RECORDING", description = "A file that run --record wrote.")
  private Path recording = Path.of("");

  @Option(names = "--ticks", paramLabel = "N", description = "End after so many ticks.")
  private @Nullable Long ticks;

  @Option(names = "--trust", description = "Run the plugins that the recording holds.")
  private boolean trust;

  @Option(names = "--report", paramLabel = "FILE", description = "Write a JSON report at the end.")
  private @Nullable Path report;

  ReplayCommand(Terminal terminal, Act<ReplayOptions> act) {
    super(terminal, act);
  }

  @Override
  ReplayOptions options() {
    return new ReplayOptions(
        existingFile(recording),
        positive("--ticks", ticks),
        trust,
        writtenFile("--report", report));
  }
}
