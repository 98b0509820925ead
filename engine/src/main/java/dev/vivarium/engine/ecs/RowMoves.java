package dev.vivarium.engine.ecs;

/// Moves many rows along one edge. Where each goes is settled one after the other, as it would be
/// for single moves; then column after column is copied in a tight loop, so that the waits for rows
/// picked at random overlap. The rows come to the target's end in order, and the gaps are closed
/// with the last rows, backwards.
final class RowMoves {
  private static final int MOST = 512;

  private final int[] rows = new int[MOST];

  /// Moves entities from number `start` on for as long as they are in the table.
  ///
  /// @return how many were moved
  int move(
      EntityAllocator entities, Table from, Table.Edge edge, long[] handles, int start, int end) {
    int firstTarget = edge.target.rows;
    int lastRow = from.rows - 1;
    edge.target.makeRoom(Math.min(MOST, Math.min(end - start, from.rows)));
    int count = settle(entities, from, edge.target, handles, start, Math.min(end, start + MOST));
    entities.moved();
    from.moved();
    edge.target.moved();
    for (int i = 0; i < edge.targets.length; i++) {
      from.columnAt(i).transfer(rows, count, firstTarget, lastRow, edge.targets[i]);
    }
    return count;
  }

  private int settle(
      EntityAllocator entities, Table from, Table target, long[] handles, int start, int end) {
    long[] own = from.entities;
    long[] theirs = target.entities;
    int last = from.rows;
    int to = target.rows;
    int count = 0;
    while (start + count < end) {
      long entity = handles[start + count];
      long place = entities.locate(entity);
      if ((int) (place >> 32) != from.id) {
        break;
      }
      int row = (int) place;
      long moved = own[--last];
      own[row] = moved;
      entities.row(EntityHandle.index(moved), row);
      theirs[to] = entity;
      entities.placeInRun(EntityHandle.index(entity), target.id, to++);
      rows[count++] = row;
    }
    from.rows = last;
    target.rows = to;
    return count;
  }
}
