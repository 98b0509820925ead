package dev.vivarium.workbench.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.session.Gear;
import dev.vivarium.workbench.session.ReloadReport;
import dev.vivarium.workbench.session.SlowSessions;
import dev.vivarium.workbench.session.TestWorldSession;
import dev.vivarium.workbench.session.VirtualClock;
import org.junit.jupiter.api.Test;

class WorldViewModelTest {
  private final TestWorldSession session = new TestWorldSession(10, Runnable::run);
  private final WorldViewModel world = new WorldViewModel(session, Runnable::run);

  @Test
  void pausesWhatRunsAndRunsWhatIsPaused() {
    world.refresh();
    world.togglePause();
    assertFalse(world.running());
    world.togglePause();
    assertTrue(world.running());
  }

  @Test
  void stepsOneTickAndStaysPaused() {
    world.refresh();
    world.step();
    assertEquals(1, world.statusProperty().get().tick());
    assertFalse(world.running());
  }

  @Test
  void choosesTheNextSpeed() {
    world.refresh();
    world.changeSpeed(1);
    assertEquals(2.0, world.statusProperty().get().speed());
    world.changeSpeed(-2);
    assertEquals(0.5, world.statusProperty().get().speed());
  }

  @Test
  void showsWhyAnActWasRefused() {
    session.refuse("only the presenter may pause");
    world.togglePause();
    assertEquals("only the presenter may pause", world.noticeProperty().get());
  }

  @Test
  void saysThatTheWorldDoesNotAnswer() {
    var refusing = SlowSessions.refusing(session, "the link is down");
    var lost = new WorldViewModel(refusing, Runnable::run);
    lost.refresh();
    assertEquals("the link is down", lost.connectionProperty().get());
  }

  @Test
  void staysAnswerableOverASlowLink() {
    var clock = new VirtualClock();
    var slow = new WorldViewModel(SlowSessions.delayed(session, clock, 100), Runnable::run);
    slow.refresh();
    slow.step();
    clock.advance(250);
    assertEquals(1, slow.statusProperty().get().tick());
  }

  @Test
  void tellsWhatASaveDid() {
    var report =
        new ReloadReport(
            "fish",
            "2",
            Gear.QUICK,
            ReloadReport.Outcome.SWAPPED,
            9,
            121,
            31,
            22,
            2.6,
            184,
            2_000,
            0,
            "");
    assertEquals(
        "fish reloaded in 184 ms · 2,000 entities kept · optimised build following",
        WorldTexts.reload(report, true));
  }
}
