package dev.vivarium.workbench.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TypedTextTest {
  private static final String BEFORE = "a\nsame\nb\nsame\nc\n";

  @Test
  void namesTheChangedLines() {
    assertEquals(
        """
        project.replace("x.ts", \"""
            b
            \""", \"""
            B
            \""");\
        """,
        TypedText.act("x.ts", BEFORE, BEFORE.replace("b", "B")));
  }

  @Test
  void takesLinesAroundWhereTheChangedOnesStandSeveralTimes() {
    var act = TypedText.act("x.ts", BEFORE, "a\nsame\nb\nother\nc\n");
    assertTrue(act.startsWith("project.replace(\"x.ts\", \"\"\"\n    b\n    same\n    c\n"), act);
  }

  @Test
  void insertsBesideLinesThatTellThePlace() {
    var act = TypedText.act("x.ts", BEFORE, "a\nnew\nsame\nb\nsame\nc\n");
    assertTrue(act.contains("    a\n    new\n    same\n"), act);
  }

  @Test
  void writesTheWholeTextWhereNothingOfItStays() {
    assertEquals("project.write(\"x.ts\", \"one\");", TypedText.act("x.ts", "", "one"));
    assertEquals("", TypedText.act("x.ts", "one", "one"));
  }

  @Test
  void keepsQuotesBackslashesAndSpacesAtTheEndsOfLines() {
    var text = "  \"\"\" \\n \n\t\nlast";
    assertEquals(
        "\"\"\"\n      \\\"\"\" \\\\n\\s\n    \\t\n    last\\\n    \"\"\"",
        TypedText.literal(text));
  }

  /// A text block means what these two make of its content.
  @Test
  void anyTextOfSeveralLinesIsWhatItsLiteralMeans() {
    var random = new Random(11);
    var letters = "ab \t\\\"\n\n'";
    for (var round = 0; round < 5_000; round++) {
      var text =
          "x\n"
              + random
                  .ints(random.nextInt(30), 0, letters.length())
                  .mapToObj(i -> letters.substring(i, i + 1))
                  .collect(Collectors.joining());
      var literal = TypedText.literal(text);
      var content = literal.substring(4, literal.length() - 3);
      assertEquals(text, content.stripIndent().translateEscapes(), literal);
    }
  }

  @Test
  void doingTheActMakesTheTextThatWasTyped() {
    var random = new Random(12);
    for (var round = 0; round < 2_000; round++) {
      var before = lines(random);
      var after = lines(random);
      var act = TypedText.act("x.ts", before, after);
      if (act.startsWith("project.replace(")) {
        var parts = act.substring(0, act.length() - 2).split(", (?=\")", -1);
        var from = meant(parts[1]);
        assertEquals(before.indexOf(from), before.lastIndexOf(from));
        assertEquals(after, before.replace(from, meant(parts[2])));
      }
    }
  }

  private static String lines(Random random) {
    return random
        .ints(random.nextInt(9), 0, 4)
        .mapToObj(i -> "line " + i + "\n")
        .collect(Collectors.joining());
  }

  private static String meant(String literal) {
    return literal.startsWith("\"\"\"")
        ? literal.substring(4, literal.length() - 3).stripIndent().translateEscapes()
        : literal.substring(1, literal.length() - 1).translateEscapes();
  }
}
