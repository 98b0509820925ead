package dev.vivarium.workbench.editor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextSearchTest {
  private static List<String> found(TextSearch search, String text) {
    return search.matches(text).stream().map(m -> text.substring(m.start(), m.end())).toList();
  }

  @Test
  void looksForWholeWordsAndCaseWhereAsked() {
    assertEquals(3, found(new TextSearch("fish", false, false, false), "Fish fishy fish").size());
    assertEquals(2, found(new TextSearch("fish", false, true, false), "Fish fishy fish").size());
    assertEquals(2, found(new TextSearch("fish", true, false, false), "Fish fishy fish").size());
  }

  @Test
  void takesPlainTextPlainly() {
    assertEquals(List.of("a.b("), found(new TextSearch("a.b(", false, false, false), "axb a.b("));
  }

  @Test
  void putsGroupsIntoTheReplacement() {
    var match =
        new TextSearch("(\\w+)=(\\w+)", true, false, true)
            .matches("a=b", "$2=$1\\n", () -> false)
            .getFirst();
    assertEquals("b=a\n", match.replacement());
  }

  @Test
  void saysWhatIsWrongWithAnExpression() {
    assertEquals("Regular expression: a ( is not closed", problem("hunger("));
    assertEquals("Regular expression: a ) was not opened", problem("a)(b"));
    assertEquals("Regular expression: nothing stands before the *", problem("*a"));
    assertEquals(
        "Regular expression: what follows a \\ means nothing; \\\\ finds a \\ itself",
        problem("a\\"));
    assertEquals("Regular expression: unknown inline modifier", problem("(?z)"));
  }

  private static String problem(String expression) {
    var wrong = new TextSearch(expression, false, false, true);
    var refused = assertThrows(TextSearch.SearchException.class, () -> wrong.matches("("));
    return String.valueOf(refused.getMessage());
  }

  @Test
  void endsAnExpressionThatTakesForEver() {
    var slow = new TextSearch("(a|aa)+$", false, false, true);
    var refused =
        assertThrows(TextSearch.SearchException.class, () -> slow.matches("a".repeat(5_000) + "b"));
    assertTrue(String.valueOf(refused.getMessage()).startsWith("The expression"));
  }
}
