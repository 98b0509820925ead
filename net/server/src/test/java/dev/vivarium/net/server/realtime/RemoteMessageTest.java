package dev.vivarium.net.server.realtime;

import static dev.vivarium.net.server.TestHall.number;
import static dev.vivarium.net.server.realtime.RealtimeHall.heard;
import static dev.vivarium.net.server.realtime.RealtimeHall.informed;
import static dev.vivarium.net.server.realtime.RealtimeHall.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.net.protocol.realtime.Notice;
import dev.vivarium.net.protocol.realtime.RemoteMessage;
import dev.vivarium.net.protocol.realtime.Target;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Messages from clients to the world and to each other.
class RemoteMessageTest {
  @AutoClose private final RealtimeHall hall = new RealtimeHall();

  @Test
  void whatOneSendsReachesThePluginsAndTheirAnswerEverybody() {
    RawClient ada = hall.join("ada");
    RawClient bob = hall.join("bob");

    ada.send(message(ada, "hall/Up", new Target.Server(), 42));

    hall.until(() -> heard(ada).equals(List.of("0:42")) && heard(bob).equals(List.of("0:42")));
  }

  @Test
  void aMessageToOthersBearsItsSendersNumber() {
    RawClient ada = hall.join("ada");
    RawClient bob = hall.join("bob");
    RawClient eve = hall.join("eve");

    bob.send(message(bob, "hall/Up", new Target.Clients(List.of(2)), 5));
    bob.send(message(bob, "hall/Up", new Target.Everyone(), 6));
    hall.until(() -> !heard(eve).isEmpty() && !heard(bob).isEmpty() && heard(ada).size() == 2);

    assertEquals(List.of("3:5", "3:6"), heard(ada));
    assertEquals(List.of("3:6"), heard(bob));
    assertEquals(List.of("3:6"), heard(eve));
  }

  @Test
  void nobodySendsInSomebodyElsesName() {
    RawClient ada = hall.join("ada");
    RawClient eve = hall.join("eve");
    RemoteMessage forged =
        new RemoteMessage(
            eve.world().epoch(),
            eve.channel("hall/Up"),
            ada.welcome().clientId(),
            new Target.Server(),
            number(1));

    eve.send(forged);
    hall.until(eve::isClosed);

    assertTrue(eve.wasTold(Notice.Kind.REFUSED));
    assertFalse(ada.isClosed());
    assertEquals(List.of(), heard(ada));
    assertEquals(1, hall.room().size());
  }

  @Test
  void localChannelsCannotBeSentOnNeitherToTheWorldNorToOthers() {
    RawClient ada = hall.join("ada");
    RawClient bob = hall.join("bob");

    ada.send(message(ada, "hall/Gossip", new Target.Server(), 1));
    ada.send(message(ada, "hall/Gossip", new Target.Everyone(), 2));
    ada.send(message(ada, "hall/Up", new Target.Clients(List.of(3)), 3));
    hall.until(() -> !heard(bob).isEmpty() && !informed(ada).isEmpty());

    assertEquals(List.of("2:3"), heard(bob));
    assertEquals(List.of("hall/Gossip: the channel is local to the world"), informed(ada));
  }

  @Test
  void whatIsNoPayloadOfTheChannelIsRefused() {
    RawClient ada = hall.join("ada");
    int up = ada.channel("hall/Up");
    int epoch = ada.world().epoch();

    ada.send(new RemoteMessage(epoch, up, 0, new Target.Server(), new byte[1]));
    ada.send(new RemoteMessage(epoch, up, 0, new Target.Everyone(), new byte[1]));
    ada.send(new RemoteMessage(epoch, 4_000, 0, new Target.Server(), number(1)));
    ada.send(new RemoteMessage(epoch + 1, up, 0, new Target.Server(), number(1)));
    ada.send(message(ada, "hall/Up", new Target.Server(), 9));
    hall.until(() -> heard(ada).equals(List.of("0:9")));

    assertEquals(
        Set.of(
            "hall/Up: the payload is not as the channel's schema says",
            "the world has no channel number 4000"),
        Set.copyOf(informed(ada)));
  }

  @Test
  void aMessageThatIsNoneClosesThatOneConnection() {
    RawClient ada = hall.join("ada");
    RawClient eve = hall.join("eve");

    eve.send(new byte[] {99, 1, 2});
    hall.until(eve::isClosed);

    assertTrue(eve.wasTold(Notice.Kind.REFUSED));
    ada.send(message(ada, "hall/Up", new Target.Server(), 1));
    hall.until(() -> heard(ada).equals(List.of("0:1")));
  }
}
