package dev.vivarium.engine.store;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What changed from one set of pieces to the next, in runs of blocks of [#BLOCK_BYTES].
final class PieceDelta {
  static final int BLOCK_BYTES = 4096;

  /// Unchanged blocks between two changed ones that are cheaper written than skipped.
  private static final int GAP_BLOCKS = 1;

  private PieceDelta() {}

  /// The record's parts: removed keys, then each changed piece with its runs.
  static List<MemorySegment> between(Pieces before, Pieces after) {
    List<MemorySegment> parts = new ArrayList<>();
    DataWriter head = new DataWriter();
    List<String> removed = before.byKey().keySet().stream().filter(key -> !after.has(key)).toList();
    head.i32(removed.size());
    removed.forEach(head::text);
    parts.add(head.toSegment());
    for (Map.Entry<String, MemorySegment> piece : after.byKey().entrySet()) {
      MemorySegment old = before.byKey().get(piece.getKey());
      changed(piece.getKey(), old == null ? MemorySegment.NULL : old, piece.getValue(), parts);
    }
    return parts;
  }

  private static void changed(
      String key, MemorySegment old, MemorySegment now, List<MemorySegment> parts) {
    List<MemorySegment> runs = new ArrayList<>();
    long at = 0;
    while (at < now.byteSize()) {
      long from = firstDifference(old, now, at);
      if (from < 0) {
        break;
      }
      long to = endOfRun(old, now, from);
      runs.add(new DataWriter().i64(from).i32((int) (to - from)).toSegment());
      runs.add(now.asSlice(from, to - from));
      at = to;
    }
    if (!runs.isEmpty() || old.byteSize() != now.byteSize() || old.equals(MemorySegment.NULL)) {
      DataWriter head = new DataWriter().text(key).i64(now.byteSize());
      parts.add(head.i32(runs.size() / 2).toSegment());
      parts.addAll(runs);
    }
  }

  /// Start of the first block at or after `at` that differs, or -1.
  private static long firstDifference(MemorySegment old, MemorySegment now, long at) {
    long common = Math.min(old.byteSize(), now.byteSize());
    if (at < common) {
      long found = MemorySegment.mismatch(old, at, common, now, at, common);
      if (found >= 0) {
        return (at + found) / BLOCK_BYTES * BLOCK_BYTES;
      }
    }
    return now.byteSize() > common ? Math.max(at, common) : -1;
  }

  private static long endOfRun(MemorySegment old, MemorySegment now, long from) {
    long end = from;
    int same = 0;
    for (long block = from; block < now.byteSize() && same <= GAP_BLOCKS; block += BLOCK_BYTES) {
      long blockEnd = Math.min(block + BLOCK_BYTES, now.byteSize());
      if (differs(old, now, block, blockEnd)) {
        end = blockEnd;
        same = 0;
      } else {
        same++;
      }
    }
    return end;
  }

  private static boolean differs(MemorySegment old, MemorySegment now, long from, long to) {
    return to > old.byteSize() || MemorySegment.mismatch(old, from, to, now, from, to) >= 0;
  }

  /// Applies a record to a world's pieces.
  ///
  /// @throws DamagedDataException if it does not fit them; they are to be thrown away then
  static void apply(byte[] record, Map<String, byte[]> pieces) throws DamagedDataException {
    DataReader in = new DataReader("journal record", record);
    int removedCount = in.count(StoreLimits.PIECES, 4);
    List<String> removed = new ArrayList<>();
    for (int i = 0; i < removedCount; i++) {
      removed.add(in.text());
    }
    Map<String, byte[]> changed = new HashMap<>();
    while (!in.atEnd()) {
      piece(in, pieces, changed);
      if (pieces.size() + changed.size() > StoreLimits.PIECES) {
        throw in.damaged("more than %d pieces".formatted(StoreLimits.PIECES));
      }
    }
    removed.forEach(pieces::remove);
    pieces.putAll(changed);
  }

  private static void piece(DataReader in, Map<String, byte[]> pieces, Map<String, byte[]> changed)
      throws DamagedDataException {
    String key = in.text();
    long bytes = in.i64();
    int runs = in.count(StoreLimits.PIECES, 12);
    byte[] old = pieces.getOrDefault(key, new byte[0]);
    if (bytes < 0 || bytes > StoreLimits.PIECE_BYTES || bytes - old.length > in.left()) {
      throw in.damaged("'%s' cannot have %d bytes".formatted(key, bytes));
    }
    byte[] now = Arrays.copyOf(old, (int) bytes);
    for (int i = 0; i < runs; i++) {
      long from = in.i64();
      int length = in.i32();
      if (from < 0 || length < 0 || from > bytes - length) {
        throw in.damaged("a run outside of '%s'".formatted(key));
      }
      in.raw(now, (int) from, length);
    }
    changed.put(key, now);
  }
}
