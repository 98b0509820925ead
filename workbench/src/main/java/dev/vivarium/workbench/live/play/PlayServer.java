package dev.vivarium.workbench.live.play;

import dev.vivarium.net.client.ServerAddress;
import dev.vivarium.net.server.ServerOptions;
import dev.vivarium.net.server.VivariumServer;
import dev.vivarium.net.server.control.OpenWorld;
import dev.vivarium.net.server.room.Room;
import dev.vivarium.net.server.room.RoomOptions;
import dev.vivarium.workbench.live.LiveWorld;
import dev.vivarium.workbench.part.WallClock;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;

/// A server on loopback over a world that runs already; it forgets everything with its end.
final class PlayServer {
  static final String ROOM = "play test";

  private static final int KEY_BYTES = 16;

  private final VivariumServer server;
  private final String key;
  private final Room room;
  private final OpenWorld door;
  private final LiveWorld live;

  private PlayServer(VivariumServer server, String key, Room room, LiveWorld live) {
    this.server = server;
    this.key = key;
    this.room = room;
    this.live = live;
    this.door = server.host(room);
  }

  /// Blocks until it listens.
  static PlayServer start(LiveWorld live) throws IOException {
    // Only the players of this test know it: whoever else is on this machine stays out.
    byte[] bytes = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(bytes);
    String key = HexFormat.of().formatHex(bytes);
    VivariumServer server =
        VivariumServer.start(
            ServerOptions.builder(() -> Instant.ofEpochMilli(WallClock.SYSTEM.epochMillis()))
                .serverKey(key)
                .security(new ServerOptions.Security.Plain())
                .build());
    Room room =
        new Room(
            Room.idOf(ROOM),
            ROOM,
            "{}",
            live.world().time().rateHz(),
            RoomOptions.DEFAULT.withRoles(server.roles()));
    return new PlayServer(server, key, room, live);
  }

  /// Couples the world with its players.
  CompletableFuture<Void> link() {
    return live.link(room);
  }

  CompletableFuture<Void> unlink() {
    return live.unlink(room);
  }

  ServerAddress address() {
    return new ServerAddress("127.0.0.1", server.address().getPort(), false);
  }

  String key() {
    return key;
  }

  /// The world's newest tick.
  long tick() {
    return room.tick();
  }

  /// Blocks until nobody is connected any more.
  void close() {
    door.close();
    room.close();
    server.close();
  }
}
