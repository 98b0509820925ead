package dev.vivarium.net.protocol.replication;

import java.util.Arrays;

/// The rows of one component in a snapshot, ordered by entity. Immutable once made; unchanged
/// arrays are shared with the snapshot before.
final class ComponentRows {
  static final ComponentRows NONE = new ComponentRows(new long[0], new int[0][]);

  final long[] ids;

  /// By column, then row.
  final int[][] columns;

  ComponentRows(long[] ids, int[][] columns) {
    this.ids = ids;
    this.columns = columns;
  }

  static ComponentRows empty(int columns) {
    return new ComponentRows(NONE.ids, new int[columns][0]);
  }

  int rows() {
    return ids.length;
  }

  @SuppressWarnings("ReferenceEquality") // Unchanged rows are shared.
  boolean sameAs(ComponentRows other) {
    return this == other
        || (Arrays.equals(ids, other.ids) && Arrays.deepEquals(columns, other.columns));
  }
}
