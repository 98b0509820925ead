package dev.vivarium.net.protocol.replication;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Bits, highest first, into a buffer that grows and is used again.
final class BitWriter {
  private static final VarHandle I64 =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /// So many bits fit after whole bytes have been flushed.
  private static final int PUT_BITS = 57;

  private byte[] bytes = new byte[4096];
  private int at;
  private long pending;
  private int pendingBits;

  void reset() {
    at = 0;
    pending = 0;
    pendingBits = 0;
  }

  void flag(boolean value) {
    put(value ? 1 : 0, 1);
  }

  /// @param value less than 2^bits
  /// @param bits 0 to 57
  void put(long value, int bits) {
    if (pendingBits + bits > Long.SIZE) {
      flush();
    }
    if (bits > 0) {
      pending |= value << (Long.SIZE - pendingBits - bits);
      pendingBits += bits;
    }
  }

  /// An exponential Golomb code of order `order`: short for small values.
  ///
  /// @param value unsigned
  void golomb(int value, int order) {
    long high = (Integer.toUnsignedLong(value) >>> order) + 1;
    int zeros = Long.SIZE - 1 - Long.numberOfLeadingZeros(high);
    long low = value & ((1L << order) - 1);
    int bits = 2 * zeros + 1 + order;
    if (bits <= PUT_BITS) {
      put(high << order | low, bits);
    } else {
      put(0, zeros);
      put(high, zeros + 1);
      put(low, order);
    }
  }

  /// As [#golomb] of each value: most of a frame's time goes by here, so what is pending stays in
  /// registers.
  void golombs(int[] values, int count, int order) {
    long codes = pending;
    int codeBits = pendingBits;
    for (int i = 0; i < count; i++) {
      int value = values[i];
      long high = (Integer.toUnsignedLong(value) >>> order) + 1;
      int bits = 2 * (Long.SIZE - 1 - Long.numberOfLeadingZeros(high)) + 1 + order;
      boolean fits = bits <= PUT_BITS;
      if (!fits || codeBits + bits > Long.SIZE) {
        pending = codes;
        pendingBits = codeBits;
        if (fits) {
          flush();
        } else {
          golomb(value, order);
        }
        codes = pending;
        codeBits = pendingBits;
      }
      if (fits) {
        long low = value & ((1L << order) - 1);
        codes |= (high << order | low) << (Long.SIZE - codeBits - bits);
        codeBits += bits;
      }
    }
    pending = codes;
    pendingBits = codeBits;
  }

  private void flush() {
    if (bytes.length - at < Long.BYTES) {
      bytes = Arrays.copyOf(bytes, bytes.length * 2);
    }
    I64.set(bytes, at, pending);
    at += pendingBits >>> 3;
    pending = pendingBits == Long.SIZE ? 0 : pending << (pendingBits & ~7);
    pendingBits &= 7;
  }

  /// Bits written since the last [#reset].
  long count() {
    return (long) at * Byte.SIZE + pendingBits;
  }

  /// Fills the last byte with zeros. The buffer is [#bytes], from 0 to the length returned.
  int finish() {
    pendingBits = (pendingBits + 7) & ~7;
    flush();
    return at;
  }

  /// The buffer, good until the next [#reset].
  byte[] bytes() {
    return bytes;
  }
}
