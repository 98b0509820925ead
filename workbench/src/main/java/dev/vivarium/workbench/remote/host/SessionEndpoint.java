package dev.vivarium.workbench.remote.host;

import dev.vivarium.net.server.account.Principal;
import dev.vivarium.net.server.room.Roles;
import dev.vivarium.net.server.transport.CloseReason;
import dev.vivarium.net.server.transport.HttpCall;
import dev.vivarium.net.server.transport.SocketEndpoint;
import dev.vivarium.net.server.transport.SocketLimits;
import dev.vivarium.workbench.remote.SessionWire;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// Lets users work on the worlds of a server as if those ran beside them, each as far as its role
/// goes. To be served at [SessionWire#PATH]. Any thread.
public final class SessionEndpoint implements SocketEndpoint, AutoCloseable {
  /// Several windows' polling; what is not asked for is not sent.
  private static final int MESSAGES_PER_SECOND = 500;

  private static final int UP_BYTES_PER_SECOND = 1 << 20;
  private static final int QUEUED_MESSAGES_MAX = 2 * SessionWire.CALLS_MAX;

  private static final SocketLimits LIMITS =
      new SocketLimits(
          true,
          SessionWire.UP_BYTES_MAX,
          QUEUED_MESSAGES_MAX,
          Duration.ofSeconds(15),
          Duration.ofSeconds(25),
          MESSAGES_PER_SECOND,
          UP_BYTES_PER_SECOND);

  private final Function<String, Optional<Principal>> tokens;
  private final Roles roles;
  private final Bans bans;
  private final Map<String, Desks> worlds = new ConcurrentHashMap<>();
  private final Set<HostedClient> clients = ConcurrentHashMap.newKeySet();
  private final Executor workers;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("session greetings").factory());

  /// @param tokens whom a session token speaks for; empty where it is worth nothing
  public SessionEndpoint(Function<String, Optional<Principal>> tokens, Roles roles, Bans bans) {
    this(tokens, roles, bans, task -> Thread.ofVirtual().name("session answer").start(task));
  }

  /// @param workers write the answers
  SessionEndpoint(
      Function<String, Optional<Principal>> tokens, Roles roles, Bans bans, Executor workers) {
    this.tokens = tokens;
    this.roles = roles;
    this.bans = bans;
    this.workers = workers;
  }

  /// Lets users in.
  ///
  /// @throws IllegalArgumentException if a world of that name is there already
  public void host(SharedWorld world) {
    if (worlds.putIfAbsent(world.name(), new Desks(world)) != null) {
      throw new IllegalArgumentException("there is a world " + world.name() + " already");
    }
  }

  /// Ends all that a user does here.
  public void expel(UUID userId, String reason) {
    clients.stream()
        .filter(client -> client.isOf(userId))
        .forEach(client -> client.end(new CloseReason(1008, reason)));
  }

  /// Ends all that a user does in the world of this name; in every world if it is empty.
  public void expel(UUID userId, String world, String reason) {
    Desks desks = worlds.get(world);
    if (world.isEmpty()) {
      expel(userId, reason);
    } else if (desks != null) {
      expel(desks, userId.toString(), reason);
    }
  }

  /// Ends all that a user does in one world.
  void expel(Desks desks, String userId, String reason) {
    clients.stream()
        .filter(client -> client.isAt(desks) && client.isOf(UUID.fromString(userId)))
        .forEach(client -> client.end(new CloseReason(1008, reason)));
  }

  @Override
  public SocketLimits limits() {
    return LIMITS;
  }

  @Override
  public Admission admit(HttpCall call) {
    return new Admission.Accepted(connection -> {
      HostedClient client = new HostedClient(this, connection);
      clients.add(client);
      var _ =
          timer.schedule(
              client::mustHaveGreeted, SessionWire.GREETING_WAIT_MS, TimeUnit.MILLISECONDS);
      return client;
    });
  }

  /// Why a user may not come in; empty where it may.
  Optional<String> ban(UUID userId, String world) {
    return bans.of(userId, world);
  }

  /// Who is kept out of which world.
  @FunctionalInterface
  public interface Bans {
    Optional<String> of(UUID userId, String world);
  }

  void gone(HostedClient client) {
    clients.remove(client);
  }

  Optional<Principal> principal(String token) {
    return tokens.apply(token);
  }

  Roles roles() {
    return roles;
  }

  Executor workers() {
    return workers;
  }

  /// The world of that name; without a name the only one.
  Optional<Desks> world(String name) {
    return name.isEmpty() && worlds.size() == 1
        ? worlds.values().stream().findFirst()
        : Optional.ofNullable(worlds.get(name));
  }

  List<String> names() {
    return worlds.keySet().stream().sorted().toList();
  }

  /// Ends its thread; connections end with their server.
  @Override
  public void close() {
    timer.shutdownNow();
  }
}
