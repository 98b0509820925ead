package dev.vivarium.workbench.editor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class BracketsTest {
  @Test
  void findsThePartnerOfTheBracketBeforeOrBehindTheCaret() {
    assertEquals(Optional.of(new Brackets.Pair(0, 5)), Brackets.at("(a(b))", 1, at -> true));
    assertEquals(Optional.of(new Brackets.Pair(5, 0)), Brackets.at("(a(b))", 6, at -> true));
    assertEquals(Optional.of(new Brackets.Pair(0, 1)), Brackets.at("{}", 0, at -> true));
    assertTrue(Brackets.at("(a", 1, at -> true).isEmpty());
    assertTrue(Brackets.at("ab", 1, at -> true).isEmpty());
  }

  @Test
  void passesOverBracketsInStrings() {
    assertEquals(Optional.of(new Brackets.Pair(0, 4)), Brackets.at("(\")\")", 1, at -> at != 2));
  }
}
