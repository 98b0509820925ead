package dev.vivarium.net.protocol.replication;

import org.jspecify.annotations.Nullable;

/// Reads what a [ColumnWriter] wrote.
final class ColumnReader {
  private final BitReader bits;

  ColumnReader(BitReader bits) {
    this.bits = bits;
  }

  static int unzigzag(int value) {
    return (value >>> 1) ^ -(value & 1);
  }

  /// Ascending rows below `limit`.
  int[] list(int limit) {
    int count = bits.golomb(ColumnWriter.COUNT_ORDER);
    if (count < 0 || count > limit) {
      throw new MalformedFrameException(
          "%s rows of %d".formatted(Integer.toUnsignedString(count), limit));
    }
    if (count == 0) {
      return NO_ROWS;
    }
    int order = (int) bits.get(ColumnWriter.ORDER_BITS);
    int[] rows = dense(order, count);
    long row = -1;
    for (int i = 0; i < count; i++) {
      row += 1 + Integer.toUnsignedLong(rows[i]);
      if (row >= limit) {
        throw new MalformedFrameException("row " + row + " of " + limit);
      }
      rows[i] = (int) row;
    }
    return rows;
  }

  /// `count` values, or null if all are 0. The caller has checked `count` against a limit of its
  /// own, since few bits may hold many zeros.
  int @Nullable [] column(int count) {
    if (bits.flag()) {
      return null;
    }
    int order = (int) bits.get(ColumnWriter.ORDER_BITS);
    return order == ColumnWriter.SPARSE ? sparse(count) : dense(order, count);
  }

  private int[] sparse(int count) {
    int[] rows = list(count);
    int[] few = dense((int) bits.get(ColumnWriter.ORDER_BITS), rows.length);
    int[] values = new int[count];
    for (int i = 0; i < rows.length; i++) {
      values[rows[i]] = few[i] + 1;
    }
    return values;
  }

  private int[] dense(int order, int count) {
    if (order > ColumnWriter.MAX_ORDER) {
      throw new MalformedFrameException("a column of form " + order);
    }
    if (count > bits.remainingBits()) {
      throw new MalformedFrameException("a column of " + count + " values goes past the end");
    }
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      values[i] = bits.golomb(order);
    }
    return values;
  }

  private static final int[] NO_ROWS = {};
}
