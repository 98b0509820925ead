package dev.vivarium.net.server.realtime;

import static dev.vivarium.net.server.TestHall.health;
import static dev.vivarium.net.server.realtime.RealtimeHall.heard;
import static dev.vivarium.net.server.realtime.RealtimeHall.input;
import static dev.vivarium.net.server.realtime.RealtimeHall.message;
import static dev.vivarium.net.server.realtime.RealtimeHall.points;
import static dev.vivarium.net.server.realtime.RealtimeHall.value;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.plugin.WatPlugin;
import dev.vivarium.engine.world.TestWorld;
import dev.vivarium.engine.world.WorldCommand;
import dev.vivarium.net.protocol.realtime.Ack;
import dev.vivarium.net.protocol.realtime.ClientHalf;
import dev.vivarium.net.protocol.realtime.Hello;
import dev.vivarium.net.protocol.realtime.ModuleBytes;
import dev.vivarium.net.protocol.realtime.NeedModules;
import dev.vivarium.net.protocol.realtime.Ping;
import dev.vivarium.net.protocol.realtime.Pong;
import dev.vivarium.net.protocol.realtime.Sha256;
import dev.vivarium.net.protocol.realtime.Target;
import dev.vivarium.net.server.control.OpenWorld;
import dev.vivarium.net.server.room.Room;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// What clients of the realtime protocol are shown of the world, and when another one begins.
class StateTest {
  /// A plugin with a half for clients.
  private static final WatPlugin SHINE =
      WatPlugin.describedBy(
              """
              {"abi": 1, "systems": [{"name": "shine", "side": "client"}]}
              """)
          .system("");

  @AutoClose private final RealtimeHall hall = new RealtimeHall();

  @Test
  void changesReachEverybodyAsDeltas() {
    RawClient ada = hall.join("ada");
    RawClient bob = hall.join("bob");
    long entity = hall.spawnOwnedBy(0);

    hall.until(() -> ada.state().entities() == 1 && bob.state().entities() == 1);
    assertEquals(50f, points(bob, entity), 0.001f);
    assertEquals(1, ada.fullFrames);
    hall.world().world().execute(new WorldCommand.Despawn(entity));
    hall.until(() -> ada.state().entities() == 0 && bob.state().entities() == 0);
  }

  @Test
  void whoCannotApplyAFrameGetsAFullOne() {
    RawClient ada = hall.join("ada");
    ada.send(new Ack(0, true));
    hall.until(() -> ada.fullFrames == 2);
  }

  @Test
  void whoComesWhileTheWorldStandsStillSeesItToo() {
    long entity = hall.spawnOwnedBy(0);
    RawClient ada = hall.connect().hello(hall.rest.signIn("ada"));
    hall.untilWithoutATick(ada::hasState);
    assertEquals(50f, points(ada, entity), 0.001f);
    long still = hall.world().world().tick();

    hall.until(() -> ada.state().tick() >= still + 2);
    assertEquals(1, ada.fullFrames);
  }

  @Test
  void aReloadReachesEverybodyWithoutADisconnect() throws Exception {
    RawClient ada = hall.join("ada");
    long entity = hall.spawnOwnedBy(2);
    hall.until(() -> ada.state().entities() == 1);
    int epoch = ada.world().epoch();

    hall.reload();
    hall.until(() -> ada.world().epoch() > epoch && ada.hasState() && ada.fullFrames == 2);

    assertEquals(12, value(ada, "hall/Health", entity).length);
    assertEquals(50f, points(ada, entity), 0.001f);
    ada.send(message(ada, "hall/Up", new Target.Server(), 3));
    hall.until(() -> heard(ada).equals(List.of("0:3")));
    assertFalse(ada.isClosed());
  }

  @Test
  void aWorldThatIsBegunAnewReachesThoseWhoAreInWithoutADisconnect() {
    RawClient ada = hall.join("ada");
    hall.spawnOwnedBy(2);
    hall.until(() -> ada.state().entities() == 1 && ada.state().tick() > 100);
    hall.beginAnew();

    hall.until(() -> ada.state().entities() == 0 && ada.state().tick() > 80);
    assertTrue(ada.state().tick() <= hall.world().world().tick(), "counts as the new world does");

    assertEquals(0, ada.state().entities());
    assertEquals(List.of("[2] joined [2] left []"), hall.connections());
    long entity = hall.spawnOwnedBy(2);
    hall.until(() -> ada.state().entities() == 1);
    ada.send(input(ada, 1, entity, "hall/Health", health(60, 1)));
    hall.until(() -> points(ada, entity) > 59);
  }

  @Test
  void clientHalvesComeByDigestWhereTheyAreWanted() throws Exception {
    hall.world().add("shine", SHINE);
    RawClient ada = hall.connect().hello(hall.rest.signIn("ada"));
    hall.until(() -> ada.isWelcome() && !ada.world().halves().isEmpty());
    ClientHalf half = ada.world().halves().getFirst();
    assertEquals("shine", half.plugin());

    ada.send(new NeedModules(List.of(half.digest())));
    hall.until(() -> ada.hasState() && !ada.all(ModuleBytes.class).isEmpty());

    ByteArrayOutputStream module = new ByteArrayOutputStream();
    ada.all(ModuleBytes.class).forEach(piece -> module.writeBytes(piece.piece()));
    assertArrayEquals(SHINE.wasm(), module.toByteArray());
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(module.toByteArray());
    assertEquals(half.digest(), Sha256.of(digest));
  }

  @Test
  void framesWaitForAClientThatIsToGetModulesFirst() throws Exception {
    try (TestWorld bright = new TestWorld();
        Room cellar = new Room(Room.idOf("Cellar"), "Cellar", "{}", 60)) {
      bright.add("shine", SHINE);
      bright.world().link(cellar);
      OpenWorld cellarMatch = hall.server.host(cellar);
      RawClient ada =
          hall.connect().send(new Hello(1, hall.rest.signIn("ada").token(), "Cellar", ""));
      hall.until(ada::isWelcome);
      for (int i = 0; i < 20; i++) {
        bright.tick(1);
        ada.send(new Ping(i));
        int pongs = i + 1;
        hall.until(() -> ada.all(Pong.class).size() == pongs);
      }
      assertFalse(ada.hasState());

      ada.send(new NeedModules(List.of()));
      hall.until(() -> {
        bright.tick(1);
        return ada.hasState();
      });
      assertEquals(List.of(), ada.all(ModuleBytes.class));
      cellarMatch.close();
    }
  }

  @Test
  void theServerCountsItsClientsAndFrames() {
    hall.join("ada");
    String metrics = hall.rest.call("GET", "/metrics", "", "").body();
    assertTrue(metrics.contains("vivarium_realtime_clients 1.0"), metrics);
    assertFalse(metrics.contains("vivarium_frames_total 0.0"), metrics);
    assertFalse(metrics.contains("vivarium_frame_bytes_total 0.0"), metrics);
    assertFalse(metrics.contains("vivarium_encode_seconds_count 0"), metrics);
  }
}
