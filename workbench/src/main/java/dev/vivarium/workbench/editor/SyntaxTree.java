package dev.vivarium.workbench.editor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.treesitter.TSInputEdit;
import org.treesitter.TSInputEncoding;
import org.treesitter.TSNode;
import org.treesitter.TSParser;
import org.treesitter.TSPoint;
import org.treesitter.TSTree;

/// The syntax tree of one text. Belongs to the thread that parses it first, and then to the one
/// that it is handed to.
///
/// Places in the tree are bytes of UTF-16, so twice the offset. Its rows and columns are not used,
/// since after an undo of several places at once they could not be told from the changes.
final class SyntaxTree implements AutoCloseable {
  private static final int BUFFER_BYTES = 16_384;
  private static final TSPoint NOWHERE = new TSPoint(0, 0);

  /// Gives stretches of a text.
  interface Source {
    /// Puts what begins at `offset` into `out`, as much as there is or goes in.
    void read(int offset, CharBuffer out);
  }

  /// Offsets of a stretch, `start` included, `end` not.
  record Range(int start, int end) {}

  private final TSParser parser;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private @Nullable TSTree tree;

  private SyntaxTree(TSParser parser) {
    this.parser = parser;
  }

  /// Loads the grammar where it is not yet, and parses a text: nothing for the window's thread.
  static Optional<SyntaxTree> of(Grammar grammar, String text) {
    return grammar
        .parser()
        .map(parser -> {
          var parsed = new SyntaxTree(parser);
          parsed.parse(
              (at, out) ->
                  out.put(
                      text,
                      Math.min(at, text.length()),
                      Math.min(text.length(), at + out.remaining())),
              changed -> {});
          return parsed;
        });
  }

  /// A stretch of the text changed; places are right again, the tree is not until it is parsed.
  void edited(TextChange.Part part) {
    if (tree != null) {
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
  }

  /// Parses what was edited.
  ///
  /// @param changed gets each stretch that is another syntax now
  void parse(Source text, Consumer<Range> changed) {
    var before = tree;
    var now =
        parser.parse(
            buffer,
            before,
            (target, byteOffset, place) -> {
              var out = ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN).asCharBuffer();
              text.read(byteOffset / 2, out);
              return out.position() * 2;
            },
            TSInputEncoding.TSInputEncodingUTF16LE);
    tree = now;
    if (before != null) {
      for (var range : TSTree.getChangedRanges(before, now)) {
        changed.accept(new Range(range.getStartByte() / 2, range.getEndByte() / 2));
      }
      before.close();
    }
  }

  /// The smallest node around a stretch.
  TSNode around(int start, int end) {
    return Objects.requireNonNull(tree)
        .getRootNode()
        .getDescendantForByteRange(start * 2, end * 2);
  }

  @Override
  public void close() {
    if (tree != null) {
      tree.close();
    }
    parser.close();
  }
}
