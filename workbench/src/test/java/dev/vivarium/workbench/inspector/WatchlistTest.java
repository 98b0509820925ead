package dev.vivarium.workbench.inspector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.FieldSchema;
import dev.vivarium.workbench.session.FieldType;
import dev.vivarium.workbench.session.SlowSessions;
import dev.vivarium.workbench.session.TestWorldSession;
import dev.vivarium.workbench.session.VirtualClock;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldSession;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WatchlistTest {
  private static final EntityHandle FISH = new EntityHandle(1L << 32 | 14);
  private static final FieldSchema POSITION =
      new FieldSchema("position", new FieldType.Vector(3), "m", Optional.empty(), "");
  private final TestWorldSession world = new TestWorldSession(300, Runnable::run);

  private static Watchlist pinned(WorldSession session) {
    var list = new Watchlist(session, Runnable::run);
    list.pin(FISH, "vivarium/Transform", POSITION);
    return list;
  }

  @Test
  void takesASampleATickAndNoTickTwice() {
    var list = pinned(world);
    list.refresh();
    list.refresh();
    world.advance(5);
    list.refresh();
    var pin = list.pins().getFirst();
    assertEquals(2, pin.size());
    assertEquals(3, pin.sample(1).length);
    assertEquals(5, pin.ageTicks(0));
    assertEquals("#14 Transform.position", pin.title());
  }

  @Test
  void keepsTheNewestSamplesOnly() {
    var list = pinned(world);
    for (var i = 0; i < Watchlist.SAMPLES + 50; i++) {
      world.advance(1);
      list.refresh();
    }
    var pin = list.pins().getFirst();
    assertEquals(Watchlist.SAMPLES, pin.size());
    assertEquals(0, pin.ageTicks(Watchlist.SAMPLES - 1));
    assertEquals(Watchlist.SAMPLES - 1, pin.ageTicks(0));
  }

  @Test
  void takesAPinOffTheSecondTime() {
    var list = pinned(world);
    list.pin(FISH, "vivarium/Transform", POSITION);
    assertEquals(0, list.pins().size());
  }

  @Test
  void saysThatAnEntityIsGone() {
    var list = pinned(world);
    var _ = world.submit(new WorldCommand.Despawn(FISH));
    list.refresh();
    assertEquals("is gone", list.pins().getFirst().stateProperty().get());
  }

  @Test
  void samplesOverASlowLinkWithoutPilingUp() {
    var clock = new VirtualClock();
    var list = pinned(SlowSessions.delayed(world, clock, 100));
    for (var i = 0; i < 10; i++) {
      list.refresh();
      clock.advance(30);
      world.advance(1);
    }
    assertEquals(2, list.pins().getFirst().size());
  }

  @Test
  void saysWhyThereIsNoValue() {
    var list = pinned(SlowSessions.refusing(world, "no link"));
    list.refresh();
    assertEquals("no link", list.pins().getFirst().stateProperty().get());
  }
}
