package dev.vivarium.workbench.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.session.CommandResult;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.HistorySource;
import dev.vivarium.workbench.session.SlowSessions;
import dev.vivarium.workbench.session.SwitchedSession;
import dev.vivarium.workbench.session.TestWorldSession;
import dev.vivarium.workbench.session.VirtualClock;
import dev.vivarium.workbench.session.WorldCommand;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class HistoryViewModelTest {
  private final TestWorldSession world = new TestWorldSession(100, Runnable::run);
  private final SwitchedSession session = new SwitchedSession(world);
  private final HistoryViewModel model = new HistoryViewModel(session, Runnable::run);

  private void recorded(int ticks) {
    model.toggleRecording();
    world.advance(ticks);
    model.refresh();
  }

  private long tick() {
    return session.status().join().tick();
  }

  @Test
  void saysThatNothingIsRecordedYet() {
    model.refresh();
    model.show(3);
    assertTrue(model.statusProperty().get().isEmpty());
    assertEquals("Nothing is recorded yet; press Record.", model.noticeProperty().get());
    assertFalse(model.isPast());
  }

  @Test
  void showsAnEarlierTickToEveryPartAndComesBack() {
    recorded(300);
    model.show(120);
    assertEquals(OptionalLong.of(120), model.shownProperty().get());
    assertEquals(120, tick());
    assertEquals(120, session.positions().join().tick());
    model.live();
    assertEquals(300, tick());
  }

  @Test
  void refusesEditsOfThePastInWords() {
    recorded(300);
    model.show(1_20);
    var result = session.submit(new WorldCommand.Despawn(new EntityHandle(1L << 32 | 1))).join();
    var refused = assertInstanceOf(CommandResult.Refused.class, result);
    assertEquals(
        "You are looking at tick 120; press Live to go on, or run on from here.", refused.reason());
    assertTrue(world.commands().isEmpty());
  }

  @Test
  void goesByTicksAndIsLiveAtTheEnd() {
    recorded(100);
    model.move(-1);
    assertEquals(OptionalLong.of(99), model.shownProperty().get());
    model.move(-60);
    assertEquals(OptionalLong.of(39), model.shownProperty().get());
    model.move(-60);
    assertEquals(OptionalLong.of(0), model.shownProperty().get());
    model.move(100);
    assertFalse(model.isPast());
  }

  @Test
  void goesFromMarkToMark() {
    recorded(50);
    world.submit(new WorldCommand.Spawn("", java.util.List.of())).join();
    world.advance(50);
    model.refresh();
    model.moveToMark(-1);
    assertEquals(OptionalLong.of(50), model.shownProperty().get());
    model.moveToMark(1);
    assertFalse(model.isPast());
  }

  @Test
  void asksBeforeItRunsOn() {
    recorded(300);
    model.askToRunOn();
    assertFalse(model.asksToRunOnProperty().get(), "the live world runs on anyway");
    model.show(120);
    model.askToRunOn();
    assertTrue(model.asksToRunOnProperty().get());
    assertEquals(300, world.status().join().tick());
    model.runOn(HistorySource.Sources.THEN);
    assertFalse(model.isPast());
    assertEquals(120, tick());
  }

  @Test
  void comparesTheMarkedTickWithTheOneShown() {
    recorded(300);
    model.show(200);
    model.markToCompare();
    model.show(50);
    model.compare();
    var found = model.comparisonProperty().get().orElseThrow();
    assertEquals(50, found.from());
    assertEquals(200, found.to());
  }

  @Test
  void makesOnlyTheNewestOfTheTicksAskedForMeanwhile() {
    recorded(300);
    var clock = new VirtualClock();
    var slow = new SwitchedSession(SlowSessions.delayed(world, clock, 100));
    var far = new HistoryViewModel(slow, Runnable::run);
    far.refresh();
    clock.advance(100);
    far.show(10);
    far.show(20);
    far.show(30);
    assertEquals(OptionalLong.of(30), far.wantedProperty().get());
    assertFalse(far.isPast());
    clock.advance(100);
    assertEquals(OptionalLong.of(10), far.shownProperty().get());
    clock.advance(100);
    assertEquals(OptionalLong.of(30), far.shownProperty().get());
    assertEquals(OptionalLong.empty(), far.wantedProperty().get());
  }

  @Test
  void aTickOnItsWayCanBeGivenUp() {
    recorded(300);
    var clock = new VirtualClock();
    var far =
        new HistoryViewModel(
            new SwitchedSession(SlowSessions.delayed(world, clock, 100)), Runnable::run);
    far.refresh();
    clock.advance(100);
    far.show(10);
    far.giveUp();
    clock.advance(500);
    assertFalse(far.isPast());
    assertEquals(OptionalLong.empty(), far.wantedProperty().get());
  }

  @Test
  void showsWhyAWorldRefuses() {
    var refusing =
        new HistoryViewModel(
            new SwitchedSession(SlowSessions.refusing(world, "not yours")), Runnable::run);
    refusing.toggleRecording();
    assertEquals("not yours", refusing.noticeProperty().get());
    refusing.refresh();
    assertEquals("not yours", refusing.noticeProperty().get());
    refusing.dismissNotice();
    assertEquals("", refusing.noticeProperty().get());
  }

  @Test
  void offersToDeleteARecordingThatCannotBeOpened() {
    world.addBrokenRecording("sunset");
    model.refreshRecordings();
    var sunset = model.recordings().getFirst();
    model.open(sunset);
    assertFalse(model.noticeProperty().get().isEmpty());
    assertEquals(Optional.of(sunset), model.brokenProperty().get());
    model.deleteBroken();
    assertTrue(model.recordings().isEmpty());
    assertEquals("", model.noticeProperty().get());
    assertEquals(Optional.empty(), model.brokenProperty().get());
  }

  @Test
  void offersToDeleteNothingThatIsWhole() {
    model.save("whole");
    model.open(model.recordings().getFirst());
    assertFalse(model.noticeProperty().get().isEmpty());
    assertEquals(Optional.empty(), model.brokenProperty().get());
  }
}
