package dev.vivarium.engine.plugin;

import dev.vivarium.engine.ecs.Column;
import dev.vivarium.engine.ecs.SparseSet;
import dev.vivarium.engine.ecs.Table;
import dev.vivarium.engine.plugin.BoundQuery.DataTerm;
import dev.vivarium.engine.plugin.wasm.FlatMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Copies a chunk's rows from the store into a plugin's memory, where they are not there already.
/// `pointer` is where the frame lies.
final class ColumnCopyIn {
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private ColumnCopyIn() {}

  /// Copies the rows' entities.
  static void copyIds(FlatMemory memory, int pointer, Chunk chunk) {
    Table table = chunk.table();
    if (chunk.selected) {
      long[] entities = table.entities();
      for (int row = 0; row < chunk.rows; row++) {
        memory.writeLong(pointer + chunk.idsAt + row * Long.BYTES, entities[chunk.selection[row]]);
      }
      chunk.idsVersion = Chunk.NEVER;
    } else if (chunk.idsTable != table
        || chunk.idsVersion != table.structureVersion()
        || chunk.idsCopiedAt != chunk.idsAt) {
      MemorySegment.copy(
          table.entities(), 0, memory.segment(), LONG, pointer + (long) chunk.idsAt, chunk.rows);
      chunk.idsTable = table;
      chunk.idsVersion = table.structureVersion();
      chunk.idsCopiedAt = chunk.idsAt;
    }
  }

  /// Copies the values of term `i`, unless they lie there already.
  static void copyValues(MemorySegment segment, int pointer, Chunk chunk, int i, DataTerm term) {
    long target = pointer + (long) chunk.columnAt[i];
    if (term.isSparse()) {
      copySparse(segment, target, term.type().sparseSet(), chunk, term);
      return;
    }
    Column column = chunk.column[i];
    if (column == null) {
      return;
    }
    if (chunk.selected) {
      gather(segment, target, column, chunk, term);
      return;
    }
    if (chunk.isCopied(i, column)) {
      return;
    }
    if (term.projection().identity()) {
      MemorySegment.copy(
          column.segment(), 0, segment, target, (long) chunk.rows * term.strideBytes());
    } else {
      term.projection().toConsumer(column.segment(), 0, segment, target, chunk.rows);
    }
    chunk.copied(i, column);
  }

  private static void gather(
      MemorySegment segment, long target, Column column, Chunk chunk, DataTerm term) {
    MemorySegment source = column.segment();
    long stride = column.strideBytes();
    boolean identity = term.projection().identity();
    for (int row = 0; row < chunk.rows; row++) {
      long from = chunk.selection[row] * stride;
      long to = target + (long) row * term.strideBytes();
      if (identity) {
        MemorySegment.copy(source, from, segment, to, stride);
      } else {
        term.projection().toConsumer(source, from, segment, to, 1);
      }
    }
  }

  private static void copySparse(
      MemorySegment segment, long target, SparseSet set, Chunk chunk, DataTerm term) {
    long[] entities = chunk.table().entities();
    int stride = term.strideBytes();
    Column values = set.values();
    for (int row = 0; row < chunk.rows; row++) {
      long to = target + (long) row * stride;
      int at = set.row(entities[chunk.tableRow(row)]);
      if (at < 0) {
        segment.asSlice(to, stride).fill((byte) 0);
      } else {
        long from = (long) at * values.strideBytes();
        term.projection().toConsumer(values.segment(), from, segment, to, 1);
      }
    }
  }
}
