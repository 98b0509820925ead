package dev.vivarium.engine.ecs;

import java.util.Arrays;

/// A map from serials (never 0) to entity indices: open addressing, linear probing.
final class SerialIndex {
  private long[] keys = new long[64];
  private int[] values = new int[64];
  private int size;

  void put(long serial, int index) {
    if (++size * 2 > keys.length) {
      grow();
    }
    insert(serial, index);
  }

  private void insert(long serial, int index) {
    int at = slot(serial);
    keys[at] = serial;
    values[at] = index;
  }

  int get(long serial) {
    int at = slot(serial);
    return serial != 0 && keys[at] == serial ? values[at] : -1;
  }

  private int slot(long serial) {
    int mask = keys.length - 1;
    int at = (int) Mix.mix(serial) & mask;
    while (keys[at] != 0 && keys[at] != serial) {
      at = (at + 1) & mask;
    }
    return at;
  }

  /// Removes a key and moves those after it back to where a search will look for them.
  void remove(long serial) {
    int at = slot(serial);
    if (keys[at] != serial) {
      return;
    }
    size--;
    int mask = keys.length - 1;
    keys[at] = 0;
    for (int next = (at + 1) & mask; keys[next] != 0; next = (next + 1) & mask) {
      long moved = keys[next];
      keys[next] = 0;
      insert(moved, values[next]);
    }
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldValues = values;
    keys = new long[oldKeys.length * 2];
    values = Arrays.copyOf(oldValues, oldKeys.length * 2);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        insert(oldKeys[i], oldValues[i]);
      }
    }
  }
}
