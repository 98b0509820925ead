package dev.vivarium.engine.world;

import dev.vivarium.engine.ecs.Column;
import dev.vivarium.engine.ecs.EntityHandle;
import dev.vivarium.engine.ecs.EntityStore;
import dev.vivarium.engine.ecs.SparseSet;
import dev.vivarium.engine.ecs.Table;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.BitSet;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/// The last known values of one watched field: of one entity, or by the index of every entity that
/// has the component. Owned by the tick thread.
final class WatchedRows {
  final FieldWatch watch;
  final WatchedField field;
  private final int bytes;
  private final boolean conditional;
  private final BitSet held = new BitSet();
  private final IdentityHashMap<Column, Long> versions = new IdentityHashMap<>();
  private long[] handles = new long[0];
  private byte[] known = new byte[0];
  private MemorySegment knownSegment = MemorySegment.ofArray(known);
  private boolean quiet;

  // What the last scan found.
  int found;
  long firstEntity;
  byte @Nullable [] firstOld;
  byte[] firstNew = new byte[0];
  @Nullable Column firstColumn;
  int firstRow;

  /// Takes the values as they are now for known.
  WatchedRows(FieldWatch watch, WatchedField field, EntityStore store) {
    this.watch = watch;
    this.field = field;
    this.bytes = field.bytes();
    this.conditional = field.test().isPresent();
    quiet = true;
    scan(store);
    quiet = false;
  }

  /// Finds what changed since the last scan, or what holds now and did not.
  void scan(EntityStore store) {
    found = 0;
    firstColumn = null;
    if (watch.entity() != 0) {
      scanOne(store, watch.entity());
    } else if (field.type().isSparse()) {
      SparseSet set = field.type().sparseSet();
      scanAll(set.values(), set.entities());
    } else {
      for (Table table : store.tables()) {
        Column column = table.column(field.type());
        if (column != null) {
          scanAll(column, table.entities());
        }
      }
    }
  }

  private void scanOne(EntityStore store, long entity) {
    if (!store.isAlive(entity)) {
      return;
    }
    if (field.type().isSparse()) {
      SparseSet set = field.type().sparseSet();
      int row = set.row(entity);
      if (row >= 0) {
        look(set.values(), set.values().segment(), row, entity, 0);
      }
      return;
    }
    Column column = store.tableOf(entity).column(field.type());
    if (column != null) {
      look(column, column.segment(), store.rowOf(entity), entity, 0);
    }
  }

  private void scanAll(Column column, long[] entities) {
    long version = column.version();
    Long seen = versions.put(column, version);
    if (seen != null && seen == version) {
      return;
    }
    MemorySegment values = column.segment();
    int rows = column.rows();
    for (int row = 0; row < rows; row++) {
      look(column, values, row, entities[row], EntityHandle.index(entities[row]));
    }
  }

  private void look(Column column, MemorySegment values, int row, long entity, int slot) {
    if (slot >= handles.length) {
      grow(slot + 1);
    }
    long at = (long) row * column.strideBytes() + field.offset();
    boolean wasKnown = handles[slot] == entity;
    if (wasKnown && same(values, at, (long) slot * bytes)) {
      return;
    }
    boolean hit = conditional ? begins(values, at, slot, wasKnown) : wasKnown;
    if (hit && !quiet) {
      hit(column, values, row, entity, slot, wasKnown);
    }
    handles[slot] = entity;
    keep(values, at, (long) slot * bytes);
  }

  /// A copy of few bytes whose number is not fixed costs more than all else here.
  private void keep(MemorySegment values, long at, long knownAt) {
    switch (bytes) {
      case 4 ->
          knownSegment.set(
              ValueLayout.JAVA_INT_UNALIGNED,
              knownAt,
              values.get(ValueLayout.JAVA_INT_UNALIGNED, at));
      case 8 ->
          knownSegment.set(
              ValueLayout.JAVA_LONG_UNALIGNED,
              knownAt,
              values.get(ValueLayout.JAVA_LONG_UNALIGNED, at));
      default -> MemorySegment.copy(values, at, knownSegment, knownAt, bytes);
    }
  }

  private boolean begins(MemorySegment values, long at, int slot, boolean wasKnown) {
    boolean before = wasKnown && held.get(slot);
    boolean now = field.holds(values, at);
    if (before != now || !wasKnown) {
      held.set(slot, now);
    }
    return now && !before;
  }

  private boolean same(MemorySegment values, long at, long knownAt) {
    return switch (bytes) {
      case 4 ->
          values.get(ValueLayout.JAVA_INT_UNALIGNED, at)
              == knownSegment.get(ValueLayout.JAVA_INT_UNALIGNED, knownAt);
      case 8 ->
          values.get(ValueLayout.JAVA_LONG_UNALIGNED, at)
              == knownSegment.get(ValueLayout.JAVA_LONG_UNALIGNED, knownAt);
      default ->
          MemorySegment.mismatch(values, at, at + bytes, knownSegment, knownAt, knownAt + bytes)
              < 0;
    };
  }

  private void hit(
      Column column, MemorySegment values, int row, long entity, int slot, boolean wasKnown) {
    if (found++ > 0) {
      return;
    }
    firstEntity = entity;
    firstColumn = column;
    firstRow = row;
    firstOld = wasKnown ? Arrays.copyOfRange(known, slot * bytes, (slot + 1) * bytes) : null;
    firstNew = new byte[bytes];
    MemorySegment.copy(
        values,
        (long) row * column.strideBytes() + field.offset(),
        MemorySegment.ofArray(firstNew),
        0,
        bytes);
  }

  private void grow(int slots) {
    int room = Math.max(slots, handles.length + handles.length / 2);
    handles = Arrays.copyOf(handles, room);
    known = Arrays.copyOf(known, Math.multiplyExact(room, Math.max(1, bytes)));
    knownSegment = MemorySegment.ofArray(known);
  }
}
