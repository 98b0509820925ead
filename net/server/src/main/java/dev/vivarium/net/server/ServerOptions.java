package dev.vivarium.net.server;

import dev.vivarium.engine.tick.NanoClock;
import dev.vivarium.net.protocol.control.ControlLimits;
import dev.vivarium.net.server.realtime.RealtimeOptions;
import dev.vivarium.net.server.room.Role;
import dev.vivarium.net.server.transport.SocketLimits;
import dev.vivarium.net.server.transport.TransportLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How a server runs; made by a [#builder].
///
/// @param folder where database, signing keys and certificate are kept; absent, all are forgotten
///   with the process
/// @param host what to listen on
/// @param port 0 takes a free one
/// @param serverKey what clients show to sign in
/// @param httpKey what other servers show to call functions; absent, they cannot
/// @param security how the port is protected
/// @param sessionLife of a session token
/// @param refreshLife of a refresh token
/// @param passwordCost the base-2 logarithm of bcrypt's rounds
/// @param attempts of signing in
/// @param transport what connections may do before it is known whose they are
/// @param socket what the control protocol's sockets may do
/// @param realtime what the realtime protocol's sockets may do
/// @param people who may do what
/// @param clock for what is limited by the minute, and deadlines
/// @param time the time of day, for tokens and what is kept
public record ServerOptions(
    Optional<Path> folder,
    String host,
    int port,
    String serverKey,
    Optional<String> httpKey,
    Security security,
    Duration sessionLife,
    Duration refreshLife,
    int passwordCost,
    AttemptLimits attempts,
    TransportLimits transport,
    SocketLimits socket,
    RealtimeOptions realtime,
    People people,
    NanoClock clock,
    InstantSource time) {
  /// The server key that everybody knows; with it a server listens on loopback only.
  public static final String DEFAULT_SERVER_KEY = "defaultkey";

  /// How a port is protected.
  public sealed interface Security {
    /// A certificate of the server's own making.
    ///
    /// @param names host names and addresses it is for, beside this machine's own
    record SelfSigned(List<String> names) implements Security {
      public SelfSigned {
        names = List.copyOf(names);
      }
    }

    /// A certificate from PEM files.
    record Own(Path chain, Path key) implements Security {}

    /// None: who can listen in reads everything, tokens included.
    record Plain() implements Security {}
  }

  /// @param perAccount failures of one account within `accountWindow`
  /// @param perAddress failures from one address within `addressWindow`
  /// @param triesPerAddressAndMinute from one address, failed or not
  public record AttemptLimits(
      int perAccount,
      Duration accountWindow,
      int perAddress,
      Duration addressWindow,
      int triesPerAddressAndMinute) {}

  /// @param defaultRole of everybody who was given none
  /// @param admins user names or e-mail addresses of those who may do everything in every world;
  ///   the first account that is seen to have the name is meant, also if it is made later
  public record People(Role defaultRole, Set<String> admins) {
    public People {
      admins = Set.copyOf(admins);
    }
  }

  /// The control socket as Nakama has it; rates are this server's own.
  public static final SocketLimits CONTROL_SOCKET =
      new SocketLimits(
          true,
          ControlLimits.MAX_CLIENT_FRAME_BYTES,
          ControlLimits.MAX_QUEUED_FRAMES,
          Duration.ofSeconds(15),
          Duration.ofSeconds(25),
          200,
          256 * 1024);

  /// A server in memory, on a free port of loopback, as Nakama's clients expect it.
  ///
  /// @param time the time of day, for tokens and what is kept
  public static Builder builder(InstantSource time) {
    return new Builder(time);
  }

  /// Keys are no text for logs.
  @Override
  public String toString() {
    return "ServerOptions[" + host + ":" + port + "]";
  }

  /// Changes what is to be other than by default. Belongs to one thread.
  public static final class Builder {
    private Optional<Path> folder = Optional.empty();
    private String host = "127.0.0.1";
    private int port;
    private String serverKey = DEFAULT_SERVER_KEY;
    private Optional<String> httpKey = Optional.empty();
    private Security security = new Security.SelfSigned(List.of());
    private Duration sessionLife = Duration.ofHours(2);
    private Duration refreshLife = Duration.ofDays(1);
    private int passwordCost = 12;
    private AttemptLimits attempts =
        new AttemptLimits(5, Duration.ofMinutes(1), 20, Duration.ofMinutes(10), 3_000);
    private TransportLimits transport = TransportLimits.DEFAULT;
    private SocketLimits socket = CONTROL_SOCKET;
    private RealtimeOptions realtime = RealtimeOptions.DEFAULT;
    private People people = new People(Role.PLAYER, Set.of());
    private NanoClock clock = NanoClock.SYSTEM;
    private final InstantSource time;

    private Builder(InstantSource time) {
      this.time = time;
    }

    public ServerOptions build() {
      return new ServerOptions(
          folder,
          host,
          port,
          serverKey,
          httpKey,
          security,
          sessionLife,
          refreshLife,
          passwordCost,
          attempts,
          transport,
          socket,
          realtime,
          people,
          clock,
          time);
    }

    public Builder keptIn(Path changed) {
      folder = Optional.of(changed);
      return this;
    }

    public Builder host(String changed) {
      host = changed;
      return this;
    }

    public Builder port(int changed) {
      port = changed;
      return this;
    }

    public Builder serverKey(String changed) {
      serverKey = changed;
      return this;
    }

    public Builder httpKey(String changed) {
      httpKey = Optional.of(changed);
      return this;
    }

    public Builder security(Security changed) {
      security = changed;
      return this;
    }

    public Builder tokenLives(Duration session, Duration refresh) {
      sessionLife = session;
      refreshLife = refresh;
      return this;
    }

    public Builder passwordCost(int changed) {
      passwordCost = changed;
      return this;
    }

    public Builder attempts(AttemptLimits changed) {
      attempts = changed;
      return this;
    }

    public Builder transport(TransportLimits changed) {
      transport = changed;
      return this;
    }

    /// Lets one address have so many connections at once, and begin twice as many a minute where
    /// that is more than it could by default.
    public Builder connectionsPerAddress(int changed) {
      transport = transport.withConnectionsPerAddress(changed);
      realtime =
          realtime.withHandshakes(
              Math.max(2 * changed, RealtimeOptions.DEFAULT.handshakesPerAddressAndMinute()));
      return this;
    }

    public Builder socket(SocketLimits changed) {
      socket = changed;
      return this;
    }

    public Builder realtime(RealtimeOptions changed) {
      realtime = changed;
      return this;
    }

    public Builder people(People changed) {
      people = changed;
      return this;
    }

    public Builder clock(NanoClock changed) {
      clock = changed;
      return this;
    }
  }
}
