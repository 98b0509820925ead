package dev.vivarium.workbench.editor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.treesitter.TSInputEdit;
import org.treesitter.TSInputEncoding;
import org.treesitter.TSParser;
import org.treesitter.TSPoint;
import org.treesitter.TSTree;

/// The syntax tree of one text, with a copy of the text of its own, so that parsing holds up
/// nobody. Belongs to one thread at a time, which is not the window's.
///
/// Places in a tree are bytes of UTF-16, so twice the offset. Its rows and columns are not used,
/// since after an undo of several places at once they could not be told from the changes.
final class SyntaxTree implements AutoCloseable {
  private static final int BUFFER_BYTES = 16_384;
  private static final TSPoint NOWHERE = new TSPoint(0, 0);

  /// Offsets of a stretch, `start` included, `end` not.
  record Range(int start, int end) {}

  /// A tree for another thread, which closes it, and what is another syntax than before.
  record Parsed(TSTree tree, List<Range> changed) {}

  private final TSParser parser;
  private final StringBuilder text;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private TSTree tree;

  private SyntaxTree(TSParser parser, String text) {
    this.parser = parser;
    this.text = new StringBuilder(text);
    this.tree = parse(null);
  }

  /// Loads the grammar where it is not yet, and parses a text.
  static Optional<SyntaxTree> of(Grammar grammar, String text) {
    return grammar.parser().map(parser -> new SyntaxTree(parser, text));
  }

  private TSTree parse(@Nullable TSTree before) {
    return parser.parse(
        buffer,
        before,
        (target, byteOffset, place) -> {
          var out = ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN).asCharBuffer();
          var at = Math.min(byteOffset / 2, text.length());
          out.put(stretch(at, out.remaining()));
          return out.position() * 2;
        },
        TSInputEncoding.TSInputEncodingUTF16LE);
  }

  private String stretch(int at, int most) {
    return text.substring(at, Math.min(text.length(), at + most));
  }

  /// Tells a tree of a change, so that its places are right again; what is in them may not be.
  static void tell(TSTree tree, TextChange.Part part) {
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

  TSTree copy() {
    return tree.copy();
  }

  /// Changes the text and parses what that touches.
  Parsed edited(List<TextChange.Part> parts) {
    var changed = new ArrayList<Range>();
    for (var part : parts) {
      tell(tree, part);
      text.replace(part.start(), part.start() + part.removed().length(), part.inserted());
      changed.add(new Range(part.start(), part.start() + part.inserted().length()));
    }
    var before = tree;
    tree = parse(before);
    for (var range : TSTree.getChangedRanges(before, tree)) {
      changed.add(new Range(range.getStartByte() / 2, range.getEndByte() / 2));
    }
    before.close();
    return new Parsed(tree.copy(), changed);
  }

  @Override
  public void close() {
    tree.close();
    parser.close();
  }
}
