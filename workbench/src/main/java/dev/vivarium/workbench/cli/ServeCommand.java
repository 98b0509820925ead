package dev.vivarium.workbench.cli;

import dev.vivarium.net.protocol.control.ControlLimits;
import dev.vivarium.net.server.room.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `vivarium serve`.
@Command(
    name = "serve",
    description = "Run worlds that others can join; plugins are reloaded as they are saved.",
    footer = {
      "",
      "Keys can be given by the environment, where nobody sees them in a list of processes:",
      "VIVARIUM_SERVER_KEY and VIVARIUM_HTTP_KEY. Beyond this machine (--public, --host) a server",
      "key of your own is needed.",
      "",
      "Accounts, keys and the certificate are kept in the first project, in .vivarium/server.",
      "An --admin's account may be made later: the first account that is seen with the name is meant.",
      "Make it before others can."
    })
final class ServeCommand extends OptionsCommand<ServeOptions> {
  private static final String THIS_MACHINE = "127.0.0.1";
  private static final String EVERYWHERE = "0.0.0.0";
  private static final int MAX_PORT = 65_535;
  private static final int MAX_ADMINS = 100;
  private static final int MAX_PER_ADDRESS = 10_000;

  @Parameters(
      paramLabel = "PROJECT",
      arity = "1..*",
      description = "The project's folder; several projects are several worlds on one server.")
  private List<Path> projects = List.of();

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
      names = "--admin",
      paramLabel = "NAME",
      description =
          "User name or e-mail address of an account that may do everything; can be repeated.")
  private List<String> admins = List.of();

  @Option(
      names = "--default-role",
      paramLabel = "ROLE",
      defaultValue = "player",
      description = "What everybody else may do: viewer, player or builder; player if not given.")
  private String defaultRole = "";

  @Option(
      names = "--certificate",
      paramLabel = "FILE",
      description = "Certificate chain, PEM; with --key. One is made if not given.")
  private @Nullable Path certificate;

  @Option(names = "--key", paramLabel = "FILE", description = "The certificate's key, PEM.")
  private @Nullable Path key;

  @Option(
      names = "--per-address",
      paramLabel = "N",
      defaultValue = "256",
      description =
          "Connections of one address at once, 256 if not given; more for many bots of one machine.")
  private int perAddress;

  @Option(names = "--plain", description = "Without TLS: who can listen in reads everything.")
  private boolean plain;

  @Mixin private final Start start = new Start();

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
    if (perAddress < 1 || perAddress > MAX_PER_ADDRESS) {
      throw wrong("--per-address is 1 to %d, not %d".formatted(MAX_PER_ADDRESS, perAddress));
    }
    if (everywhere && host != null) {
      throw wrong("--public and --host both say where to listen; give one of them");
    }
    writtenFile("--events", events);
    return new ServeOptions(
        projects(),
        everywhere ? EVERYWHERE : host == null ? THIS_MACHINE : host,
        port,
        given(serverKey),
        given(httpKey),
        defaultRole(),
        admins(),
        certificate(),
        perAddress,
        plain,
        start.fresh(),
        start.trust(),
        Optional.ofNullable(events));
  }

  private List<Path> projects() {
    projects.forEach(this::project);
    List<Path> real = projects.stream().map(p -> p.toAbsolutePath().normalize()).toList();
    for (int index = 0; index < real.size(); index++) {
      if (real.indexOf(real.get(index)) < index) {
        throw wrong("The project %s is given twice".formatted(projects.get(index)));
      }
    }
    return projects;
  }

  private Role defaultRole() {
    return switch (defaultRole) {
      case "viewer" -> Role.VIEWER;
      case "player" -> Role.PLAYER;
      case "builder" -> Role.BUILDER;
      default -> throw wrong("--default-role is viewer, player or builder, not " + defaultRole);
    };
  }

  private Set<String> admins() {
    if (admins.size() > MAX_ADMINS) {
      throw wrong("--admin can be given %d times at most".formatted(MAX_ADMINS));
    }
    for (String name : admins) {
      if (name.isBlank() || name.length() > ControlLimits.MAX_EMAIL_BYTES) {
        throw wrong("--admin is a user name or an e-mail address, not \"%s\"".formatted(name));
      }
    }
    return Set.copyOf(admins);
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
