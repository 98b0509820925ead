package dev.vivarium.net.protocol.replication;

import java.util.Arrays;

/// Rows, gathered into an array that is used again.
final class RowList {
  int[] rows = new int[64];
  int count;

  /// @param most rows that may be added
  void clear(int most) {
    count = 0;
    if (rows.length <= most) {
      rows = new int[most * 2];
    }
  }

  /// Without a branch, which could not be foreseen.
  void addIf(int row, boolean condition) {
    rows[count] = row;
    count += condition ? 1 : 0;
  }

  int[] toArray() {
    return Arrays.copyOf(rows, count);
  }
}
