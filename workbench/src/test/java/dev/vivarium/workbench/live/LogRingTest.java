package dev.vivarium.workbench.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.session.LogLine;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogRingTest {
  private long millis = 5;
  private final LogRing ring = new LogRing(() -> millis);

  private void add(String text) {
    ring.add(7, LogLine.Level.INFO, LogLine.Side.SERVER, "fish", text);
  }

  private static List<String> texts(List<LogLine> lines) {
    return lines.stream().map(LogLine::text).toList();
  }

  @Test
  void givesTheOldestFirstPageByPage() {
    List.of("a", "b", "c").forEach(this::add);
    var first = ring.since(0, 2);
    assertEquals(List.of("a", "b"), texts(first.lines()));
    assertEquals(2, first.lastSequence());
    var next = ring.since(first.lastSequence(), 2);
    assertEquals(List.of("c"), texts(next.lines()));
    assertEquals(List.of(), ring.since(next.lastSequence(), 2).lines());
    assertEquals(3, ring.since(99, 2).lastSequence());
  }

  @Test
  void keepsTheNewestAndCountsTheOthers() {
    for (int i = 0; i < LogRing.KEPT_MAX + 3; i++) {
      add("line " + i);
    }
    var page = ring.since(1, 1);
    assertEquals(List.of("line 3"), texts(page.lines()));
    assertEquals(2, page.missed());
  }

  @Test
  void notesWhenALineWasWritten() {
    add("a");
    millis = 9;
    add("b");
    assertEquals(
        List.of(5L, 9L), ring.since(0, 9).lines().stream().map(LogLine::epochMillis).toList());
  }

  @Test
  void cutsALineThatIsTooLongAndSaysSo() {
    add("x".repeat(LogRing.TEXT_MAX + 1_200));
    var text = ring.since(0, 1).lines().getFirst().text();
    assertTrue(text.endsWith(" … 1,200 more characters"), text);
    assertTrue(text.length() < LogRing.TEXT_MAX + 100);
  }
}
