package dev.vivarium.net.protocol.replication;

import java.util.Arrays;

/// Puts entities that arrive in any order into ascending order, and remembers how while the order
/// of arrival stays the same.
final class EntityOrder {
  private long[] ids = new long[64];
  private int arrived;
  private int arrivedBefore;
  private boolean moved = true;
  private long[] sorted = ComponentRows.NONE.ids;
  private int[] place = new int[0];

  void begin() {
    arrivedBefore = arrived;
    arrived = 0;
  }

  /// Takes the next order for another one.
  void forget() {
    moved = true;
  }

  /// @return whether these came at the same place as the time before
  boolean add(long[] newIds, int from, int count) {
    int end = arrived + count;
    boolean same =
        end <= arrivedBefore && Arrays.equals(newIds, from, from + count, ids, arrived, end);
    if (!same) {
      ids = ids.length < end ? Arrays.copyOf(ids, end * 2) : ids;
      System.arraycopy(newIds, from, ids, arrived, count);
      moved = true;
    }
    arrived = end;
    return same;
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
    if (!moved && arrived == arrivedBefore) {
      return false;
    }
    moved = true;
    long[] next = Arrays.copyOf(ids, arrived);
    Arrays.sort(next);
    for (int i = 1; i < next.length; i++) {
      if (next[i] == next[i - 1]) {
        throw new IllegalArgumentException("an entity occurs twice: " + next[i]);
      }
    }
    sorted = Arrays.equals(next, sorted) ? sorted : next;
    place = new int[arrived];
    Arrays.setAll(place, i -> Arrays.binarySearch(sorted, ids[i]));
    moved = false;
    return true;
  }
}
