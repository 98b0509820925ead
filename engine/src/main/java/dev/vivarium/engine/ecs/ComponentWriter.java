package dev.vivarium.engine.ecs;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Gives entities components, changes their values and takes them away. A table component that
/// comes or goes moves the entity's row to another table; a sparse one leaves it where it is.
final class ComponentWriter {
  private final ChangeClock clock;
  private final EntityAllocator entities;
  private final ComponentTypes types;
  private final Archetypes archetypes;
  private final Hierarchy hierarchy;
  private final RowMoves moves = new RowMoves();

  ComponentWriter(
      ChangeClock clock,
      EntityAllocator entities,
      ComponentTypes types,
      Archetypes archetypes,
      Hierarchy hierarchy) {
    this.clock = clock;
    this.entities = entities;
    this.types = types;
    this.archetypes = archetypes;
    this.hierarchy = hierarchy;
  }

  // One entity

  /// As [EntityStore#set].
  SetResult set(long entity, ComponentType type, MemorySegment value, long offset, long stamp) {
    if (!entities.isAlive(entity)) {
      return SetResult.NO_ENTITY;
    }
    if (type.isSparse()) {
      return setSparse(entity, type, value, offset, stamp);
    }
    if (type.isSingleton() && type.singleton() != entity) {
      return SetResult.NOT_THE_SINGLETON;
    }
    int index = EntityHandle.index(entity);
    Table table = tableAt(index);
    Column column = table.column(type);
    if (column != null) {
      boolean changed = column.put(entities.row(index), value, offset, stamp);
      return changed ? SetResult.CHANGED : SetResult.UNCHANGED;
    }
    Table.Edge edge = archetypes.with(table, type);
    int row = move(index, table, edge);
    Objects.requireNonNull(edge.added).init(row, value, offset, stamp);
    return SetResult.ADDED;
  }

  private SetResult setSparse(
      long entity, ComponentType type, MemorySegment value, long offset, long stamp) {
    SparseSet set = type.sparseSet();
    int index = EntityHandle.index(entity);
    if (type == types.parent()) {
      SetResult refused =
          hierarchy.attach(index, value.get(ValueLayout.JAVA_LONG_UNALIGNED, offset));
      if (refused != null) {
        return refused;
      }
    }
    int row = set.rowOfIndex(index);
    if (row >= 0) {
      boolean changed = set.values().put(row, value, offset, stamp);
      return changed ? SetResult.CHANGED : SetResult.UNCHANGED;
    }
    set.add(entity, value, offset, stamp);
    entities.addSparse(index, 1);
    return SetResult.ADDED;
  }

  /// As [EntityStore#remove].
  boolean remove(long entity, ComponentType type) {
    if (!entities.isAlive(entity)) {
      return false;
    }
    int index = EntityHandle.index(entity);
    if (type.isSparse()) {
      return removeSparse(entity, index, type);
    }
    Table table = tableAt(index);
    if (!table.has(type) || type.singleton() == entity) {
      return false;
    }
    move(index, table, archetypes.without(table, type));
    return true;
  }

  private boolean removeSparse(long entity, int index, ComponentType type) {
    if (!type.sparseSet().remove(entity)) {
      return false;
    }
    if (type == types.parent()) {
      hierarchy.detach(index);
    }
    entities.addSparse(index, -1);
    return true;
  }

  /// Returns the row in the target, which is its last.
  private int move(int index, Table from, Table.Edge edge) {
    int row = entities.row(index);
    long moved = from.moveTo(edge, row);
    if (moved != EntityHandle.NONE) {
      entities.row(EntityHandle.index(moved), row);
    }
    int to = edge.target.rows - 1;
    entities.place(index, edge.target.id, to);
    return to;
  }

  private Table tableAt(int index) {
    return archetypes.get(entities.table(index));
  }

  // Many entities

  /// As [EntityStore#setAll].
  int setAll(
      long[] handles,
      int count,
      ComponentType type,
      MemorySegment values,
      long offset,
      long spacingBytes,
      int tick,
      int writer,
      boolean[] accepted) {
    long stamp = clock.stamp(tick, (short) writer);
    int total = 0;
    for (int i = 0; i < count; ) {
      Table.@Nullable Edge edge = edgeToGet(handles[i], type);
      long at = offset + i * spacingBytes;
      if (edge == null) {
        accepted[i] = set(handles[i], type, values, at, stamp).accepted();
        total += accepted[i++] ? 1 : 0;
        continue;
      }
      int first = edge.target.rows;
      int moved =
          moves.move(entities, tableAt(EntityHandle.index(handles[i])), edge, handles, i, count);
      Column added = Objects.requireNonNull(edge.added);
      added.initAll(first, moved, values, at, spacingBytes, stamp);
      Arrays.fill(accepted, i, i + moved, true);
      i += moved;
      total += moved;
    }
    return total;
  }

  /// The way that an entity takes when it gets the component; null if it would not move.
  private Table.@Nullable Edge edgeToGet(long entity, ComponentType type) {
    int id = (int) (entities.locate(entity) >> 32);
    return id < 0 || !type.isMovable() || archetypes.get(id).has(type)
        ? null
        : archetypes.with(archetypes.get(id), type);
  }

  /// As [EntityStore#removeAll].
  int removeAll(long[] handles, int count, ComponentType type, boolean[] removed) {
    int total = 0;
    for (int i = 0; i < count; ) {
      Table.@Nullable Edge edge = edgeToLose(handles[i], type);
      if (edge == null) {
        removed[i] = remove(handles[i], type);
        total += removed[i++] ? 1 : 0;
        continue;
      }
      int moved =
          moves.move(entities, tableAt(EntityHandle.index(handles[i])), edge, handles, i, count);
      Arrays.fill(removed, i, i + moved, true);
      i += moved;
      total += moved;
    }
    return total;
  }

  private Table.@Nullable Edge edgeToLose(long entity, ComponentType type) {
    int id = (int) (entities.locate(entity) >> 32);
    return id < 0 || !type.isMovable() || !archetypes.get(id).has(type)
        ? null
        : archetypes.without(archetypes.get(id), type);
  }

  // What a system was given

  /// As [EntityStore#writeBackSparse].
  int writeBackSparse(
      ComponentType type,
      Table table,
      int @Nullable [] rowSelection,
      int firstRow,
      int count,
      MemorySegment src,
      long srcOffset,
      int tick,
      short writer,
      long @Nullable [] allowedRows) {
    SparseSet set = type.sparseSet();
    int stride = set.values().strideBytes();
    long stamp = clock.stamp(tick, writer);
    int changed = 0;
    set.values().noneDropped();
    for (int i = 0; i < count && stride > 0; i++) {
      int row = rowSelection == null ? firstRow + i : rowSelection[i];
      long entity = table.entities[row];
      int own = set.row(entity);
      long at = srcOffset + (long) i * stride;
      if (own < 0) {
        continue;
      }
      if (!Column.allows(allowedRows, row)) {
        set.values().dropIfDifferent(own, src, at);
      } else if (setSparse(entity, type, src, at, stamp) == SetResult.CHANGED) {
        changed++;
      }
    }
    return changed;
  }
}
