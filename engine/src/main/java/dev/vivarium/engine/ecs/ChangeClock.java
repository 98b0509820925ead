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

  private static final int PHASE_MAX = 0xffff;

  boolean trackWriters = true;
  private long now;
  private long phase;

  long next() {
    return ++now;
  }

  void beginTick() {
    phase = 0;
  }

  /// What is written from now on in this tick comes after what was written before. Beyond so many
  /// steps a tick's order is no longer kept.
  void advance() {
    phase = Math.min(PHASE_MAX, phase + 1);
  }

  /// Who writes now and when: tick, phase within the tick, writer, so that later is greater.
  long stamp(int tick, short writer) {
    return (long) tick << 32 | phase << 16 | (writer & 0xffff);
  }

  static int tick(long stamp) {
    return (int) (stamp >> 32);
  }

  static short writer(long stamp) {
    return (short) stamp;
  }
}
