package dev.vivarium.workbench.editor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class HighlightsTest {
  @Test
  void findsTheSelectedWordOnlyAsAWhole() {
    var found = Highlights.word("fish").in("fish.fishes(fish, Fish)");
    assertEquals(List.of(0, 12), found.stream().map(TextSearch.Match::start).toList());
  }

  @Test
  void showsAsManyMatchesOfALineAsCanBeTold() {
    var search = new TextSearch("a", false, false, false);
    assertEquals(
        Highlights.MAX_MATCHES_A_LINE, Highlights.found(search).in("a".repeat(1_000)).size());
  }

  @Test
  void leavesLinesOfAMachineAlone() {
    var search = new TextSearch("a", false, false, false);
    var line = "a".repeat(Highlights.MAX_LINE_CHARS + 1);
    assertTrue(Highlights.found(search).in(line).isEmpty());
  }

  @Test
  void givesUpAnExpressionThatTakesTooLongForAllLines() {
    var highlights = Highlights.found(new TextSearch("(a|aa)+$", false, false, true));
    assertTrue(highlights.in("a".repeat(5_000) + "b").isEmpty());
    assertTrue(highlights.in("aa").isEmpty());
  }

  @Test
  void isTheSameForTheSameSearch() {
    assertTrue(Highlights.word("fish").isSame(Highlights.word("fish")));
    assertFalse(Highlights.word("fish").isSame(Highlights.NONE));
  }
}
