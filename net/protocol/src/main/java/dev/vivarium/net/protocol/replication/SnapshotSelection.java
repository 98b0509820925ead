package dev.vivarium.net.protocol.replication;

import java.util.Arrays;
import java.util.BitSet;

/// Takes some entities of a snapshot.
final class SnapshotSelection {
  private final Snapshot from;

  SnapshotSelection(Snapshot from) {
    this.from = from;
  }

  Snapshot select(BitSet visible, int count) {
    long[] ids = new long[count];
    int[] owners = new int[count];
    int at = 0;
    for (int i = visible.nextSetBit(0); i >= 0 && at < count; i = visible.nextSetBit(i + 1)) {
      ids[at] = from.ids[i];
      owners[at++] = from.owners[i];
    }
    var components = new ComponentRows[from.components.length];
    int[] kept = new int[count];
    Arrays.setAll(components, c -> rowsOf(from.components[c], ids, kept));
    return new Snapshot(from.plan, from.tick, ids, owners, components);
  }

  private static ComponentRows rowsOf(ComponentRows rows, long[] entities, int[] kept) {
    int count = 0;
    int row = 0;
    for (long entity : entities) {
      while (row < rows.rows() && rows.ids[row] < entity) {
        row++;
      }
      if (row < rows.rows() && rows.ids[row] == entity) {
        kept[count++] = row++;
      }
    }
    return count == rows.rows() ? rows : take(rows, kept, count);
  }

  private static ComponentRows take(ComponentRows rows, int[] kept, int count) {
    long[] ids = new long[count];
    int[][] columns = new int[rows.columns.length][count];
    for (int i = 0; i < count; i++) {
      ids[i] = rows.ids[kept[i]];
    }
    for (int c = 0; c < columns.length; c++) {
      for (int i = 0; i < count; i++) {
        columns[c][i] = rows.columns[c][kept[i]];
      }
    }
    return new ComponentRows(ids, columns);
  }
}
