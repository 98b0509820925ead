package dev.vivarium.net.protocol.replication;

import java.util.Arrays;

/// Gathers entities and who owns them.
final class EntitiesBuilder {
  private final EntityOrder order = new EntityOrder();
  private int[] arriving = new int[64];
  private int[] before = new int[64];
  private int[] owners = new int[0];

  void begin() {
    order.begin();
    int[] spare = before;
    before = arriving;
    arriving = spare;
  }

  void add(long[] ids, int[] newOwners, int from, int count) {
    int at = order.arrived();
    order.add(ids, from, count);
    if (arriving.length < at + count) {
      arriving = Arrays.copyOf(arriving, Math.max(at + count, arriving.length * 2));
    }
    System.arraycopy(newOwners, from, arriving, at, count);
  }

  void finish(Snapshot last) {
    boolean moved = order.finish();
    int count = order.arrived();
    if (!moved && Arrays.equals(arriving, 0, count, before, 0, count)) {
      return;
    }
    int[] next = new int[count];
    for (int i = 0; i < next.length; i++) {
      next[order.place(i)] = arriving[i];
    }
    owners = Arrays.equals(next, last.owners) ? last.owners : next;
  }

  long[] ids() {
    return order.sorted();
  }

  int[] owners() {
    return owners;
  }
}
