package dev.vivarium.engine.world;

import dev.vivarium.engine.store.Pieces;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A world as pieces cut into blocks, of which those that are as in an earlier one are held once: a
/// plugin's memory hardly changes from one second to the next. Immutable.
final class PieceBlocks {
  private static final int BLOCK_BYTES = 4_096;

  private final Map<String, byte[][]> blocks = new LinkedHashMap<>();
  private long totalBytes;
  private long ownBytes;

  private PieceBlocks() {}

  /// @param earlier whose blocks are shared where they are the same
  static PieceBlocks of(Pieces pieces, @Nullable PieceBlocks earlier) {
    PieceBlocks made = new PieceBlocks();
    pieces
        .byKey()
        .forEach((key, bytes) -> {
          byte[][] before = earlier == null ? null : earlier.blocks.get(key);
          made.blocks.put(key, made.cut(bytes, before == null ? new byte[0][] : before));
        });
    return made;
  }

  private byte[][] cut(MemorySegment bytes, byte[][] before) {
    int count = (int) ((bytes.byteSize() + BLOCK_BYTES - 1) / BLOCK_BYTES);
    byte[][] cut = new byte[count][];
    for (int i = 0; i < count; i++) {
      long at = (long) i * BLOCK_BYTES;
      MemorySegment block = bytes.asSlice(at, Math.min(BLOCK_BYTES, bytes.byteSize() - at));
      totalBytes += block.byteSize();
      if (i < before.length && block.mismatch(MemorySegment.ofArray(before[i])) < 0) {
        cut[i] = before[i];
      } else {
        ownBytes += block.byteSize();
        cut[i] = block.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
      }
    }
    return cut;
  }

  /// Bytes that it would take alone.
  long totalBytes() {
    return totalBytes;
  }

  /// Bytes that it takes beside the earlier one.
  long ownBytes() {
    return ownBytes;
  }

  Pieces pieces() {
    Pieces pieces = new Pieces();
    blocks.forEach((key, cut) -> pieces.put(key, joined(cut)));
    return pieces;
  }

  private static byte[] joined(byte[][] cut) {
    int length = Arrays.stream(cut).mapToInt(block -> block.length).sum();
    byte[] whole = new byte[length];
    int at = 0;
    for (byte[] block : cut) {
      System.arraycopy(block, 0, whole, at, block.length);
      at += block.length;
    }
    return whole;
  }
}
