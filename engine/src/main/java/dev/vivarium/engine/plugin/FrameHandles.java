package dev.vivarium.engine.plugin;

import dev.vivarium.engine.ecs.EntityStore;
import dev.vivarium.engine.plugin.wasm.FlatMemory;
import java.util.Arrays;

/// Entity handles that a system's dispatches may spawn with, reserved ahead: as many as it has
/// lately used.
final class FrameHandles {
  private static final int MOST = 64;

  private long[] handles = {};
  private int count;
  private int target;

  /// How many the next dispatch gets.
  int target() {
    return target;
  }

  int count() {
    return count;
  }

  long get(int index) {
    return handles[index];
  }

  long[] reserved() {
    return Arrays.copyOf(handles, count);
  }

  void topUp(EntityStore store) {
    if (handles.length < target) {
      handles = Arrays.copyOf(handles, target);
    }
    while (count < target) {
      handles[count++] = store.reserve();
    }
  }

  void write(FlatMemory memory, int pointer) {
    for (int i = 0; i < count; i++) {
      memory.writeLong(pointer + i * Long.BYTES, handles[i]);
    }
  }

  /// Forgets those that a dispatch used.
  ///
  /// @param drawn handles that it reserved beyond these
  void settle(int used, int drawn) {
    System.arraycopy(handles, used, handles, 0, count - used);
    count -= used;
    if (used + drawn > target) {
      target = Math.min(MOST, Integer.highestOneBit(used + drawn) * 2);
    }
  }

  /// Has these in place of all it had.
  void restore(long[] reserved, int atLeast) {
    target = Math.max(atLeast, reserved.length);
    handles = Arrays.copyOf(reserved, target);
    count = reserved.length;
  }
}
