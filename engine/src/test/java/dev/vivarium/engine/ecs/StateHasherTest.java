package dev.vivarium.engine.ecs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class StateHasherTest {
  private static long hash(byte[] bytes) {
    StateHasher hasher = new StateHasher();
    hasher.putBytes(MemorySegment.ofArray(bytes), 0, bytes.length);
    return hasher.value();
  }

  @Test
  void everyBitCounts() {
    byte[] bytes = new byte[9_001];
    var seen = new HashSet<Long>();
    assertTrue(seen.add(hash(bytes)));
    for (int bit = 0; bit < bytes.length * 8; bit += 7) {
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      assertTrue(seen.add(hash(bytes)));
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
    }
  }

  @Test
  void lengthCounts() {
    var seen = new HashSet<Long>();
    for (int length = 0; length < 100; length++) {
      assertTrue(seen.add(hash(new byte[length])));
    }
  }

  @Test
  void theSameCallsGiveTheSameValue() {
    StateHasher a = new StateHasher();
    StateHasher b = new StateHasher();
    for (StateHasher hasher : new StateHasher[] {a, b}) {
      hasher.put(5);
      hasher.put("text");
      hasher.putBytes(MemorySegment.ofArray(new byte[] {1, 2, 3}), 1, 2);
    }
    assertEquals(a.value(), b.value());
  }
}
