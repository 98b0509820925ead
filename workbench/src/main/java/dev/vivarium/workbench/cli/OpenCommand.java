package dev.vivarium.workbench.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `vivarium open`.
@Command(name = "open", description = "Open a project in the workbench, its world running.")
final class OpenCommand extends OptionsCommand<OpenOptions> {
  @Parameters(
      paramLabel = "PROJECT",
      arity = "0..1",
      description = "The project's folder; without one the start page shows.")
  private @Nullable Path project;

  @Option(names = "--fresh", description = "Begin from the scenes, not from the saved state.")
  private boolean fresh;

  @Option(names = "--trust", description = "Trust this project from now on.")
  private boolean trust;

  @Option(
      names = "--screenshot",
      paramLabel = "FILE.png",
      description = "Draw the window without a display into a picture, then end.")
  private @Nullable Path screenshot;

  @Option(
      names = "--script",
      paramLabel = "FILE",
      description = "Commands to run before the picture is taken.")
  private @Nullable Path script;

  OpenCommand(Terminal terminal, Act<OpenOptions> act) {
    super(terminal, act);
  }

  @Override
  OpenOptions options() {
    if (script != null && screenshot == null) {
      throw wrong("--script is of use only together with --screenshot FILE.png");
    }
    if (screenshot != null && !screenshot.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
      throw wrong("--screenshot writes a PNG; name it so: " + screenshot + ".png");
    }
    return new OpenOptions(
        project == null ? Path.of("") : project(project),
        fresh,
        trust,
        writtenFile("--screenshot", screenshot),
        Optional.ofNullable(script).map(this::existingFile));
  }
}
