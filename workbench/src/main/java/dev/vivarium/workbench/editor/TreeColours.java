package dev.vivarium.workbench.editor;

import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.List;
import org.treesitter.TSNode;
import org.treesitter.TSTreeCursor;

/// Colours by a syntax tree that is kept in step with the text: an edit costs a parse of what it
/// touches.
final class TreeColours implements Colours {
  /// Longest text that is parsed, in code units.
  static final int MAX_CHARS = 2_000_000;

  private final SyntaxTree tree;
  private final TextLines lines;

  /// Takes over a tree of the text as it was before `missed`.
  TreeColours(SyntaxTree tree, TextLines lines, List<TextChange> missed) {
    this.tree = tree;
    this.lines = lines;
    if (!missed.isEmpty()) {
      missed.stream().flatMap(change -> change.parts().stream()).forEach(tree::edited);
      tree.parse(this::read, range -> {});
    }
  }

  private int length() {
    var last = lines.count() - 1;
    return lines.start(last) + lines.line(last).length();
  }

  private void read(int at, CharBuffer out) {
    if (at >= length()) {
      return;
    }
    var line = lines.lineAt(at);
    var column = at - lines.start(line);
    for (; line < lines.count() && out.hasRemaining(); line++, column = 0) {
      var text = lines.line(line);
      var end = Math.min(text.length(), column + out.remaining());
      out.put(text, Math.min(column, end), end);
      if (end == text.length() && line + 1 < lines.count() && out.hasRemaining()) {
        out.put('\n');
      }
    }
  }

  @Override
  public List<Stretch> edited(TextChange change) {
    change.parts().forEach(tree::edited);
    var stretches = new ArrayList<Stretch>();
    stretches.add(new Stretch(change.line(), change.line() + change.inserted()));
    var length = length();
    tree.parse(
        this::read,
        range ->
            stretches.add(
                new Stretch(
                    lines.lineAt(Math.min(length, range.start())),
                    lines.lineAt(Math.min(length, range.end())))));
    return stretches;
  }

  @Override
  public List<Token> tokens(int line) {
    var start = lines.start(line);
    var text = lines.line(line);
    var tokens = new ArrayList<Token>();
    if (!text.isEmpty()) {
      var end = start + text.length();
      var top = tree.around(start, end);
      try (var cursor = new TSTreeCursor(top)) {
        new Walk(start, text, tokens).visit(cursor, "");
      }
    }
    return tokens;
  }

  @Override
  public void close() {
    tree.close();
  }

  /// Collects the tokens of a line that begins at `start`.
  private record Walk(int start, String text, List<Token> out) {
    void visit(TSTreeCursor cursor, String parent) {
      var node = cursor.currentNode();
      var type = node.getType();
      var kind = TreeTokens.kind(node, type, parent, cursor.currentFieldName());
      if (kind.isPresent()) {
        add(node, kind.get());
      } else if (cursor.gotoFirstChildForByte(start * 2) >= 0) {
        // A file has thousands of declarations before the line.
        children(cursor, type);
        cursor.gotoParent();
      } else if (type.endsWith("identifier")) {
        byName(node);
      }
    }

    private void children(TSTreeCursor cursor, String type) {
      do {
        var child = cursor.currentNode();
        if (child.getStartByte() / 2 >= start + text.length()) {
          return;
        }
        if (child.getEndByte() / 2 > start) {
          visit(cursor, type);
        }
      } while (cursor.gotoNextSibling());
    }

    private void byName(TSNode node) {
      var from = Math.max(0, node.getStartByte() / 2 - start);
      var to = Math.min(text.length(), node.getEndByte() / 2 - start);
      TreeTokens.byName(text.substring(from, Math.max(from, to)))
          .ifPresent(kind -> add(node, kind));
    }

    private void add(TSNode node, TokenKind kind) {
      var least = out.isEmpty() ? 0 : out.getLast().end();
      var first = Math.max(least, node.getStartByte() / 2 - start);
      var last = Math.min(node.getEndByte() / 2 - start, text.length());
      if (last > first) {
        out.add(new Token(first, last, kind));
      }
    }
  }
}
