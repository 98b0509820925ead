package dev.vivarium.engine.ecs;

import java.lang.foreign.MemorySegment;

/// A streaming 64-bit hash of a world's state. Four lanes take 32 bytes at a time with the rounds
/// of xxHash64, each call closing with its length, and SplitMix64's finaliser ends it. Two streams
/// are equal only if the same calls were made; it is not meant to withstand forgery.
public final class StateHasher {
  private static final long PRIME1 = 0x9e3779b185ebca87L;
  private static final long PRIME2 = 0xc2b2ae3d27d4eb4fL;
  private static final int BLOCK_LONGS = 1_024;

  private final long[] block = new long[BLOCK_LONGS];
  private final MemorySegment blockBytes = MemorySegment.ofArray(block);
  private long state = PRIME1;

  public void put(long value) {
    state = round(state, value);
  }

  /// Adds text, as its UTF-16 units.
  public void put(String text) {
    put(text.length());
    for (int i = 0; i < text.length(); i++) {
      put(text.charAt(i));
    }
  }

  /// Adds `bytes` bytes at `offset`.
  public void putBytes(MemorySegment segment, long offset, long bytes) {
    for (long done = 0; done < bytes; done += BLOCK_LONGS * 8L) {
      int part = (int) Math.min(BLOCK_LONGS * 8L, bytes - done);
      int longs = (part + 7) / 8;
      block[longs - 1] = 0;
      MemorySegment.copy(segment, offset + done, blockBytes, 0, part);
      putBlock(longs);
    }
    put(bytes);
  }

  void putInts(int[] values, int count) {
    MemorySegment segment = MemorySegment.ofArray(values);
    putBytes(segment, 0, 4L * count);
  }

  void putLongs(long[] values, int count) {
    MemorySegment segment = MemorySegment.ofArray(values);
    putBytes(segment, 0, 8L * count);
  }

  private void putBlock(int longs) {
    long a = state;
    long b = state + PRIME2;
    long c = state ^ PRIME1;
    long d = state - PRIME1;
    int i = 0;
    for (; i + 4 <= longs; i += 4) {
      a = round(a, block[i]);
      b = round(b, block[i + 1]);
      c = round(c, block[i + 2]);
      d = round(d, block[i + 3]);
    }
    for (; i < longs; i++) {
      a = round(a, block[i]);
    }
    state = round(round(round(a, b), c), d);
  }

  private static long round(long lane, long value) {
    return Long.rotateLeft(lane + value * PRIME2, 31) * PRIME1;
  }

  /// The hash of everything put so far.
  public long value() {
    return Mix.mix(state);
  }
}
