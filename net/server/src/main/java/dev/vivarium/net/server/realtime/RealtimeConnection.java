package dev.vivarium.net.server.realtime;

import dev.vivarium.net.protocol.realtime.FromClient;
import dev.vivarium.net.protocol.realtime.Goodbye;
import dev.vivarium.net.protocol.realtime.Hello;
import dev.vivarium.net.protocol.realtime.MalformedMessageException;
import dev.vivarium.net.protocol.realtime.Notice;
import dev.vivarium.net.protocol.realtime.RealtimeCodec;
import dev.vivarium.net.protocol.realtime.RealtimeMessage;
import dev.vivarium.net.server.account.Principal;
import dev.vivarium.net.server.room.Newcomer;
import dev.vivarium.net.server.room.Place;
import dev.vivarium.net.server.room.Room;
import dev.vivarium.net.server.transport.CloseReason;
import dev.vivarium.net.server.transport.Frame;
import dev.vivarium.net.server.transport.SocketConnection;
import dev.vivarium.net.server.transport.SocketListener;
import java.util.Optional;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection: its Hello, and from then on its place in a room. On the connection's thread.
final class RealtimeConnection implements SocketListener {
  private static final Logger LOG = LoggerFactory.getLogger(RealtimeConnection.class);
  private static final int POLICY = 1008;

  private final RealtimeServer server;
  private final SocketConnection connection;
  private final Future<?> deadline;
  private @Nullable Place place;
  private boolean over;

  RealtimeConnection(RealtimeServer server, SocketConnection connection) {
    this.server = server;
    this.connection = connection;
    deadline =
        server.afterHelloWait(
            () -> refuse(connection, Notice.Kind.REFUSED, "no Hello came in time"));
  }

  @Override
  public void onMessage(byte[] bytes) {
    if (over) {
      return;
    }
    try {
      received(RealtimeCodec.decodeFromClient(bytes), bytes.length);
    } catch (MalformedMessageException e) {
      LOG.info("event=message_malformed why={}", e.getMessage());
      end(Notice.Kind.REFUSED, String.valueOf(e.getMessage()));
    }
  }

  /// With a place nothing waits; only to be let in may take a while.
  @Override
  public boolean neverWaits() {
    return place != null;
  }

  private void received(FromClient message, int bytes) {
    if (place != null) {
      place.received(message, bytes);
    } else if (message instanceof Hello hello) {
      enter(hello);
    } else if (message instanceof Goodbye) {
      over = true;
      connection.close(CloseReason.NORMAL);
    } else {
      end(Notice.Kind.REFUSED, "the first message must be Hello");
    }
  }

  private void enter(Hello hello) {
    if (deadline.isDone()) {
      return;
    }
    deadline.cancel(false);
    if (hello.version() != RealtimeMessage.VERSION) {
      end(
          Notice.Kind.OTHER_VERSION,
          "this server speaks version %d, not %d"
              .formatted(RealtimeMessage.VERSION, hello.version()));
      return;
    }
    Optional<Principal> principal = server.principal(hello.sessionToken());
    Optional<Room> room = server.room(hello.room());
    if (principal.isEmpty()) {
      end(Notice.Kind.REFUSED, "the session token is not good, or no longer");
    } else if (room.isEmpty()) {
      end(Notice.Kind.REFUSED, "there is no such world here");
    } else {
      enter(room.get(), principal.get(), hello.resumeToken());
    }
  }

  private void enter(Room room, Principal principal, String resumeToken) {
    Optional<String> ban = server.ban(principal.userId(), room);
    if (ban.isPresent()) {
      end(Notice.Kind.BANNED, ban.get());
      return;
    }
    Optional<Place> given =
        room.enter(new Newcomer(principal.userId(), principal.username(), resumeToken, connection));
    if (given.isPresent()) {
      place = given.get();
      // A ban that came while it entered has looked for it in vain.
      server.ban(principal.userId(), room).ifPresent(why -> end(Notice.Kind.BANNED, why));
    } else {
      end(Notice.Kind.REFUSED, "the world is full");
    }
  }

  /// Ends this connection, and its place.
  private void end(Notice.Kind kind, String reason) {
    over = true;
    deadline.cancel(false);
    refuse(connection, kind, reason);
    if (place != null) {
      place.left();
    }
  }

  private static void refuse(SocketConnection connection, Notice.Kind kind, String reason) {
    var _ = connection.send(new Frame.Binary(RealtimeCodec.encode(Notice.of(kind, reason))));
    connection.close(new CloseReason(POLICY, "refused"));
  }

  @Override
  public void onClosed(CloseReason reason) {
    deadline.cancel(false);
    if (place != null && !over) {
      place.lost();
    }
  }
}
