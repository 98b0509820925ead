package dev.vivarium.workbench.editor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FindViewModelTest {
  private final FindViewModel find = new FindViewModel();

  @Test
  void goesRoundAtTheEnd() {
    find.queryProperty().set("fish");
    var match = find.next("Fish and fish", 10).orElseThrow();
    assertEquals(0, match.start());
    assertEquals(2, match.count());
  }

  @Test
  void heedsCaseWhenAsked() {
    find.queryProperty().set("fish");
    find.matchCaseProperty().set(true);
    assertEquals(9, find.next("Fish and fish", 0).orElseThrow().start());
  }

  @Test
  void goesBackRoundTheStart() {
    find.queryProperty().set("a");
    assertEquals(3, find.previous("a  a", 0).orElseThrow().start());
  }

  @Test
  void findsNothingForNothing() {
    assertTrue(find.next("text", 0).isEmpty());
  }
}
