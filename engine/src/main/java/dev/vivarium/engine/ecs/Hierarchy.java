package dev.vivarium.engine.ecs;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Who hangs on whom, by entity index, as doubly linked lists of children. It only mirrors the
/// Parent set and can be rebuilt from it; the order of a list carries no meaning. Links hold index
/// + 1.
final class Hierarchy {
  private final EntityAllocator entities;
  private int[] parent = new int[0];
  private int[] firstChild = new int[0];
  private int[] next = new int[0];
  private int[] previous = new int[0];

  Hierarchy(EntityAllocator entities) {
    this.entities = entities;
  }

  boolean hasChildren(int index) {
    return index < parent.length && firstChild[index] != 0;
  }

  /// Whether `ancestor` is `index` itself or above it.
  private boolean isWithin(int index, int ancestor) {
    int at = index;
    while (at != ancestor) {
      int link = at < parent.length ? parent[at] : 0;
      if (link == 0) {
        return false;
      }
      at = link - 1;
    }
    return true;
  }

  /// Hangs an entity on a parent, or frees it for NONE.
  ///
  /// @return why it is refused, or null
  @Nullable SetResult attach(int child, long newParent) {
    if (newParent == EntityHandle.NONE) {
      detach(child);
      return null;
    }
    if (!entities.isAlive(newParent)) {
      return SetResult.NO_PARENT;
    }
    if (isWithin(EntityHandle.index(newParent), child)) {
      return SetResult.PARENT_LOOP;
    }
    link(child, EntityHandle.index(newParent));
    return null;
  }

  private void link(int child, int newParent) {
    ensure(Math.max(child, newParent) + 1);
    detach(child);
    parent[child] = newParent + 1;
    int first = firstChild[newParent];
    next[child] = first;
    if (first != 0) {
      previous[first - 1] = child + 1;
    }
    firstChild[newParent] = child + 1;
  }

  void detach(int child) {
    if (child >= parent.length || parent[child] == 0) {
      return;
    }
    if (previous[child] == 0) {
      firstChild[parent[child] - 1] = next[child];
    } else {
      next[previous[child] - 1] = next[child];
    }
    if (next[child] != 0) {
      previous[next[child] - 1] = previous[child];
    }
    parent[child] = 0;
    next[child] = 0;
    previous[child] = 0;
  }

  /// The children, by index.
  long[] children(int index) {
    if (!hasChildren(index)) {
      return new long[0];
    }
    int[] found = new int[4];
    int count = 0;
    for (int link = firstChild[index]; link != 0; link = next[link - 1]) {
      if (count == found.length) {
        found = Arrays.copyOf(found, count * 2);
      }
      found[count++] = link - 1;
    }
    Arrays.sort(found, 0, count);
    return Arrays.stream(found, 0, count).mapToLong(entities::handleAt).toArray();
  }

  void clear() {
    parent = new int[0];
    firstChild = new int[0];
    next = new int[0];
    previous = new int[0];
  }

  private void ensure(int capacity) {
    if (capacity > parent.length) {
      int grown = capacity + capacity / 2;
      parent = Arrays.copyOf(parent, grown);
      firstChild = Arrays.copyOf(firstChild, grown);
      next = Arrays.copyOf(next, grown);
      previous = Arrays.copyOf(previous, grown);
    }
  }
}
