package dev.vivarium.workbench.profiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.session.Gear;
import dev.vivarium.workbench.session.ReloadReport;
import dev.vivarium.workbench.session.SlowSessions;
import dev.vivarium.workbench.session.TestWorldSession;
import dev.vivarium.workbench.session.VirtualClock;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProfilerViewModelTest {
  private final TestWorldSession world = new TestWorldSession(100, Runnable::run);
  private final ProfilerViewModel model = new ProfilerViewModel(world.profile(), Runnable::run);

  @Test
  void namesTheSlowestSystemFirst() {
    world.advance(300);
    model.refresh();
    assertEquals("fish/swim", model.rows().getFirst().part().name());
    assertEquals(300, model.ticks().size());
    assertTrue(model.rows().getFirst().max() > 9_000);
  }

  @Test
  void aSelectedTickHoldsTheGraphStillAndShowsItsOwnTimes() {
    world.advance(300);
    model.refresh();
    model.selectSlowest();
    var tick = model.selectedProperty().get().orElseThrow();
    assertEquals(0, tick % 97);
    assertTrue(model.rows().getFirst().selected() > 9_000);
    world.advance(50);
    model.refresh();
    assertEquals(300, model.ticks().size());
    model.pausedProperty().set(false);
    model.refresh();
    assertEquals(350, model.ticks().size());
  }

  @Test
  void comparesAPluginWithItselfBeforeItsReload() {
    world.advance(300);
    model.refresh();
    model.reloaded(
        new ReloadReport(
            "fish", "2", Gear.QUICK, ReloadReport.Outcome.SWAPPED, 150, 1, 1, 1, 1, 4, 100, 0, ""));
    world.advance(1);
    model.refresh();
    assertTrue(model.rows().getFirst().against() > 0);
    assertEquals(0, model.rows().get(1).against(), "another plugin was not reloaded");
  }

  @Test
  void writesEveryPartOfEveryTickAsCsv() {
    world.advance(3);
    model.refresh();
    var lines = model.csv().lines().toList();
    assertEquals("tick,total_us,kind,part,us", lines.getFirst());
    assertEquals(1 + 3 * 4, lines.size());
    assertTrue(lines.get(1).contains("\"fish/swim\""), lines.get(1));
  }

  @Test
  void asksOnceAtATimeOverASlowLink() {
    world.advance(100);
    var clock = new VirtualClock();
    var far =
        new ProfilerViewModel(SlowSessions.delayed(world, clock, 100).profile(), Runnable::run);
    far.refresh();
    far.refresh();
    assertEquals(0, far.ticks().size());
    clock.advance(100);
    assertEquals(100, far.ticks().size());
  }

  @Test
  void showsWhyAWorldRefuses() {
    var refusing =
        new ProfilerViewModel(SlowSessions.refusing(world, "not yours").profile(), Runnable::run);
    refusing.refresh();
    assertEquals("not yours", refusing.noticeProperty().get());
    refusing.toggleSampling();
    assertFalse(refusing.samplingProperty().get());
    assertEquals(OptionalLong.empty(), refusing.selectedProperty().get());
  }
}
