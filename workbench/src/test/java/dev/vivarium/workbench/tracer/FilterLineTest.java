package dev.vivarium.workbench.tracer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FilterLineTest {
  @Test
  void readsEachKindOfLimit() {
    var filter = FilterLine.parse("channel:Bite from:fish #214 tick:100-200 hungry", Set.of("a/B"));
    assertEquals(List.of("bite"), filter.channels());
    assertEquals(List.of("fish"), filter.from());
    assertEquals(List.of(214L), filter.entities());
    assertEquals(List.of("hungry"), filter.words());
    assertEquals(100, filter.firstTick());
    assertEquals(200, filter.lastTick());
    assertEquals(Set.of("a/B"), filter.hidden());
  }

  @Test
  void limitsNothingByWhatIsTypedHalf() {
    var filter = FilterLine.parse("channel: tick: #", Set.of());
    assertTrue(filter.channels().isEmpty());
    assertEquals(0, filter.firstTick());
    assertEquals(Long.MAX_VALUE, filter.lastTick());
    assertEquals(List.of("#"), filter.words());
    assertEquals(1_500, FilterLine.parse("tick:1,500", Set.of()).lastTick());
    assertEquals("", FilterLine.problem("channel: tick: tick:1- #"));
  }

  @Test
  void saysWhichTickItCannotReadAndShowsNothingInstead() {
    assertEquals(List.of("tick:soon"), FilterLine.parse("tick:soon", Set.of()).words());
    assertEquals(
        "tick:soon names no tick: say tick:100 or tick:100-200.",
        FilterLine.problem("from:fish tick:soon"));
  }
}
