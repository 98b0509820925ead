package dev.vivarium.net.server.realtime;

import static dev.vivarium.net.server.TestHall.health;
import static dev.vivarium.net.server.realtime.RealtimeHall.informed;
import static dev.vivarium.net.server.realtime.RealtimeHall.input;
import static dev.vivarium.net.server.realtime.RealtimeHall.points;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vivarium.engine.world.CommandResult;
import dev.vivarium.engine.world.WorldCommand;
import dev.vivarium.engine.world.WorldTap;
import dev.vivarium.net.protocol.realtime.Input;
import dev.vivarium.net.protocol.realtime.InputDone;
import dev.vivarium.net.protocol.realtime.Notice;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// What clients write to entities of the world, and what they may not.
class InputTest {
  @AutoClose private final RealtimeHall hall = new RealtimeHall();

  @Test
  void anOwnerWritesToItsEntityAndIsTold() {
    RawClient ada = hall.join("ada");
    long entity = hall.spawnOwnedBy(ada.welcome().clientId());
    hall.until(() -> ada.state().entities() == 1);

    ada.send(
        new Input(
            ada.world().epoch(),
            1,
            ada.state().tick(),
            List.of(new Input.Write(entity, ada.component("hall/Health"), health(75, 2)))));

    hall.until(() -> points(ada, entity) > 74.9f);
    InputDone done = ada.all(InputDone.class).getFirst();
    assertEquals(1, done.sequence());
    assertEquals(List.of(), ada.all(Notice.class));
  }

  @Test
  void nobodyWritesToWhatBelongsToOthers() {
    RawClient ada = hall.join("ada");
    RawClient eve = hall.join("eve");
    long entity = hall.spawnOwnedBy(ada.welcome().clientId());
    hall.until(() -> eve.state().entities() == 1);

    eve.send(input(eve, 1, entity, "hall/Health", health(1, 1)));
    eve.send(input(eve, 2, entity, "hall/Health", health(2, 1)));
    hall.until(() -> eve.all(InputDone.class).stream().anyMatch(done -> done.sequence() == 2));

    assertEquals(50f, points(eve, entity), 0.001f);
    assertEquals(List.of("input was not taken: an entity that is not yours"), informed(eve));
    assertEquals(List.of(), informed(ada));
  }

  @Test
  void anOwnersWritesStayWithinTheSchemasLimits() {
    RawClient ada = hall.join("ada");
    int self = ada.welcome().clientId();
    long entity = hall.spawnOwnedBy(self);
    hall.until(() -> ada.state().entities() == 1);
    byte[] owner = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(1).array();

    ada.send(input(ada, 1, entity, "hall/Health", health(101, 1)));
    ada.send(input(ada, 2, entity, "hall/Health", health(Float.NaN, 1)));
    ada.send(input(ada, 3, entity, "hall/Health", new byte[7]));
    ada.send(input(ada, 4, entity, "vivarium/Owner", owner));
    ada.send(input(ada, 5, entity, "vivarium/Light", new byte[28]));
    ada.send(input(ada, 6, entity + 1, "hall/Health", health(1, 1)));
    hall.until(() -> ada.all(InputDone.class).stream().anyMatch(done -> done.sequence() == 6));

    assertEquals(50f, points(ada, entity), 0.001f);
    assertEquals(self, ada.state().owner(0));
    assertEquals(
        List.of(
            "input was not taken: hall/Health.points is out of range",
            "input was not taken: hall/Health has 8 bytes, not 7",
            "input was not taken: vivarium/Owner is not for clients to write",
            "input was not taken: your entity has no vivarium/Light",
            "input was not taken: an entity that is not yours"),
        informed(ada));
  }

  @Test
  void aClientWritesNoMoreInATickThanIsAllowed() {
    RawClient ada = hall.join("ada");
    long entity = hall.spawnOwnedBy(2);
    hall.until(() -> ada.state().entities() == 1);
    int health = ada.component("hall/Health");
    List<Input.Write> writes = new ArrayList<>();
    for (int i = 0; i < Input.WRITES; i++) {
      writes.add(new Input.Write(entity, health, health(i % 100, 1)));
    }
    ada.send(new Input(ada.world().epoch(), 1, 0, writes));
    ada.send(new Input(ada.world().epoch(), 2, 0, writes));
    hall.until(() -> ada.all(InputDone.class).stream().anyMatch(done -> done.sequence() == 2));

    List<Long> ticks = ada.all(InputDone.class).stream().map(InputDone::tick).distinct().toList();
    assertEquals(
        ticks.size() == 1
            ? List.of("input was not taken: more than 256 writes in one tick")
            : List.of(),
        informed(ada));
  }

  @Test
  void anInputOfAnotherEpochOrSeenBeforeChangesNothing() {
    RawClient ada = hall.join("ada");
    long entity = hall.spawnOwnedBy(2);
    hall.until(() -> ada.state().entities() == 1);
    int health = ada.component("hall/Health");
    int epoch = ada.world().epoch();

    ada.send(new Input(epoch + 1, 1, 0, List.of(new Input.Write(entity, health, health(1, 1)))));
    ada.send(new Input(epoch, 5, 0, List.of(new Input.Write(entity, health, health(80, 1)))));
    ada.send(new Input(epoch, 5, 0, List.of(new Input.Write(entity, health, health(2, 1)))));
    ada.send(new Input(epoch, 4, 0, List.of(new Input.Write(entity, health, health(3, 1)))));
    ada.send(new Input(epoch, 6, 0, List.of()));
    hall.until(() -> ada.all(InputDone.class).stream().anyMatch(done -> done.sequence() == 6));

    assertEquals(80f, points(ada, entity), 0.001f);
  }

  @Test
  void inputsAreRecordedAsCommandsAndHaveTheSameEffectInAReplay() {
    RawClient ada = hall.join("ada");
    long entity = hall.spawnOwnedBy(2);
    hall.until(() -> ada.state().entities() == 1);
    List<String> commands = new ArrayList<>();
    hall.world()
        .world()
        .attach(
            new WorldTap() {
              @Override
              public void executed(long tick, WorldCommand command, CommandResult result) {
                commands.add(tick + " " + command);
              }
            });

    ada.send(input(ada, 1, entity, "hall/Health", health(75, 2)));
    hall.until(() -> !ada.all(InputDone.class).isEmpty());

    long tick = ada.all(InputDone.class).getFirst().tick();
    assertEquals(
        List.of(
            tick
                + " SetComponent[entity="
                + entity
                + ", component=hall/Health, value={\"points\":75.0,\"lives\":2}]"),
        commands);
  }
}
