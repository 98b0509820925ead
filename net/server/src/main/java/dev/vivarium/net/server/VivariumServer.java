package dev.vivarium.net.server;

import dev.vivarium.net.server.ServerOptions.AttemptLimits;
import dev.vivarium.net.server.ServerOptions.Security;
import dev.vivarium.net.server.account.Accounts;
import dev.vivarium.net.server.account.Attempts;
import dev.vivarium.net.server.account.Passwords;
import dev.vivarium.net.server.account.Principal;
import dev.vivarium.net.server.account.Sanctions;
import dev.vivarium.net.server.account.SessionTokenMint;
import dev.vivarium.net.server.account.SigningKeys;
import dev.vivarium.net.server.control.ControlServer;
import dev.vivarium.net.server.control.OpenWorld;
import dev.vivarium.net.server.control.RpcFunctions;
import dev.vivarium.net.server.control.ServedWorld;
import dev.vivarium.net.server.metric.ServerMetrics;
import dev.vivarium.net.server.people.BanListener;
import dev.vivarium.net.server.people.OpenRooms;
import dev.vivarium.net.server.people.PeopleFunctions;
import dev.vivarium.net.server.people.StoredRoles;
import dev.vivarium.net.server.realtime.RealtimeServer;
import dev.vivarium.net.server.room.Roles;
import dev.vivarium.net.server.room.Room;
import dev.vivarium.net.server.room.RoomPeople;
import dev.vivarium.net.server.store.Database;
import dev.vivarium.net.server.store.SqliteAccountRepository;
import dev.vivarium.net.server.store.SqliteChatRepository;
import dev.vivarium.net.server.store.SqliteRevocationRepository;
import dev.vivarium.net.server.store.SqliteRoleRepository;
import dev.vivarium.net.server.store.SqliteSanctionRepository;
import dev.vivarium.net.server.store.SqliteStorageRepository;
import dev.vivarium.net.server.transport.CloseReason;
import dev.vivarium.net.server.transport.HttpService;
import dev.vivarium.net.server.transport.Listener;
import dev.vivarium.net.server.transport.ServerCertificate;
import dev.vivarium.net.server.transport.SocketEndpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running server. Any thread.
public final class VivariumServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(VivariumServer.class);

  /// The control protocol's socket.
  public static final String CONTROL_PATH = "/ws";

  private static final int PASSWORD_THREADS = 2;

  private static final int EVENT_LOOPS =
      Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  /// Wrong passwords of one account, from wherever they come and however slowly.
  static final int FAILURES_PER_ACCOUNT_AND_HOUR = 100;

  private final Database database;
  private final Passwords passwords;
  private final SessionTokenMint mint;
  private final Sanctions sanctions;
  private final StoredRoles roles;
  private final OpenRooms rooms = new OpenRooms();
  private final List<BanListener> banListeners = new CopyOnWriteArrayList<>();
  private final ControlServer control;
  private final Listener listener;
  private final Optional<ServerCertificate> certificate;
  private final RpcFunctions functions;
  private final RealtimeServer realtime;

  /// Starts a server with the control protocol only.
  ///
  /// @throws IOException if the address is taken or a file of the folder unusable
  /// @throws IllegalArgumentException if the options would open a server that everybody has the key
  ///   of
  public static VivariumServer start(ServerOptions options) throws IOException {
    return start(options, new RpcFunctions());
  }

  /// Starts a server.
  ///
  /// @param functions what clients may call; more may be registered later
  /// @throws IOException if the address is taken or a file of the folder unusable
  /// @throws IllegalArgumentException if the options would open a server that everybody has the key
  ///   of
  public static VivariumServer start(ServerOptions options, RpcFunctions functions)
      throws IOException {
    InetSocketAddress address = new InetSocketAddress(options.host(), options.port());
    refuseOpenDoor(options, address);
    return new VivariumServer(options, address, functions);
  }

  private static void refuseOpenDoor(ServerOptions options, InetSocketAddress address) {
    InetAddress resolved = address.getAddress();
    if (resolved == null) {
      throw new IllegalArgumentException("unknown host " + options.host());
    }
    boolean everybodysKey = options.serverKey().equals(ServerOptions.DEFAULT_SERVER_KEY);
    if (everybodysKey && !resolved.isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "The server key is the default one, which everybody knows, and "
              + options.host()
              + " can be reached from other machines. Choose a server key, or listen on 127.0.0.1.");
    }
  }

  private VivariumServer(ServerOptions options, InetSocketAddress address, RpcFunctions functions)
      throws IOException {
    this.functions = functions;
    certificate = certificate(options);
    SigningKeys keys =
        options.folder().isPresent()
            ? SigningKeys.keptIn(options.folder().get().resolve("signing.keys"))
            : SigningKeys.random();
    ServerMetrics metrics = new ServerMetrics();
    database = database(options, metrics);
    passwords = new Passwords(options.passwordCost(), PASSWORD_THREADS);
    boolean started = false;
    try {
      mint =
          new SessionTokenMint(
              keys,
              options.sessionLife(),
              options.refreshLife(),
              options.time(),
              new SqliteRevocationRepository(database));
      sanctions = new Sanctions(new SqliteSanctionRepository(database), options.time());
      var accountRepository = new SqliteAccountRepository(database);
      roles =
          new StoredRoles(
              new SqliteRoleRepository(database),
              accountRepository,
              sanctions,
              options.people().defaultRole(),
              options.people().admins(),
              options.time());
      control = control(options, accountRepository, metrics);
      new PeopleFunctions(roles, sanctions, rooms, accountRepository, this::banned, options.time())
          .addTo(functions);
      realtime =
          new RealtimeServer(
              options.realtime().withClock(options.clock()),
              mint::verifySession,
              this::ban,
              metrics);
      listener = listen(options, address, metrics);
      started = true;
    } finally {
      if (!started) closeStores();
    }
    LOG.info(
        "event=server_started address={} tls={} fingerprint={}",
        listener.address(),
        certificate.isPresent(),
        certificate.map(ServerCertificate::fingerprint).orElse(""));
  }

  private static Database database(ServerOptions options, ServerMetrics metrics) {
    return options
        .folder()
        .map(folder ->
            Database.open(folder.resolve("server.db"), options.time(), metrics::storeWork))
        .orElseGet(() -> Database.inMemory(options.time()));
  }

  private static Optional<ServerCertificate> certificate(ServerOptions options) throws IOException {
    return switch (options.security()) {
      case Security.Plain plain -> Optional.empty();
      case Security.Own(Path chain, Path key) -> Optional.of(ServerCertificate.read(chain, key));
      case Security.SelfSigned(List<String> names) ->
          Optional.of(
              options.folder().isPresent()
                  ? ServerCertificate.keptIn(
                      options.folder().get(), names, options.time().instant())
                  : ServerCertificate.selfSigned(names, options.time().instant()));
    };
  }

  private ControlServer control(
      ServerOptions options, SqliteAccountRepository accountRepository, ServerMetrics metrics) {
    return new ControlServer(
        options.serverKey(),
        options.httpKey(),
        mint,
        accounts(options, accountRepository),
        accountRepository,
        new SqliteChatRepository(database),
        new SqliteStorageRepository(database),
        sanctions,
        functions,
        options.socket(),
        metrics,
        options.clock(),
        options.time());
  }

  private Accounts accounts(ServerOptions options, SqliteAccountRepository repository) {
    AttemptLimits limits = options.attempts();
    return new Accounts(
        repository,
        passwords,
        mint,
        sanctions,
        new Attempts(limits.perAccount(), limits.accountWindow(), options.clock()),
        new Attempts(FAILURES_PER_ACCOUNT_AND_HOUR, Duration.ofHours(1), options.clock()),
        new Attempts(limits.perAddress(), limits.addressWindow(), options.clock()),
        new Attempts(limits.triesPerAddressAndMinute(), Duration.ofMinutes(1), options.clock()),
        options.time());
  }

  private Listener listen(ServerOptions options, InetSocketAddress address, ServerMetrics metrics)
      throws IOException {
    return Listener.listen(
        address,
        certificate,
        control.rest(),
        Map.of(CONTROL_PATH, control.socket(), RealtimeServer.PATH, realtime),
        options.transport(),
        EVENT_LOOPS,
        metrics,
        options.clock());
  }

  /// Answers WebSockets at a further path.
  ///
  /// @throws IllegalArgumentException if the path is taken
  public void serve(String path, SocketEndpoint endpoint) {
    listener.serve(path, endpoint);
  }

  /// Where it listens, with its real port.
  public InetSocketAddress address() {
    return listener.address();
  }

  /// SHA-256 of its certificate as hexadecimal digits, for clients to pin; empty without TLS.
  public Optional<String> fingerprint() {
    return certificate.map(ServerCertificate::fingerprint);
  }

  /// Its certificate; empty without TLS.
  public Optional<ServerCertificate> certificate() {
    return certificate;
  }

  /// Whom a session token speaks for; empty where it is forged, expired or logged out, or its user
  /// is banned from the server.
  public Optional<Principal> principal(String sessionToken) {
    return mint.verifySession(sessionToken)
        .filter(principal -> sanctions.banFromServer(principal.userId()).isEmpty());
  }

  /// Why a user may not enter a world, in words for the user; empty where nothing keeps it out.
  public Optional<String> ban(UUID userId, String world) {
    return sanctions.banFrom(userId, world).map(Sanctions::words);
  }

  /// Has somebody told of every ban from now on: for what is served by [#serve].
  public void onBan(BanListener listener) {
    banListeners.add(listener);
  }

  private void banned(UUID userId, String world, String words) {
    if (world.equals(Sanctions.EVERY_WORLD)) {
      control.closeAll(userId, CloseReason.notAllowed(words));
    }
    banListeners.forEach(listener -> listener.banned(userId, world, words));
  }

  /// What its users may do.
  public Roles roles() {
    return roles;
  }

  /// Functions that clients may call.
  public RpcFunctions functions() {
    return functions;
  }

  /// What answers requests, without a connection before it.
  HttpService rest() {
    return control.rest();
  }

  /// Shows a world as a match, until what is returned is closed. If it is a room as well, its
  /// people are there for `vivarium.people` and the other functions.
  ///
  /// @throws IllegalArgumentException if one with its id or name is open
  public OpenWorld open(ServedWorld world) {
    if (!(world instanceof RoomPeople people)) return control.matches().open(world);
    OpenWorld opened = control.matches().open(world);
    try {
      rooms.add(world.name(), people);
    } catch (IllegalArgumentException e) {
      opened.close();
      throw e;
    }
    return new HostedRoom(opened, () -> rooms.remove(world.name()));
  }

  /// Lets people into a room, by the realtime protocol and, as a match, by the control protocol,
  /// until what is returned is closed. The first room is the one for who names none.
  public OpenWorld host(Room room) {
    OpenWorld match = open(room);
    room.shownAs(match);
    realtime.host(room);
    return new HostedRoom(match, () -> realtime.unhost(room));
  }

  /// Takes no more connections, tells every socket why, and waits until they are gone, but no
  /// longer than `wait`. What remains is for [#close].
  public void drain(Duration wait) {
    LOG.info("event=server_draining");
    realtime.drain();
    listener.drain(CloseReason.goingAway("server is stopping"), wait);
  }

  /// Ends connections that are left and closes the database.
  @Override
  public void close() {
    listener.close();
    realtime.close();
    closeStores();
    LOG.info("event=server_stopped");
  }

  private void closeStores() {
    passwords.close();
    database.close();
  }
}
