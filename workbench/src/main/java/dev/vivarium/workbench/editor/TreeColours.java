package dev.vivarium.workbench.editor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.treesitter.TSInputEdit;
import org.treesitter.TSInputEncoding;
import org.treesitter.TSNode;
import org.treesitter.TSParser;
import org.treesitter.TSPoint;
import org.treesitter.TSTree;
import org.treesitter.TSTreeCursor;

/// Colours by a syntax tree that is kept in step with the text: an edit costs a parse of what it
/// touches.
///
/// Places in the tree are bytes of UTF-16, so twice the offset. Its rows and columns are not used,
/// since after an undo of several places at once they could not be told from the changes.
final class TreeColours implements Colours {
  /// Longest text that is parsed, in code units.
  static final int MAX_CHARS = 2_000_000;

  private static final int BUFFER_BYTES = 16_384;
  private static final TSPoint NOWHERE = new TSPoint(0, 0);

  private final TSParser parser;
  private final TextLines lines;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private TSTree tree;

  private TreeColours(TSParser parser, TextLines lines) {
    this.parser = parser;
    this.lines = lines;
    this.tree = parser.parse(buffer, null, this::read, TSInputEncoding.TSInputEncodingUTF16LE);
  }

  static Optional<Colours> of(String path, TextLines lines) {
    return length(lines) > MAX_CHARS
        ? Optional.empty()
        : Grammar.forFile(path)
            .flatMap(Grammar::parser)
            .map(parser -> new TreeColours(parser, lines));
  }

  private static int length(TextLines lines) {
    var last = lines.count() - 1;
    return lines.start(last) + lines.line(last).length();
  }

  private int read(byte[] target, int byteOffset, TSPoint place) {
    var at = byteOffset / 2;
    if (at >= length(lines)) {
      return 0;
    }
    var out = ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN).asCharBuffer();
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
    return out.position() * 2;
  }

  @Override
  public List<Stretch> edited(TextChange change) {
    for (var part : change.parts()) {
      var start = part.start() * 2;
      tree.edit(
          new TSInputEdit(
              start,
              start + part.removed().length() * 2,
              start + part.inserted().length() * 2,
              NOWHERE,
              NOWHERE,
              NOWHERE));
    }
    var before = tree;
    tree = parser.parse(buffer, before, this::read, TSInputEncoding.TSInputEncodingUTF16LE);
    var stretches = new ArrayList<Stretch>();
    stretches.add(new Stretch(change.line(), change.line() + change.inserted()));
    var length = length(lines);
    for (var range : TSTree.getChangedRanges(before, tree)) {
      stretches.add(
          new Stretch(
              lines.lineAt(Math.min(length, range.getStartByte() / 2)),
              lines.lineAt(Math.min(length, range.getEndByte() / 2))));
    }
    before.close();
    return stretches;
  }

  @Override
  public List<Token> tokens(int line) {
    var start = lines.start(line);
    var text = lines.line(line);
    var tokens = new ArrayList<Token>();
    if (!text.isEmpty()) {
      var end = start + text.length();
      var top = tree.getRootNode().getDescendantForByteRange(start * 2, end * 2);
      try (var cursor = new TSTreeCursor(top)) {
        new Walk(start, text, tokens).visit(cursor, "");
      }
    }
    return tokens;
  }

  @Override
  public void close() {
    tree.close();
    parser.close();
  }

  /// Collects the tokens of a line that begins at `start`.
  private record Walk(int start, String text, List<Token> out) {
    void visit(TSTreeCursor cursor, String parent) {
      var node = cursor.currentNode();
      var type = node.getType();
      var kind = TreeTokens.kind(node, type, parent, cursor.currentFieldName());
      if (kind.isPresent()) {
        add(node, kind.get());
      } else if (cursor.gotoFirstChild()) {
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
