package dev.vivarium.workbench.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.RunState;
import dev.vivarium.workbench.session.SessionEvent;
import dev.vivarium.workbench.session.SlowSessions;
import dev.vivarium.workbench.session.TestWorldSession;
import dev.vivarium.workbench.session.VirtualClock;
import dev.vivarium.workbench.session.WorldCommand;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WatchesViewModelTest {
  private static final EntityHandle FISH = new EntityHandle(1L << 32 | 3);

  private final TestWorldSession world = new TestWorldSession(10, Runnable::run);
  private final WatchesViewModel watches = new WatchesViewModel(world, Runnable::run);

  @Test
  void offersTheFieldsOfTheSelectedEntity() {
    watches.begin(Optional.of(FISH));
    assertEquals("fish/Fish", watches.componentProperty().get());
    watches.componentProperty().set("vivarium/Transform");
    assertTrue(watches.fields().contains("position.x"));
    watches.componentProperty().set("fish/Hunger");
    assertEquals("since", watches.fieldProperty().get());
    assertEquals("Hunger.since of #3 changes", watches.spec().orElseThrow().text());
  }

  @Test
  void saysWhatIsMissingForAWatch() {
    assertEquals("Select an entity, or tick “any entity”", watches.missing());
    watches.begin(Optional.of(FISH));
    assertEquals("", watches.missing());
    watches.signProperty().set(">");
    assertEquals("Enter a value to compare with", watches.missingProperty().getValue());
    watches.valueProperty().set("60");
    assertEquals("", watches.missingProperty().getValue());
  }

  @Test
  void watchesNothingThatIsGone() {
    var _ = world.submit(new WorldCommand.Despawn(FISH));
    watches.begin(Optional.of(FISH));
    assertEquals(
        "#3 is gone: select another entity, or tick “any entity”.",
        watches.problemProperty().get());
    watches.componentProperty().set("fish/Hunger");
    watches.fieldProperty().set("since");
    assertEquals(false, watches.add().join());
    watches.anyEntityProperty().set(true);
    assertEquals("", watches.problemProperty().get());
    assertEquals("", watches.missing());
  }

  @Test
  void addsTurnsOffAndRemoves() {
    watches.begin(Optional.of(FISH));
    watches.componentProperty().set("fish/Hunger");
    watches.signProperty().set(">");
    assertTrue(watches.spec().isEmpty());
    watches.valueProperty().set("60");
    assertTrue(watches.add().join());
    assertEquals("Hunger.since of #3 > 60", watches.watches().getFirst().spec().text());
    watches.enable(watches.watches().getFirst(), false);
    assertEquals(false, watches.watches().getFirst().enabled());
    watches.remove(watches.watches().getFirst());
    assertTrue(watches.watches().isEmpty());
  }

  @Test
  void saysWhatPausedTheWorldUntilItGoesOn() {
    world.subscribe(event -> {
      if (event instanceof SessionEvent.WatchHit hit) {
        watches.paused(hit.hit());
      }
    });
    watches.begin(Optional.of(FISH));
    watches.componentProperty().set("fish/Hunger");
    watches.add().join();
    world.watches().hitLast(FISH);
    assertNotNull(watches.hitProperty().get());
    assertEquals(
        "fish/swim changed Hunger.since of #3 from 59.9833 to 60.0000 in tick 18,204",
        WatchesViewModel.text(watches.hitProperty().get()));
    assertEquals(RunState.PAUSED, world.status().join().state());
    watches.arrived(world.status().join());
    assertNotNull(watches.hitProperty().get());
    world.submit(new dev.vivarium.workbench.session.WorldCommand.Resume()).join();
    world.advance(18_300);
    watches.arrived(world.status().join());
    assertNull(watches.hitProperty().get());
    assertEquals(1, watches.watches().getFirst().hits());
  }

  @Test
  void theFormGoesWithTheSelectionUnlessItIsAboutAnyEntity() {
    watches.follow(Optional.of(FISH));
    assertEquals(Optional.of(FISH), watches.entityProperty().get());
    assertEquals("fish/Fish", watches.componentProperty().get());
    watches.follow(Optional.empty());
    assertEquals(Optional.of(FISH), watches.entityProperty().get());
    watches.anyEntityProperty().set(true);
    watches.follow(Optional.of(new EntityHandle(1L << 32 | 4)));
    assertEquals(Optional.of(FISH), watches.entityProperty().get());
  }

  @Test
  void showsWhatCannotBeWatched() {
    watches.begin(Optional.empty());
    watches.componentProperty().set("fish/Hunger");
    watches.fieldProperty().set("nothing");
    assertEquals(false, watches.add().join());
    assertTrue(watches.problemProperty().get().contains("no field 'nothing'"));
    watches.fieldProperty().set("");
    watches.add().join();
    assertTrue(watches.problemProperty().get().startsWith("Choose"));
  }

  @Test
  void worksOverASlowLinkAndSaysWhatARefusingOneSaid() {
    var clock = new VirtualClock();
    var slow = new WatchesViewModel(SlowSessions.delayed(world, clock, 100), Runnable::run);
    slow.begin(Optional.of(FISH));
    assertTrue(slow.components().isEmpty());
    clock.advance(100);
    assertEquals("fish/Fish", slow.componentProperty().get());
    var refused =
        new WatchesViewModel(SlowSessions.refusing(world, "The link is down."), Runnable::run);
    refused.refresh();
    assertEquals("The link is down.", refused.problemProperty().get());
  }
}
