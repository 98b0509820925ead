package dev.vivarium.workbench.profiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.session.EntityHandle;
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
  void summarizesARangeOfTicks() {
    world.advance(300);
    model.refresh();
    assertTrue(model.summary().startsWith("300 ticks, p50"), model.summary());
    model.select(95);
    model.extendTo(99);
    assertEquals(5, model.ticksInRange().size());
    assertEquals(5, model.rows().getFirst().runs());
    assertTrue(model.summary().startsWith("Ticks 95 to 99: 5, p50"), model.summary());
    assertEquals(1 + 5 * 4, model.csv().lines().count());
    model.select(97);
    assertTrue(model.rangeProperty().get().isEmpty());
    assertTrue(model.summary().startsWith("Tick 97 took 10."), model.summary());
  }

  @Test
  void tellsTheShareOfEachEntityWhileItIsSampled() {
    model.toggleSampling();
    model.refreshCosts();
    assertEquals(0.02, model.shareOfEntityProperty().get().get(new EntityHandle(1L << 32 | 1)));
    model.toggleSampling();
    assertTrue(model.shareOfEntityProperty().get().isEmpty());
  }

  @Test
  void keepsSayingWhereTheFlightRecordingLiesWhileTicksArrive() {
    model.toggleFlight();
    model.toggleFlight();
    world.advance(10);
    model.refresh();
    assertEquals("Written to flight.jfr", model.noticeProperty().get());
    assertFalse(model.flyingProperty().get());
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
    assertEquals("not yours", refusing.failureProperty().get());
    refusing.toggleSampling();
    assertFalse(refusing.samplingProperty().get());
    assertEquals(OptionalLong.empty(), refusing.selectedProperty().get());
  }
}
