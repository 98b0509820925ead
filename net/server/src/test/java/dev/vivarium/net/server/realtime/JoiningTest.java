package dev.vivarium.net.server.realtime;

import static dev.vivarium.net.server.TestHall.health;
import static dev.vivarium.net.server.realtime.RealtimeHall.input;
import static dev.vivarium.net.server.realtime.RealtimeHall.points;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.world.TestWorld;
import dev.vivarium.net.protocol.realtime.Goodbye;
import dev.vivarium.net.protocol.realtime.Hello;
import dev.vivarium.net.protocol.realtime.Notice;
import dev.vivarium.net.server.TestClient;
import dev.vivarium.net.server.control.OpenWorld;
import dev.vivarium.net.server.room.Room;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// How clients of the realtime protocol come in, lose their connection, come back and go.
class JoiningTest {
  @AutoClose private final RealtimeHall hall = new RealtimeHall();

  @Test
  void whoSaysHelloIsWelcomedAndSeesTheWorld() {
    long entity = hall.spawnOwnedBy(0);

    RawClient ada = hall.join("ada");

    assertEquals("Hall", ada.welcome().room());
    assertEquals(2, ada.welcome().clientId());
    assertEquals(1, ada.state().entities());
    assertEquals(50f, points(ada, entity), 0.001f);
    assertTrue(ada.state().rowOf(ada.component("vivarium/Transform"), entity) >= 0);
  }

  @Test
  void whoIsNotSignedInOrSpeaksAnotherVersionIsToldSo() {
    RawClient stranger = hall.connect().send(new Hello(1, "no token", "", ""));
    RawClient future = hall.connect().send(new Hello(2, hall.rest.signIn("ada").token(), "", ""));
    RawClient lost =
        hall.connect().send(new Hello(1, hall.rest.signIn("ada").token(), "Cellar", ""));
    hall.until(() -> stranger.isClosed() && future.isClosed() && lost.isClosed());

    assertTrue(stranger.wasTold(Notice.Kind.REFUSED));
    assertTrue(future.wasTold(Notice.Kind.OTHER_VERSION));
    assertTrue(lost.wasTold(Notice.Kind.REFUSED));
    assertEquals(0, hall.room().size());
  }

  @Test
  void whoSaysNothingIsSentAway() {
    RealtimeOptions strict =
        RealtimeOptions.DEFAULT.withHelloWait(Duration.ofMillis(50)).withHandshakes(2);
    try (RealtimeHall impatient = new RealtimeHall(strict)) {
      RawClient silent = impatient.connect();
      impatient.until(silent::isClosed);
      assertTrue(silent.wasTold(Notice.Kind.REFUSED));

      RawClient second = impatient.connect();
      assertThrows(CompletionException.class, impatient::connect, "a third within the minute");
      impatient.until(second::isClosed);
    }
  }

  @Test
  void twoWorldsAreToldApartByName() {
    try (TestWorld cellarWorld = new TestWorld();
        Room cellar = new Room(Room.idOf("Cellar"), "Cellar", "{}", 60)) {
      cellarWorld.world().link(cellar);
      OpenWorld cellarMatch = hall.server.host(cellar);
      RawClient ada =
          hall.connect().send(new Hello(1, hall.rest.signIn("ada").token(), "Cellar", ""));
      hall.until(() -> {
        cellarWorld.tick(1);
        return ada.hasState();
      });
      assertEquals("Cellar", ada.welcome().room());
      assertEquals(1, cellar.size());
      assertEquals(0, hall.room().size());
      cellarMatch.close();
    }
  }

  @Test
  void aLostConnectionComesBackToItsPlace() {
    RawClient ada = hall.join("ada");
    long entity = hall.spawnOwnedBy(2);
    hall.until(() -> ada.state().entities() == 1);
    TestClient.Session session = hall.rest.signIn("ada");

    ada.breakOff();
    hall.time.pass(Duration.ofSeconds(29));
    RawClient again = hall.connect().hello(session, ada.welcome().resumeToken());
    hall.until(again::hasState);

    assertEquals(2, again.welcome().clientId());
    assertEquals(1, again.fullFrames);
    again.send(input(again, 1, entity, "hall/Health", health(60, 1)));
    hall.until(() -> points(again, entity) > 59);
    assertEquals(List.of("[2] joined [2] left []"), hall.connections());
  }

  @Test
  void aResumeTokenIsGoodOnceAndForItsUserOnly() {
    RawClient ada = hall.join("ada");
    String token = ada.welcome().resumeToken();

    RawClient eve = hall.connect().hello(hall.rest.signIn("eve"), token);
    hall.until(eve::hasState);
    RawClient again = hall.connect().hello(hall.rest.signIn("ada"), token);
    hall.until(again::hasState);
    RawClient replayed = hall.connect().hello(hall.rest.signIn("ada"), token);
    hall.until(replayed::hasState);

    assertEquals(3, eve.welcome().clientId());
    assertEquals(2, again.welcome().clientId());
    assertEquals(4, replayed.welcome().clientId());
    assertTrue(ada.wasTold(Notice.Kind.REPLACED));
    assertFalse(again.isClosed());
  }

  @Test
  void aPlaceIsGivenUpAfterHalfAMinute() {
    RawClient ada = hall.join("ada");
    hall.join("bob");
    ada.breakOff();
    hall.until(() -> hall.room().people().getFirst().client() == 2 && hall.room().size() == 2);
    hall.until(() -> !hall.room().isConnected(2));

    hall.time.pass(Duration.ofSeconds(31));
    hall.until(() -> hall.room().size() == 1);
    hall.until(() -> hall.connections().getLast().equals("[3] joined [] left [2]"));

    RawClient again = hall.connect().hello(hall.rest.signIn("ada"), ada.welcome().resumeToken());
    hall.until(again::hasState);
    assertEquals(4, again.welcome().clientId());
  }

  @Test
  void whoSaysGoodbyeIsGoneAtOnce() {
    RawClient ada = hall.join("ada");
    ada.send(new Goodbye("done"));
    hall.until(() -> hall.room().size() == 0);
  }

  @Test
  void everybodyIsToldBeforeTheServerStops() {
    RawClient ada = hall.join("ada");
    hall.server.drain(Duration.ofSeconds(10));
    hall.until(ada::isClosed);
    assertTrue(ada.wasTold(Notice.Kind.DRAINING));
  }
}
