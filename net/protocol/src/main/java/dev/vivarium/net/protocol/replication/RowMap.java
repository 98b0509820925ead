package dev.vivarium.net.protocol.replication;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Where the rows of one ascending list of entities stand in another.
final class RowMap {
  private RowMap() {}

  /// For each of `ids` its index in `others`, or -1; null if both are the same.
  static int @Nullable [] of(long[] ids, long[] others) {
    if (Arrays.equals(ids, others)) {
      return null;
    }
    int[] map = new int[ids.length];
    int at = 0;
    for (int i = 0; i < ids.length; i++) {
      while (at < others.length && others[at] < ids[i]) {
        at++;
      }
      map[i] = at < others.length && others[at] == ids[i] ? at : -1;
    }
    return map;
  }
}
