package dev.vivarium.workbench.editor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.workbench.editor.CaretSet.Range;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaretSetTest {
  private static final String TEXT = "fish swim\nfish eat\nfish\n";

  @Test
  void selectsTheWordAndThenItsOccurrencesOneByOne() {
    var word = CaretSet.of(2, 2).withNextOccurrence(TEXT);
    assertEquals(List.of(new Range(0, 4)), word.ranges());
    var two = word.withNextOccurrence(TEXT);
    assertEquals(List.of(new Range(0, 4), new Range(10, 14)), two.ranges());
    var all = two.withNextOccurrence(TEXT);
    assertEquals(3, all.ranges().size());
    assertEquals(all, all.withNextOccurrence(TEXT));
    assertEquals(all.ranges(), word.withAllOccurrences(TEXT).ranges());
  }

  @Test
  void typesAtEveryCaret() {
    var typed = CaretSet.of(1, 1).withAllOccurrences(TEXT).typed("crab");
    assertEquals("crab swim\ncrab eat\ncrab\n", TextEdit.applied(TEXT, typed.edits()));
    assertEquals(List.of(Range.at(4), Range.at(14), Range.at(23)), typed.carets().ranges());
  }

  @Test
  void joinsCaretsThatDeleteIntoEachOther() {
    var carets = CaretSet.of(1, 1).with(Range.at(2));
    var typed = carets.edited(r -> new TextEdit(Math.max(0, r.caret() - 2), r.caret(), ""));
    assertEquals("sh", TextEdit.applied("fish", typed.edits()));
    assertTrue(typed.carets().isSingle());
  }

  @Test
  void addsCaretsInTheSameColumnOfOtherLines() {
    var column = CaretSet.of(6, 6).withLine(TEXT, 1).withLine(TEXT, 1);
    assertEquals(List.of(Range.at(6), Range.at(16), Range.at(23)), column.ranges());
    var wide = column.widened(TEXT, 1);
    assertEquals(List.of(new Range(6, 7), new Range(16, 17), Range.at(23)), wide.ranges());
    assertEquals("w\na\n", wide.copied(TEXT));
  }

  @Test
  void pastesOneLineAtEachCaretWhereTheyAreAsMany() {
    var carets = CaretSet.of(0, 0).with(Range.at(10));
    assertEquals(
        "Afish swim\nBfish", TextEdit.applied("fish swim\nfish", carets.pasted("A\nB").edits()));
    assertEquals(2, carets.pasted("x").edits().size());
  }

  @Test
  void takesACaretAwayWhereItIsClickedAgain() {
    var two = CaretSet.of(0, 0).toggled(5);
    assertEquals(2, two.ranges().size());
    assertEquals(List.of(Range.at(0)), two.toggled(5).ranges());
    assertEquals(List.of(Range.at(0)), CaretSet.of(0, 0).toggled(0).ranges());
  }

  @Test
  void movesAllAndJoinsThoseThatMeet() {
    var carets = CaretSet.of(0, 0).with(Range.at(1));
    assertTrue(carets.moved("ab", false, at -> at - 1).isSingle());
  }
}
