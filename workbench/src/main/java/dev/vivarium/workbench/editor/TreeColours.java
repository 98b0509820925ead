package dev.vivarium.workbench.editor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import javafx.application.Platform;
import org.treesitter.TSNode;
import org.treesitter.TSTree;
import org.treesitter.TSTreeCursor;

/// Colours by a syntax tree that is kept in step with the text: an edit costs a parse of what it
/// touches, on a thread of its own. Until that is done, the tree before it colours the text, with
/// its places moved.
final class TreeColours implements Colours {
  /// Longest text that is parsed, in code units.
  static final int MAX_CHARS = 2_000_000;

  private final SyntaxTree tree;
  private final ExecutorService parsing;
  private final TextLines lines;
  private final Consumer<List<Stretch>> parsed;
  private final Deque<TextChange> underway = new ArrayDeque<>();
  private TSTree shown;
  private boolean closed;

  /// Takes over a tree and the thread that parses it.
  ///
  /// @param shown a copy of the tree
  /// @param missed what changed since it was parsed
  /// @param parsed gets the lines that may look different, each time a change was parsed
  TreeColours(
      SyntaxTree tree,
      TSTree shown,
      ExecutorService parsing,
      TextLines lines,
      List<TextChange> missed,
      Consumer<List<Stretch>> parsed) {
    this.tree = tree;
    this.shown = shown;
    this.parsing = parsing;
    this.lines = lines;
    this.parsed = parsed;
    missed.forEach(this::parse);
  }

  @Override
  public List<Stretch> edited(TextChange change) {
    parse(change);
    return List.of(new Stretch(change.line(), change.line() + change.inserted()));
  }

  private void parse(TextChange change) {
    change.parts().forEach(part -> SyntaxTree.tell(shown, part));
    underway.add(change);
    parsing.execute(() -> {
      var now = tree.edited(change.parts());
      Platform.runLater(() -> arrived(now));
    });
  }

  private void arrived(SyntaxTree.Parsed now) {
    if (closed) {
      now.tree().close();
      return;
    }
    underway.remove();
    var changed = now.changed();
    for (var later : underway) {
      for (var part : later.parts()) {
        SyntaxTree.tell(now.tree(), part);
        changed = changed.stream().map(range -> moved(range, part)).toList();
      }
    }
    shown.close();
    shown = now.tree();
    var last = lines.start(lines.count() - 1) + lines.line(lines.count() - 1).length();
    parsed.accept(
        changed.stream()
            .map(range ->
                new Stretch(
                    lines.lineAt(Math.min(last, range.start())),
                    lines.lineAt(Math.min(last, range.end()))))
            .toList());
  }

  /// Where a stretch is after a change that came behind it.
  private static SyntaxTree.Range moved(SyntaxTree.Range range, TextChange.Part part) {
    var growth = part.inserted().length() - part.removed().length();
    return new SyntaxTree.Range(
        Math.max(0, range.start() > part.start() ? range.start() + growth : range.start()),
        Math.max(0, range.end() >= part.start() ? range.end() + growth : range.end()));
  }

  @Override
  public List<Token> tokens(int line) {
    var start = lines.start(line);
    var text = lines.line(line);
    var tokens = new ArrayList<Token>();
    if (!text.isEmpty()) {
      var end = start + text.length();
      var top = shown.getRootNode().getDescendantForByteRange(start * 2, end * 2);
      try (var cursor = new TSTreeCursor(top)) {
        new Walk(start, text, tokens).visit(cursor, "");
      }
    }
    return tokens;
  }

  @Override
  public void close() {
    closed = true;
    shown.close();
    parsing.execute(tree::close);
    parsing.shutdown();
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
