package dev.vivarium.net.server.realtime;

import dev.vivarium.net.server.account.Attempts;
import dev.vivarium.net.server.account.Principal;
import dev.vivarium.net.server.metric.ServerMetrics;
import dev.vivarium.net.server.room.Room;
import dev.vivarium.net.server.transport.HttpCall;
import dev.vivarium.net.server.transport.HttpReply;
import dev.vivarium.net.server.transport.SocketEndpoint;
import dev.vivarium.net.server.transport.SocketLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;

/// The rooms of a server, and the socket by which clients come into them. Any thread.
public final class RealtimeServer implements SocketEndpoint, AutoCloseable {
  public static final String PATH = "/realtime";

  private static final int TOO_MANY_REQUESTS = 429;

  private final RealtimeOptions options;
  private final Function<String, Optional<Principal>> principals;
  private final BiFunction<UUID, String, Optional<String>> bans;
  private final ServerMetrics metrics;
  private final Attempts handshakes;
  private final List<Room> rooms = new CopyOnWriteArrayList<>();
  private final ScheduledThreadPoolExecutor deadlines =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("realtime deadlines").factory());

  /// @param principals whom a session token speaks for; may block
  /// @param bans why a user may not enter a world, in words for the user
  public RealtimeServer(
      RealtimeOptions options,
      Function<String, Optional<Principal>> principals,
      BiFunction<UUID, String, Optional<String>> bans,
      ServerMetrics metrics) {
    this.options = options;
    this.principals = principals;
    this.bans = bans;
    this.metrics = metrics;
    handshakes =
        new Attempts(
            options.handshakesPerAddressAndMinute(), Duration.ofMinutes(1), options.clock());
    deadlines.setRemoveOnCancelPolicy(true);
  }

  /// Lets clients into a room from now on. The first room is the one for who names none.
  public void host(Room room) {
    room.countedBy(metrics);
    rooms.add(room);
  }

  /// Lets nobody into it any more.
  public void unhost(Room room) {
    rooms.remove(room);
  }

  /// Tells everybody in the rooms that the server stops.
  public void drain() {
    rooms.forEach(Room::drain);
  }

  @Override
  public SocketLimits limits() {
    return options.socket();
  }

  @Override
  public Admission admit(HttpCall call) {
    if (handshakes.locked(call.address())) {
      return new Admission.Refused(
          HttpReply.text(TOO_MANY_REQUESTS, "Too many connections of late; try again later."));
    }
    handshakes.count(call.address());
    return new Admission.Accepted(connection -> new RealtimeConnection(this, connection));
  }

  Optional<Principal> principal(String sessionToken) {
    return principals.apply(sessionToken);
  }

  /// Why a user may not enter a room.
  Optional<String> ban(UUID userId, Room room) {
    return bans.apply(userId, room.name());
  }

  /// The room of a name; the first one if it is empty.
  Optional<Room> room(String name) {
    return rooms.stream().filter(room -> name.isEmpty() || room.name().equals(name)).findFirst();
  }

  /// Runs something when a connection has had its time to say Hello.
  Future<?> afterHelloWait(Runnable action) {
    try {
      return deadlines.schedule(action, options.helloWait().toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(null);
    }
  }

  @Override
  public void close() {
    deadlines.shutdownNow();
  }
}
