package dev.vivarium.workbench.editor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Splits text into coloured stretches, one line at a time, so that an edit costs only the lines it
/// touches.
interface Highlighter {
  /// The state before the first line.
  int START = 0;

  /// Hands out the tokens of a line in order and without overlap.
  ///
  /// @param state what [#line] returned for the line before
  /// @return the state after this line: whether a comment or a string goes on in the next
  int line(String text, int state, Consumer<Token> out);

  static Highlighter forFile(String path) {
    return switch (path.substring(path.lastIndexOf('.') + 1)) {
      case "ts", "js", "mjs" -> new CodeHighlighter(Keywords.TYPESCRIPT, Keywords.TYPESCRIPT_TYPES);
      case "rs" -> new CodeHighlighter(Keywords.RUST, Keywords.RUST_TYPES);
      case "jsh", "java" -> new CodeHighlighter(Keywords.JAVA, Keywords.JAVA_TYPES);
      case "c", "h" -> new CodeHighlighter(Keywords.C, Keywords.C_TYPES);
      case "json" -> new JsonHighlighter();
      default -> (text, state, out) -> START;
    };
  }

  /// The tokens of a line that stands alone.
  default List<Token> tokens(String text) {
    var tokens = new ArrayList<Token>();
    line(text, START, tokens::add);
    return tokens;
  }
}
