package dev.vivarium.engine.ecs;

import java.lang.foreign.MemorySegment;

/// What all columns of a store share: the counter that stamps every change, so that equal stamps of
/// a column mean equal contents, whether writers are tracked, and room for one block of rows.
final class ChangeClock {
  static final int BLOCK_BYTES = 8_192;

  final float[] floats = new float[BLOCK_BYTES / 4];
  final MemorySegment floatBytes = MemorySegment.ofArray(floats);
  final int[] ints = new int[BLOCK_BYTES / 4];
  final MemorySegment intBytes = MemorySegment.ofArray(ints);
  final byte[] bytes = new byte[BLOCK_BYTES];
  final MemorySegment byteBytes = MemorySegment.ofArray(bytes);

  boolean trackWriters = true;
  private long now;

  long next() {
    return ++now;
  }
}
