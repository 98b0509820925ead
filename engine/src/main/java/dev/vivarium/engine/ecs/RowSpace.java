package dev.vivarium.engine.ecs;

import java.util.Arrays;

/// Entities in rows `0..rows`, closed up by moving the last row into a gap.
abstract sealed class RowSpace permits Table, SparseSet {
  private static final int FIRST_CAPACITY = 16;

  final ChangeClock clock;
  long[] entities = new long[0];
  int rows;
  long structureVersion;

  RowSpace(ChangeClock clock) {
    this.clock = clock;
    this.structureVersion = clock.next();
  }

  /// Number of rows.
  public int rows() {
    return rows;
  }

  /// The handles in row order; valid up to [#rows()] and until the next structural change.
  public long[] entities() {
    return entities;
  }

  /// Grows with every row added, removed or moved.
  public long structureVersion() {
    return structureVersion;
  }

  long reservedBytes() {
    return 8L * entities.length;
  }

  abstract void growColumns(int capacity);

  final int append(long entity) {
    structureVersion = clock.next();
    int row = rows;
    if (row == entities.length) {
      grow(row + 1);
    }
    entities[row] = entity;
    rows = row + 1;
    return row;
  }

  /// Room for so many rows more.
  final void makeRoom(int more) {
    if (rows + more > entities.length) {
      grow(rows + more);
    }
  }

  final void moved() {
    structureVersion = clock.next();
  }

  final void grow(int needed) {
    int capacity =
        Math.max(Math.max(FIRST_CAPACITY, needed), entities.length + entities.length / 2);
    entities = Arrays.copyOf(entities, capacity);
    growColumns(capacity);
  }
}
