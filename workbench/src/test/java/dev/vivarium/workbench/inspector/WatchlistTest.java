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
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
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
    assertEquals("#14 Transform.position", pin.titleProperty().get());
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
    assertEquals("#14 is gone.", list.pins().getFirst().stateProperty().get());
  }

  @Test
  void keepsTheLastValuesOfWhatIsGone() {
    var list = pinned(world);
    list.refresh();
    var _ = world.submit(new WorldCommand.Despawn(FISH));
    world.advance(1);
    list.refresh();
    var pin = list.pins().getFirst();
    assertEquals("#14 is gone; these are its last values.", pin.stateProperty().get());
    assertEquals(1, pin.size());
  }

  @Test
  void callsAnEntityByItsName() {
    var list = new Watchlist(world, Runnable::run);
    list.pin(new EntityHandle(1L << 32 | 1), "vivarium/Transform", POSITION);
    var title = list.pins().getFirst().titleProperty();
    assertEquals("#1 Transform.position", title.get());
    list.refresh();
    assertEquals("Fish #1 Transform.position", title.get());
  }

  @Test
  void breaksTheLineWhereNothingIsKnown() {
    var list = pinned(world);
    for (var ticks : new int[] {0, 2, 2, 300, 2, 2}) {
      world.advance(ticks);
      list.refresh();
    }
    var pin = list.pins().getFirst();
    assertEquals(
        List.of(false, true, true, false, true, true),
        IntStream.range(0, pin.size()).mapToObj(pin::follows).toList());
  }

  @Test
  void drawsOneLineOfAWorldThatRunsFastAtASlowLink() {
    var list = pinned(world);
    for (var i = 0; i < 5; i++) {
      list.refresh();
      world.advance(96);
    }
    var pin = list.pins().getFirst();
    assertEquals(true, pin.follows(4));
  }

  @Test
  void leavesWhatIsTooOldOutOfView() {
    var list = pinned(world);
    list.refresh();
    world.advance(Watchlist.SPAN_TICKS);
    list.refresh();
    var pin = list.pins().getFirst();
    assertEquals(0, pin.firstInView());
    world.advance(1);
    list.refresh();
    assertEquals(1, pin.firstInView());
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
