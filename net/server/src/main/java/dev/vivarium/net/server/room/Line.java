package dev.vivarium.net.server.room;

import dev.vivarium.net.protocol.realtime.Ack;
import dev.vivarium.net.protocol.realtime.FromClient;
import dev.vivarium.net.protocol.realtime.FromServer;
import dev.vivarium.net.protocol.realtime.Goodbye;
import dev.vivarium.net.protocol.realtime.Hello;
import dev.vivarium.net.protocol.realtime.Input;
import dev.vivarium.net.protocol.realtime.NeedModules;
import dev.vivarium.net.protocol.realtime.Notice;
import dev.vivarium.net.protocol.realtime.Ping;
import dev.vivarium.net.protocol.realtime.Pong;
import dev.vivarium.net.protocol.realtime.RealtimeCodec;
import dev.vivarium.net.protocol.realtime.RemoteMessage;
import dev.vivarium.net.protocol.realtime.Sha256;
import dev.vivarium.net.server.replication.ClientView;
import dev.vivarium.net.server.replication.WorldEpoch;
import dev.vivarium.net.server.transport.CloseReason;
import dev.vivarium.net.server.transport.Frame;
import dev.vivarium.net.server.transport.SocketConnection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One connection of somebody with a place. Messages come in on the connection's thread; what
/// stands under "On the room's thread" belongs to that.
final class Line implements Place {
  private static final int REASONS_TOLD = 64;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Room room;
  private final RealtimeGuest guest;
  private final SocketConnection connection;
  private final ClientView view;

  /// Refusals that the client has been told of.
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  private final AtomicInteger inputsWaiting = new AtomicInteger();

  // On the connection's thread.

  private double relayBytes = RoomLimits.RELAYED_BYTES_PER_SECOND;
  private long relayNanos;
  private final Set<Sha256> modulesSent = new HashSet<>();

  /// Written by the connection's thread, or by the room's where there is nothing to wait for.
  private volatile boolean ready;

  /// Written by the connection's thread, taken by the room's.
  private volatile long acknowledgedTick = -1;

  private volatile boolean needsFull;

  /// Written by the room's thread, read by the connection's.
  private volatile long pingSentNanos;

  private volatile boolean pingIsOpen;

  /// On the world's thread.
  private long lastSequence = -1;

  // On the room's thread.

  private @Nullable WorldEpoch epoch;
  private boolean pinged;
  private boolean behind;
  private long behindSinceNanos;
  private int leastQueued;

  Line(Room room, RealtimeGuest guest, SocketConnection connection) {
    this.room = room;
    this.guest = guest;
    this.connection = connection;
    this.relayNanos = room.options().clock().nanos();
    this.view = new ClientView(guest.client(), room.options().replication());
  }

  RealtimeGuest guest() {
    return guest;
  }

  // On the connection's thread.

  @Override
  public void received(FromClient message, int bytes) {
    guest.received(bytes);
    if (!isCurrent()) {
      return;
    }
    switch (message) {
      case Hello hello -> {
        end(Notice.Kind.REFUSED, "Hello comes once");
        left();
      }
      case NeedModules wanted -> send(wanted);
      case Ack(long tick, boolean full) -> {
        if (full) {
          needsFull = true;
        } else {
          acknowledgedTick = tick;
        }
      }
      case RemoteMessage sent -> room.take(this, sent);
      case Input input -> room.take(this, input);
      case Ping(long sentNanos) ->
          send(new Pong(sentNanos, room.options().clock().nanos(), room.tick()));
      case Pong pong -> measured(pong);
      case Goodbye goodbye -> {
        connection.close(CloseReason.NORMAL);
        left();
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // The very connection.
  boolean isCurrent() {
    return guest.line() == this;
  }

  private void send(NeedModules wanted) {
    ModulePieces pieces = room.pieces();
    if (pieces == null) {
      return;
    }
    for (Sha256 digest : wanted.digests()) {
      if (modulesSent.size() < NeedModules.DIGESTS && modulesSent.add(digest)) {
        pieces.of(digest).forEach(this::send);
      }
    }
    begin();
  }

  /// Whether so many bytes more may be handed on to other clients now.
  boolean mayRelay(int bytes) {
    long now = room.options().clock().nanos();
    double rate = RoomLimits.RELAYED_BYTES_PER_SECOND;
    relayBytes = Math.min(rate, relayBytes + (now - relayNanos) * rate / NANOS_PER_SECOND);
    relayNanos = now;
    if (relayBytes < bytes) {
      return false;
    }
    relayBytes -= bytes;
    return true;
  }

  private void measured(Pong pong) {
    if (pingIsOpen && pong.sentNanos() == pingSentNanos) {
      pingIsOpen = false;
      guest.pingNanos(room.options().clock().nanos() - pingSentNanos);
    }
  }

  @Override
  public void lost() {
    room.lost(this);
  }

  @Override
  public void left() {
    room.left(this);
  }

  // Any thread.

  void send(FromServer message) {
    send(new Frame.Binary(RealtimeCodec.encode(message)));
  }

  void send(Frame frame) {
    if (connection.send(frame)) {
      guest.sent(frame.bytes().length);
    }
  }

  /// Tells a client why something of it was not taken; of one kind of reason only the first time.
  void refuse(String kind, String reason) {
    if (told.size() < REASONS_TOLD && told.add(kind)) {
      send(Notice.of(Notice.Kind.INFORMATION, reason));
    }
  }

  /// Says why, and ends the connection.
  void end(Notice.Kind kind, String reason) {
    send(Notice.of(kind, reason));
    connection.close(closeReason(kind));
  }

  private static CloseReason closeReason(Notice.Kind kind) {
    return switch (kind) {
      case INFORMATION, REPLACED -> new CloseReason(CloseReason.NORMAL.code(), "replaced");
      case KICKED -> new CloseReason(1008, "kicked");
      case BANNED -> new CloseReason(1008, "banned");
      case DRAINING -> CloseReason.goingAway("server is stopping");
      case TOO_SLOW -> CloseReason.QUEUE_FULL;
      case REFUSED -> new CloseReason(1008, "refused");
      case OTHER_VERSION -> new CloseReason(1008, "other version");
    };
  }

  /// The client has what it needs to take part.
  private void begin() {
    if (!ready) {
      ready = true;
      room.began(this);
    }
  }

  AtomicInteger inputsWaiting() {
    return inputsWaiting;
  }

  // On the world's thread.

  /// Takes note of an input.
  ///
  /// @return false for one that came before
  boolean isNext(long sequence) {
    if (sequence <= lastSequence) {
      return false;
    }
    lastSequence = sequence;
    return true;
  }

  // On the room's thread.

  /// Sends a message together with what else the room has for the client now.
  void add(Frame frame) {
    if (connection.send(frame, room.loop().departure())) {
      guest.sent(frame.bytes().length);
    }
  }

  /// The schemas that the client has been told of; null before its welcome.
  @Nullable WorldEpoch epoch() {
    return epoch;
  }

  void enter(WorldEpoch entered) {
    epoch = entered;
    view.reset();
    if (entered.halves().halves().isEmpty()) {
      begin();
    }
  }

  /// Whether it may be sent all that there is.
  boolean isPlaying() {
    return ready && epoch != null;
  }

  ClientView view() {
    if (needsFull) {
      needsFull = false;
      view.reset();
    }
    view.acknowledge(acknowledgedTick);
    return view;
  }

  int queued() {
    return connection.queued();
  }

  boolean isPingDue(long nowNanos, long periodNanos) {
    return !pinged || nowNanos - pingSentNanos >= periodNanos;
  }

  void ping(long nowNanos) {
    pinged = true;
    pingSentNanos = nowNanos;
    pingIsOpen = true;
    add(new Frame.Binary(RealtimeCodec.encode(new Ping(nowNanos))));
  }

  /// Notes whether the client is behind now.
  ///
  /// @return for how long it has been, without reading on, in nanoseconds
  long behindNanos(boolean now, long nowNanos) {
    int queued = queued();
    if (!behind || !now || queued < leastQueued) {
      behind = now;
      behindSinceNanos = nowNanos;
      leastQueued = queued;
    }
    return now ? nowNanos - behindSinceNanos : 0;
  }
}
