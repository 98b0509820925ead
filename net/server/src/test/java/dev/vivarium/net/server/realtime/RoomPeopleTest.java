package dev.vivarium.net.server.realtime;

import static dev.vivarium.net.server.TestHall.health;
import static dev.vivarium.net.server.realtime.RealtimeHall.heard;
import static dev.vivarium.net.server.realtime.RealtimeHall.informed;
import static dev.vivarium.net.server.realtime.RealtimeHall.input;
import static dev.vivarium.net.server.realtime.RealtimeHall.message;
import static dev.vivarium.net.server.realtime.RealtimeHall.points;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.net.protocol.realtime.InputDone;
import dev.vivarium.net.protocol.realtime.Notice;
import dev.vivarium.net.protocol.realtime.Ping;
import dev.vivarium.net.protocol.realtime.Pong;
import dev.vivarium.net.protocol.realtime.PresenterChanged;
import dev.vivarium.net.protocol.realtime.Target;
import dev.vivarium.net.server.room.Participant;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// What a room knows of its people, and what they may do as viewers, muted, or presenting.
class RoomPeopleTest {
  @AutoClose private final RealtimeHall hall = new RealtimeHall();

  @Test
  void thePeopleAreKnownWithPingAndBytesByComponent() {
    RawClient ada = hall.join("ada");
    hall.spawnOwnedBy(2);
    hall.until(() -> ada.state().entities() == 1);
    hall.until(() -> !ada.all(Ping.class).isEmpty());
    hall.time.pass(Duration.ofMillis(30));
    ada.send(new Pong(ada.all(Ping.class).getLast().sentNanos(), 0, 0));
    ada.send(new Ping(5));
    hall.until(() -> !ada.all(Pong.class).isEmpty());

    Participant self = hall.room().people().getFirst();

    assertEquals("ada", self.username());
    assertTrue(self.presents());
    assertEquals(Duration.ofMillis(30).toNanos(), self.pingNanos());
    assertTrue(self.bytesIn() > 0 && self.bytesOut() > 0);
    assertTrue(self.bytesByComponent().getOrDefault("vivarium/Transform", 0L) > 0, self.toString());
  }

  @Test
  void whoOnlyWatchesSeesAndDoesNothing() {
    RawClient ada = hall.join("ada");
    RawClient viewer = hall.join("viewer-vera");
    long entity = hall.spawnOwnedBy(viewer.welcome().clientId());
    hall.until(() -> viewer.state().entities() == 1);

    viewer.send(message(viewer, "hall/Up", new Target.Server(), 1));
    viewer.send(message(viewer, "hall/Up", new Target.Everyone(), 1));
    viewer.send(input(viewer, 1, entity, "hall/Health", health(1, 1)));
    hall.until(() -> !viewer.all(InputDone.class).isEmpty());

    assertEquals(50f, points(viewer, entity), 0.001f);
    assertEquals(
        List.of(
            "who only watches sends nothing",
            "input was not taken: who only watches sends nothing"),
        informed(viewer));
    assertEquals(List.of(), heard(ada));
  }

  @Test
  void nobodyHearsWhoIsMutedUntilItNoLongerIs() {
    RawClient ada = hall.join("ada");
    RawClient eve = hall.join("eve");
    assertTrue(hall.room().mute(3, true));
    assertTrue(hall.room().isMuted(hall.room().people().get(1).userId()));

    eve.send(message(eve, "hall/Up", new Target.Server(), 1));
    eve.send(message(eve, "hall/Up", new Target.Everyone(), 2));
    hall.until(() -> informed(eve).size() == 2);
    assertTrue(hall.room().mute(3, false));
    eve.send(message(eve, "hall/Up", new Target.Everyone(), 3));
    hall.until(() -> !heard(ada).isEmpty());

    assertEquals(List.of("3:3"), heard(ada));
  }

  @Test
  void thePresenterIsHandedOnAndFollowed() {
    RawClient vera = hall.join("viewer-vera");
    RawClient ada = hall.join("ada");
    RawClient bob = hall.join("bob");
    assertEquals(0, vera.welcome().presenterId());
    assertEquals(3, bob.welcome().presenterId());

    assertFalse(hall.room().present(2), "who only watches cannot present");
    assertTrue(hall.room().present(4));
    hall.until(() -> presenters(ada).equals(List.of(4)) && presenters(vera).equals(List.of(3, 4)));
    assertTrue(hall.room().kick(4, "enough"));
    hall.until(() -> presenters(ada).equals(List.of(4, 3)) && bob.isClosed());

    assertTrue(bob.wasTold(Notice.Kind.KICKED));
    assertEquals(2, hall.room().size());
  }

  private static List<Integer> presenters(RawClient client) {
    return client.all(PresenterChanged.class).stream().map(PresenterChanged::clientId).toList();
  }
}
