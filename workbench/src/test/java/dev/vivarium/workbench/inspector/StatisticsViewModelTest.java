package dev.vivarium.workbench.inspector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.session.SlowSessions;
import dev.vivarium.workbench.session.TestWorldSession;
import dev.vivarium.workbench.session.VirtualClock;
import org.junit.jupiter.api.Test;

class StatisticsViewModelTest {
  private final TestWorldSession world = new TestWorldSession(300, Runnable::run);

  @Test
  void countsEntitiesAndBytes() {
    var memory = new StatisticsViewModel(world, Runnable::run);
    memory.refresh();
    assertTrue(
        memory.totalProperty().get().startsWith("460 entities in 3 archetypes · 1.0 MiB"),
        memory.totalProperty().get());
    assertEquals(3, memory.archetypes().size());
    assertEquals(460, memory.components().getFirst().rows());
  }

  @Test
  void waitsForASlowLink() {
    var clock = new VirtualClock();
    var memory = new StatisticsViewModel(SlowSessions.delayed(world, clock, 100), Runnable::run);
    memory.refresh();
    assertEquals("Loading…", memory.totalProperty().get());
    clock.advance(100);
    assertEquals(3, memory.archetypes().size());
  }

  @Test
  void saysWhyItDoesNotKnow() {
    var memory =
        new StatisticsViewModel(SlowSessions.refusing(world, "the link is down"), Runnable::run);
    memory.refresh();
    assertEquals("the link is down", memory.totalProperty().get());
  }

  @Test
  void namesBytesForPeople() {
    assertEquals("900 B", StatisticsViewModel.bytes(900));
    assertEquals("1.5 KiB", StatisticsViewModel.bytes(1536));
    assertEquals("2.0 MiB", StatisticsViewModel.bytes(2 << 20));
  }
}
