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

/// How a server runs. [#of] has what Nakama's clients expect; `with...` changes one thing.
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
/// @param socket what the control protocol's sockets may do
/// @param realtime what the realtime protocol's sockets may do
/// @param eventLoops threads for connections
/// @param people who may do what
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
    int eventLoops,
    People people,
    NanoClock clock,
    InstantSource time) {
  /// The server key that everybody knows; with it a server listens on loopback only.
  public static final String DEFAULT_SERVER_KEY = "defaultkey";

  public static final int DEFAULT_PORT = 7350;

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

  /// A server on loopback.
  ///
  /// @param time the time of day, for tokens and what is kept
  public static ServerOptions of(Optional<Path> folder, int port, InstantSource time) {
    return new ServerOptions(
        folder,
        "127.0.0.1",
        port,
        DEFAULT_SERVER_KEY,
        Optional.empty(),
        new Security.SelfSigned(List.of()),
        Duration.ofHours(2),
        Duration.ofDays(1),
        12,
        new AttemptLimits(5, Duration.ofMinutes(1), 20, Duration.ofMinutes(10), 3_000),
        TransportLimits.DEFAULT,
        CONTROL_SOCKET,
        RealtimeOptions.DEFAULT,
        Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
        new People(Role.PLAYER, Set.of()),
        NanoClock.SYSTEM,
        time);
  }

  public ServerOptions withHost(String changed) {
    return new ServerOptions(
        folder,
        changed,
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
        eventLoops,
        people,
        clock,
        time);
  }

  public ServerOptions withKeys(String changedServerKey, Optional<String> changedHttpKey) {
    return new ServerOptions(
        folder,
        host,
        port,
        changedServerKey,
        changedHttpKey,
        security,
        sessionLife,
        refreshLife,
        passwordCost,
        attempts,
        transport,
        socket,
        realtime,
        eventLoops,
        people,
        clock,
        time);
  }

  public ServerOptions withSecurity(Security changed) {
    return new ServerOptions(
        folder,
        host,
        port,
        serverKey,
        httpKey,
        changed,
        sessionLife,
        refreshLife,
        passwordCost,
        attempts,
        transport,
        socket,
        realtime,
        eventLoops,
        people,
        clock,
        time);
  }

  public ServerOptions withTokenLives(Duration session, Duration refresh) {
    return new ServerOptions(
        folder,
        host,
        port,
        serverKey,
        httpKey,
        security,
        session,
        refresh,
        passwordCost,
        attempts,
        transport,
        socket,
        realtime,
        eventLoops,
        people,
        clock,
        time);
  }

  public ServerOptions withPasswordCost(int changed) {
    return new ServerOptions(
        folder,
        host,
        port,
        serverKey,
        httpKey,
        security,
        sessionLife,
        refreshLife,
        changed,
        attempts,
        transport,
        socket,
        realtime,
        eventLoops,
        people,
        clock,
        time);
  }

  public ServerOptions withAttempts(AttemptLimits changed) {
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
        changed,
        transport,
        socket,
        realtime,
        eventLoops,
        people,
        clock,
        time);
  }

  public ServerOptions withTransport(TransportLimits changed) {
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
        changed,
        socket,
        realtime,
        eventLoops,
        people,
        clock,
        time);
  }

  public ServerOptions withSocket(SocketLimits changed) {
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
        changed,
        realtime,
        eventLoops,
        people,
        clock,
        time);
  }

  public ServerOptions withRealtime(RealtimeOptions changed) {
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
        changed,
        eventLoops,
        people,
        clock,
        time);
  }

  public ServerOptions withPeople(People changed) {
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
        eventLoops,
        changed,
        clock,
        time);
  }

  public ServerOptions withTime(NanoClock changedClock, InstantSource changedTime) {
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
        eventLoops,
        people,
        changedClock,
        changedTime);
  }

  /// Keys are no text for logs.
  @Override
  public String toString() {
    return "ServerOptions[" + host + ":" + port + "]";
  }
}
