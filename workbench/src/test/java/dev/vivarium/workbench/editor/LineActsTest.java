package dev.vivarium.workbench.editor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.Function;
import org.junit.jupiter.api.Test;

class LineActsTest {
  /// `[` stands for the anchor and `]` for the caret, `|` for both.
  private static String done(String marked, Function<LineActs, Edited> act) {
    var text = marked.replace("|", "[]");
    var anchor = text.replace("]", "").indexOf('[');
    var caret = text.replace("[", "").indexOf(']');
    var plain = text.replace("[", "").replace("]", "");
    var done = act.apply(new LineActs(plain, anchor, caret));
    var out = new StringBuilder(TextEdit.applied(plain, done.edits()));
    if (done.anchor() == done.caret()) {
      return out.insert(done.caret(), '|').toString();
    }
    out.insert(Math.max(done.anchor(), done.caret()), done.anchor() < done.caret() ? ']' : '[');
    out.insert(Math.min(done.anchor(), done.caret()), done.anchor() < done.caret() ? '[' : ']');
    return out.toString();
  }

  @Test
  void commentsAtTheColumnOfTheShallowestLine() {
    assertEquals(
        "  // [a\n  //   b]\nc", done("  [a\n    b]\nc", acts -> acts.toggleComment("//")));
  }

  @Test
  void uncommentsOnlyWhereEveryLineIsAComment() {
    assertEquals("a|\nb", done("// a|\nb", acts -> acts.toggleComment("//")));
    assertEquals("// // [a\n// b]", done("// [a\nb]", acts -> acts.toggleComment("//")));
  }

  @Test
  void movesLinesUpAndDownWithTheirSelection() {
    assertEquals("b[b\nc]c\naa", done("aa\nb[b\nc]c", LineActs::moveUp));
    assertEquals("b\na|\n", done("a|\nb\n", LineActs::moveDown));
    assertEquals("a|", done("a|", LineActs::moveUp));
    assertEquals("a|", done("a|", LineActs::moveDown));
  }

  @Test
  void duplicatesBelow() {
    assertEquals("ab\na|b\nc", done("a|b\nc", LineActs::duplicate));
  }

  @Test
  void deletesTheLinesOfTheSelection() {
    assertEquals("a\n|d", done("a\n[b\nc\n]d", LineActs::delete));
    assertEquals("ab\ncd|", done("ab\nxy|z\ncd", LineActs::delete));
    assertEquals("a|", done("a\nb|", LineActs::delete));
    assertEquals("|", done("|a", LineActs::delete));
  }

  @Test
  void indentsAndOutdents() {
    assertEquals("  [a\n\n  b]", done("[a\n\nb]", LineActs::indent));
    assertEquals("|a", done("  |a", LineActs::outdent));
    assertEquals("|a", done(" |a", LineActs::outdent));
  }
}
