package dev.vivarium.engine.ecs;

import org.jspecify.annotations.Nullable;

/// Rows on their way along one edge. Where each goes is settled one after the other, as it would be
/// for single moves; then column after column is copied in a tight loop, so that the waits for rows
/// picked at random overlap.
final class RowMoves {
  private static final int MOST = 512;

  private final int[] rows = new int[MOST];
  private final int[] targetRows = new int[MOST];
  private final int[] lastRows = new int[MOST];
  private final int[] positions = new int[MOST];
  private int count;
  private @Nullable Table from;
  private Table.@Nullable Edge edge;

  /// Whether one more row of the table with that id fits in.
  boolean accepts(int table) {
    return from != null && from.id == table && count < MOST;
  }

  /// Starts anew; what was collected must have been applied.
  void start(Table table, Table.Edge along) {
    from = table;
    edge = along;
  }

  /// Settles the move of an entity's row; it is the caller's number `position`.
  void add(EntityAllocator entities, long entity, int row, int position) {
    if (from == null || edge == null) {
      throw new IllegalStateException("no run of moves was started");
    }
    int to = edge.target.appendInRun(entity);
    int last = --from.rows;
    rows[count] = row;
    positions[count] = position;
    targetRows[count] = to;
    lastRows[count++] = last;
    long moved = from.entities[last];
    from.entities[row] = moved;
    entities.row(EntityHandle.index(moved), row);
    entities.placeInRun(EntityHandle.index(entity), edge.target.id, to);
  }

  /// Copies all columns.
  void apply(EntityAllocator entities) {
    if (from != null && edge != null && count > 0) {
      entities.moved();
      from.moved();
      edge.target.moved();
      for (int i = 0; i < edge.targets.length; i++) {
        from.columnAt(i).transfer(rows, targetRows, lastRows, count, edge.targets[i]);
      }
    }
  }

  /// The rows that [#apply] moved, as positions of the caller's entities and rows of the target.
  int count() {
    return count;
  }

  int position(int move) {
    return positions[move];
  }

  int targetRow(int move) {
    return targetRows[move];
  }

  @Nullable Column added() {
    return edge == null ? null : edge.added;
  }

  void clear() {
    count = 0;
    from = null;
    edge = null;
  }
}
