package dev.vivarium.engine.ecs;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The entities that have one sparse component, with its values in rows of their own. Adding and
/// removing takes constant time and leaves the entity in its table. Owned by the tick thread.
public final class SparseSet extends RowSpace {
  private final ComponentType type;
  private Column values;

  /// By entity index: row + 1, or 0 where the entity is not in the set.
  private int[] positions = new int[0];

  SparseSet(ComponentType type, ChangeClock clock) {
    super(clock);
    this.type = type;
    this.values = Column.of(type, this);
  }

  public ComponentType type() {
    return type;
  }

  /// How many entities have the component.
  public int size() {
    return rows;
  }

  /// The values in row order; a tag's column has 0 bytes a row but still knows its writers.
  public Column values() {
    return values;
  }

  /// Grows with every change of the set or of a value.
  public long version() {
    return values.version();
  }

  /// The row of a living entity, or -1 if it does not have the component.
  public int row(long entity) {
    return rowOfIndex(EntityHandle.index(entity));
  }

  int rowOfIndex(int index) {
    return index < positions.length ? positions[index] - 1 : -1;
  }

  public boolean has(long entity) {
    int row = row(entity);
    return row >= 0 && entities[row] == entity;
  }

  /// Copies the values of a table's rows to `dst`, zeros where an entity does not have one.
  public void gather(Table table, int firstRow, int count, MemorySegment dst, long dstOffset) {
    int stride = values.strideBytes();
    dst.asSlice(dstOffset, (long) count * stride).fill((byte) 0);
    for (int i = 0; i < count; i++) {
      int row = row(table.entities[firstRow + i]);
      if (row >= 0) {
        MemorySegment.copy(
            values.segment(), (long) row * stride, dst, dstOffset + (long) i * stride, stride);
      }
    }
  }

  @Override
  long reservedBytes() {
    return super.reservedBytes() + 4L * positions.length;
  }

  @Override
  void growColumns(int capacity) {
    values.grow(capacity);
  }

  void add(long entity, MemorySegment value, long offset, long stamp) {
    int index = EntityHandle.index(entity);
    if (index >= positions.length) {
      positions = Arrays.copyOf(positions, Math.max(index + 1, index + index / 2 + 16));
    }
    int row = append(entity);
    positions[index] = row + 1;
    values.init(row, value, offset, stamp);
  }

  boolean remove(long entity) {
    int index = EntityHandle.index(entity);
    int row = rowOfIndex(index);
    if (row < 0) {
      return false;
    }
    positions[index] = 0;
    int last = --rows;
    if (row != last) {
      entities[row] = entities[last];
      positions[EntityHandle.index(entities[row])] = row + 1;
      values.move(last, row);
    }
    structureVersion = clock.next();
    return true;
  }

  Column renew() {
    values = Column.of(type, this);
    return values;
  }

  /// Makes room for exactly these rows, in place of all that stood here.
  void reset(long[] newEntities) {
    Arrays.fill(positions, 0);
    rows = 0;
    if (newEntities.length > entities.length) {
      grow(newEntities.length);
    }
    for (long entity : newEntities) {
      place(entity);
    }
  }

  private void place(long entity) {
    int index = EntityHandle.index(entity);
    if (index >= positions.length) {
      positions = Arrays.copyOf(positions, Math.max(index + 1, index + index / 2 + 16));
    }
    positions[index] = append(entity) + 1;
  }

  /// The value of an entity, or null if it has none.
  byte @Nullable [] get(long entity) {
    int row = row(entity);
    return row < 0 ? null : values.row(row);
  }
}
