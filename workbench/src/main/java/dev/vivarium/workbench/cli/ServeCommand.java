package dev.vivarium.workbench.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `vivarium serve`.
@Command(
    name = "serve",
    description = "Run a world that others can join; plugins are reloaded as they are saved.",
    footer = {
      "",
      "Keys can be given by the environment, where nobody sees them in a list of processes:",
      "VIVARIUM_SERVER_KEY and VIVARIUM_HTTP_KEY. Beyond this machine (--public, --host) a server",
      "key of your own is needed."
    })
final class ServeCommand extends OptionsCommand<ServeOptions> {
  private static final String THIS_MACHINE = "127.0.0.1";
  private static final String EVERYWHERE = "0.0.0.0";
  private static final int MAX_PORT = 65_535;

  @Parameters(paramLabel = "PROJECT", description = "The project's folder.")
  private Path project = Path.of("");

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "7350",
      description = "Port for HTTPS and WebSocket, 7350 if not given; 0 takes a free one.")
  private int port;

  @Option(names = "--public", description = "Listen on every address of this machine.")
  private boolean everywhere;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "Listen on this address; 127.0.0.1 if not given.")
  private @Nullable String host;

  @Option(
      names = "--server-key",
      paramLabel = "KEY",
      defaultValue = "${env:VIVARIUM_SERVER_KEY}",
      description = "What clients show to sign in; defaultkey if not given.")
  private @Nullable String serverKey;

  @Option(
      names = "--http-key",
      paramLabel = "KEY",
      defaultValue = "${env:VIVARIUM_HTTP_KEY}",
      description = "What other servers show to call functions; they cannot if not given.")
  private @Nullable String httpKey;

  @Option(
      names = "--certificate",
      paramLabel = "FILE",
      description = "Certificate chain, PEM; with --key. One is made if not given.")
  private @Nullable Path certificate;

  @Option(names = "--key", paramLabel = "FILE", description = "The certificate's key, PEM.")
  private @Nullable Path key;

  @Option(names = "--plain", description = "Without TLS: who can listen in reads everything.")
  private boolean plain;

  @Option(names = "--fresh", description = "Begin from the scenes, not from the saved state.")
  private boolean fresh;

  @Option(names = "--trust", description = "Trust this project from now on.")
  private boolean trust;

  @Option(
      names = "--events",
      paramLabel = "FILE|-",
      converter = EventTarget.Converter.class,
      description = "Write what happens as JSON Lines.")
  private @Nullable EventTarget events;

  ServeCommand(Terminal terminal, Act<ServeOptions> act) {
    super(terminal, act);
  }

  @Override
  ServeOptions options() {
    if (port < 0 || port > MAX_PORT) {
      throw wrong("--port is 0 to %d, not %d".formatted(MAX_PORT, port));
    }
    if (everywhere && host != null) {
      throw wrong("--public and --host both say where to listen; give one of them");
    }
    writtenFile("--events", events instanceof EventTarget.ToFile(Path file) ? file : null);
    return new ServeOptions(
        project(project),
        everywhere ? EVERYWHERE : host == null ? THIS_MACHINE : host,
        port,
        given(serverKey),
        given(httpKey),
        certificate(),
        plain,
        fresh,
        trust,
        Optional.ofNullable(events));
  }

  private static Optional<String> given(@Nullable String text) {
    return Optional.ofNullable(text).filter(t -> !t.isBlank());
  }

  private Optional<ServeOptions.Certificate> certificate() {
    if (certificate == null && key == null) {
      return Optional.empty();
    }
    if (certificate == null || key == null) {
      throw wrong("--certificate and --key go together");
    }
    if (plain) {
      throw wrong("--plain is without TLS, so it takes no --certificate");
    }
    return Optional.of(new ServeOptions.Certificate(existingFile(certificate), existingFile(key)));
  }
}
