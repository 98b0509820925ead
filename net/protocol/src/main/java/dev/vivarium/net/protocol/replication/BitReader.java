package dev.vivarium.net.protocol.replication;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Bits as a [BitWriter] wrote them. Reading past the end is a [MalformedFrameException].
final class BitReader {
  /// Bytes that must follow the last one in the array, so that words can be read across the end.
  static final int PADDING = Long.BYTES;

  private static final VarHandle I64 =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int WINDOW_BITS = 57;
  private static final long MAX_VALUE = 0xffff_ffffL;

  private final byte[] bytes;
  private final int endBit;
  private int bit;

  /// @param length bytes, of which the array holds [#PADDING] more
  BitReader(byte[] bytes, int length) {
    this.bytes = bytes;
    this.endBit = Math.multiplyExact(length, Byte.SIZE);
  }

  boolean flag() {
    return get(1) != 0;
  }

  /// @param bits 0 to 57
  long get(int bits) {
    long value = bits == 0 ? 0 : window() >>> (Long.SIZE - bits);
    advance(bits);
    return value;
  }

  /// An unsigned number, as its bits in an int.
  int golomb(int order) {
    long window = window();
    int zeros = Long.numberOfLeadingZeros(window);
    int bits = 2 * zeros + 1 + order;
    if (bits > WINDOW_BITS) {
      return longGolomb(zeros, order);
    }
    advance(bits);
    long code = window >>> (Long.SIZE - bits);
    return (int) (code - (1L << order));
  }

  private int longGolomb(int zeros, int order) {
    if (zeros > Integer.SIZE) {
      throw new MalformedFrameException("a number of more than 32 bits at bit " + bit);
    }
    advance(zeros);
    long high = get(zeros + 1) - 1;
    long value = (high << order) | get(order);
    if (high > MAX_VALUE >>> order) {
      throw new MalformedFrameException("a number of more than 32 bits before bit " + bit);
    }
    return (int) value;
  }

  private long window() {
    return (long) I64.get(bytes, bit >>> 3) << (bit & 7);
  }

  private void advance(int bits) {
    if (bits > endBit - bit) {
      throw new MalformedFrameException("the frame ends within a value, at bit " + bit);
    }
    bit += bits;
  }

  int remainingBits() {
    return endBit - bit;
  }

  /// @throws MalformedFrameException if more than the last byte's filling is left
  void finish() {
    if (remainingBits() >= Byte.SIZE || get(remainingBits()) != 0) {
      throw new MalformedFrameException("bits after the frame's end");
    }
  }
}
