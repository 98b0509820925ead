package dev.vivarium.engine.plugin;

import dev.vivarium.engine.ecs.Column;
import dev.vivarium.engine.ecs.EntityStore;
import dev.vivarium.engine.ecs.SparseSet;
import dev.vivarium.engine.ecs.Table;
import dev.vivarium.engine.plugin.BoundQuery.DataTerm;
import java.lang.foreign.MemorySegment;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Takes values that one dispatch wrote from the plugin's memory into the store, but for rows that
/// the plugin has no right to write.
final class ColumnCopyOut {
  private final MemorySegment segment;
  private final int pointer;
  private final EntityStore store;
  private final int tick;
  private final short writer;
  private final int owner;
  private final @Nullable Set<Long> writable;

  /// @param pointer where the frame lies
  /// @param owner id of the plugin
  /// @param writable the only entities whose rows may be written, or null where the plugin's rights
  ///   decide
  ColumnCopyOut(
      MemorySegment segment,
      int pointer,
      EntityStore store,
      int tick,
      short writer,
      int owner,
      @Nullable Set<Long> writable) {
    this.segment = segment;
    this.pointer = pointer;
    this.store = store;
    this.tick = tick;
    this.writer = writer;
    this.owner = owner;
    this.writable = writable;
  }

  /// Takes back the values of term `i`.
  ///
  /// @return rows whose write was refused
  long copy(Chunk chunk, int i, DataTerm term) {
    if (chunk.columnAt[i] == 0) {
      return 0;
    }
    long[] allowed =
        writable != null
            ? rowsOf(writable, chunk.table())
            : term.anywhere() ? null : allowedRows(chunk, term);
    long source = pointer + (long) chunk.columnAt[i];
    if (term.isSparse()) {
      return copySparse(source, chunk, term, allowed);
    }
    Column column = chunk.column[i];
    if (column == null) {
      return 0;
    }
    boolean plain = term.projection().identity();
    MemorySegment values = plain ? segment : projected(source, column, chunk, term);
    long at = plain ? source : 0;
    if (chunk.selected) {
      column.writeBackRows(values, at, chunk.selection, chunk.rows, tick, writer, allowed);
    } else {
      int changed = column.writeBack(values, at, 0, chunk.rows, tick, writer, allowed);
      if (allowed == null && changed == 0 && plain && isEqual(column, source, chunk)) {
        chunk.copied(i, column);
      } else {
        chunk.copiedVersion[i] = Chunk.NEVER;
      }
    }
    return column.droppedRows();
  }

  /// Whether the plugin's memory holds just what the column does: not so where it wrote a NaN that
  /// was made canonical on the way back, which it must find made so.
  private boolean isEqual(Column column, long source, Chunk chunk) {
    long bytes = (long) chunk.rows * column.strideBytes();
    return MemorySegment.mismatch(segment, source, source + bytes, column.segment(), 0, bytes) < 0;
  }

  /// The rows in the owner's layout, with the plugin's fields put over what the world has.
  private MemorySegment projected(long source, Column column, Chunk chunk, DataTerm term) {
    int stride = column.strideBytes();
    MemorySegment rows = MemorySegment.ofArray(new byte[chunk.rows * stride]);
    for (int row = 0; row < chunk.rows; row++) {
      MemorySegment.copy(
          column.segment(), (long) chunk.tableRow(row) * stride, rows, (long) row * stride, stride);
    }
    term.projection().toOwner(segment, source, rows, 0, chunk.rows);
    return rows;
  }

  /// Returns the rows refused.
  private long copySparse(long source, Chunk chunk, DataTerm term, long @Nullable [] allowed) {
    boolean plain = term.projection().identity();
    MemorySegment values = plain ? segment : projectedSparse(source, chunk, term);
    store.writeBackSparse(
        term.type(),
        chunk.table(),
        chunk.selected ? chunk.selection : null,
        0,
        chunk.rows,
        values,
        plain ? source : 0,
        tick,
        writer,
        allowed);
    return term.type().sparseSet().values().droppedRows();
  }

  /// As [#projected], for a sparse component; rows without it stay zero.
  private MemorySegment projectedSparse(long source, Chunk chunk, DataTerm term) {
    SparseSet set = term.type().sparseSet();
    Column values = set.values();
    int stride = values.strideBytes();
    MemorySegment rows = MemorySegment.ofArray(new byte[chunk.rows * stride]);
    for (int row = 0; row < chunk.rows; row++) {
      int at = set.row(chunk.table().entities()[chunk.tableRow(row)]);
      if (at >= 0) {
        MemorySegment.copy(values.segment(), (long) at * stride, rows, (long) row * stride, stride);
      }
    }
    term.projection().toOwner(segment, source, rows, 0, chunk.rows);
    return rows;
  }

  // Rights

  /// Rows of the chunk's table that the plugin may write, one bit each, or null for all of them.
  private long @Nullable [] allowedRows(Chunk chunk, DataTerm term) {
    Table table = chunk.table();
    if (!term.onOwn()) {
      return new long[(table.rows() + 63) >> 6];
    }
    if (chunk.ownedTable != table || chunk.ownedVersion != table.structureVersion()) {
      chunk.ownedTable = table;
      chunk.ownedVersion = table.structureVersion();
      chunk.owned = ownedRows(table);
    }
    return chunk.owned;
  }

  private long[] rowsOf(Set<Long> entities, Table table) {
    long[] rows = new long[(table.rows() + 63) >> 6];
    for (long entity : entities) {
      if (store.isAlive(entity) && store.tableOf(entity) == table) {
        int row = store.rowOf(entity);
        rows[row >> 6] |= 1L << row;
      }
    }
    return rows;
  }

  private long @Nullable [] ownedRows(Table table) {
    long[] owned = new long[(table.rows() + 63) >> 6];
    int count = 0;
    for (int row = 0; row < table.rows(); row++) {
      if (store.owner(table.entities()[row]) == owner) {
        owned[row >> 6] |= 1L << row;
        count++;
      }
    }
    return count == table.rows() ? null : owned;
  }
}
