package dev.vivarium.workbench.cli;

import dev.vivarium.net.client.Fingerprint;
import dev.vivarium.net.client.ServerAddress;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private final Start start = new Start();

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

  @Option(
      names = "--attach",
      paramLabel = "HOST:PORT",
      description =
          "Work on a world of a server, signed in by this machine; PROJECT gives the files.")
  private @Nullable String attach;

  @Option(
      names = "--world",
      paramLabel = "NAME",
      description = "Which of the server's worlds; its only one if not given.")
  private @Nullable String world;

  @Option(names = "--as", paramLabel = "NAME", description = "How others see you there.")
  private @Nullable String name;

  @Option(
      names = "--server-key",
      paramLabel = "KEY",
      defaultValue = "${env:VIVARIUM_SERVER_KEY}",
      description = "What the server's clients show; defaultkey if not given.")
  private @Nullable String serverKey;

  @Option(
      names = "--fingerprint",
      paramLabel = "SHA256",
      description = "Trust the server's certificate with this SHA-256 from now on.")
  private @Nullable String fingerprint;

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
        start.fresh(),
        start.trust(),
        writtenFile("--screenshot", screenshot),
        Optional.ofNullable(script).map(this::existingFile),
        attachment());
  }

  private Optional<AttachOptions> attachment() {
    if (attach == null) {
      if (world != null || name != null || fingerprint != null) {
        throw wrong("--world, --as and --fingerprint are of use only together with --attach");
      }
      return Optional.empty();
    }
    if (start.fresh()) {
      throw wrong("--attach shows a world of a server, which --fresh does not begin anew");
    }
    try {
      return Optional.of(
          new AttachOptions(
              ServerAddress.parse(attach),
              world == null ? "" : world,
              name == null ? "" : name,
              Optional.ofNullable(serverKey).filter(k -> !k.isBlank()),
              Optional.ofNullable(fingerprint).map(Fingerprint::parse)));
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }
}
