package dev.vivarium.workbench.editor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodeHighlighterTest {
  private final Highlighter typescript = Highlighter.forFile("fish.ts");

  private static List<String> named(String text, List<Token> tokens) {
    return tokens.stream().map(t -> t.kind() + ":" + text.substring(t.start(), t.end())).toList();
  }

  @Test
  void tellsKeywordsTypesConstantsAndNumbersApart() {
    var line = "const SIGHT: f32 = 4.0; // far";
    assertEquals(
        List.of("KEYWORD:const", "CONSTANT:SIGHT", "TYPE:f32", "NUMBER:4.0", "COMMENT:// far"),
        named(line, typescript.tokens(line)));
  }

  @Test
  void coloursDecoratorsAndCalls() {
    var line = "@unit(\"s\") swim(a)";
    assertEquals(
        List.of("DECORATOR:@unit", "STRING:\"s\"", "FUNCTION:swim"),
        named(line, typescript.tokens(line)));
  }

  @Test
  void carriesACommentOverLines() {
    var tokens = new ArrayList<Token>();
    var state = typescript.line("a /* b", Highlighter.START, tokens::add);
    state = typescript.line("c", state, tokens::add);
    assertEquals(TokenKind.COMMENT, tokens.getLast().kind());
    state = typescript.line("d */ let", state, tokens::add);
    assertEquals(Highlighter.START, state);
    assertEquals(TokenKind.KEYWORD, tokens.getLast().kind());
  }

  @Test
  void carriesACommentOverAnEmptyLine() {
    var state = typescript.line("/*", Highlighter.START, t -> {});
    var after = typescript.line("", state, t -> {});
    assertEquals(state, after);
  }

  @Test
  void endsAStringBehindAnEscapedQuote() {
    var line = "'it\\'s' if";
    assertEquals(List.of("STRING:'it\\'s'", "KEYWORD:if"), named(line, typescript.tokens(line)));
  }

  @Test
  void tellsJsonKeysFromValues() {
    var line = "{ \"name\": \"fish\", \"n\": -1.5, \"on\": true }";
    assertEquals(
        List.of(
            "KEY:\"name\"",
            "STRING:\"fish\"",
            "KEY:\"n\"",
            "NUMBER:-1.5",
            "KEY:\"on\"",
            "KEYWORD:true"),
        named(line, Highlighter.forFile("a.json").tokens(line)));
  }

  @Test
  void coloursScriptsAsJava() {
    var line = "var n = world.count(\"Fish\"); // all";
    assertEquals(
        List.of("KEYWORD:var", "FUNCTION:count", "STRING:\"Fish\"", "COMMENT:// all"),
        named(line, Highlighter.forFile("scripts/feed.jsh").tokens(line)));
  }
}
