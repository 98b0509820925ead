package dev.vivarium.net.protocol.replication;

import java.util.Arrays;

/// Puts entities that arrive in any order into ascending order, and remembers how while the order
/// of arrival stays the same.
final class EntityOrder {
  private long[] arriving = new long[64];
  private long[] before = new long[64];
  private int arrived;
  private int arrivedBefore = -1;
  private long[] sorted = ComponentRows.NONE.ids;
  private int[] place = new int[0];

  void begin() {
    long[] spare = before;
    before = arriving;
    arrivedBefore = arrived;
    arriving = spare;
    arrived = 0;
  }

  void add(long[] ids, int from, int count) {
    if (arriving.length < arrived + count) {
      arriving = Arrays.copyOf(arriving, Math.max(arrived + count, arriving.length * 2));
    }
    System.arraycopy(ids, from, arriving, arrived, count);
    arrived += count;
  }

  int arrived() {
    return arrived;
  }

  /// Entities in ascending order; the same array as long as nothing changes.
  long[] sorted() {
    return sorted;
  }

  /// Where the entity that arrived as number `arrival` stands in [#sorted].
  int place(int arrival) {
    return place[arrival];
  }

  /// @return whether entities or their order of arrival changed
  boolean finish() {
    if (arrived == arrivedBefore && Arrays.equals(arriving, 0, arrived, before, 0, arrived)) {
      return false;
    }
    long[] next = Arrays.copyOf(arriving, arrived);
    Arrays.sort(next);
    for (int i = 1; i < next.length; i++) {
      if (next[i] == next[i - 1]) {
        arrived = -1;
        throw new IllegalArgumentException("an entity occurs twice: " + next[i]);
      }
    }
    sorted = Arrays.equals(next, sorted) ? sorted : next;
    place = new int[arrived];
    Arrays.setAll(place, i -> Arrays.binarySearch(sorted, arriving[i]));
    return true;
  }
}
