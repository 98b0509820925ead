package dev.vivarium.net.protocol.replication;

import java.util.Arrays;

/// Columns of whole numbers as bits. A column chooses its form by what it holds: nothing but zeros
/// (one bit), few values (gaps and values), or each value as an exponential Golomb code of the
/// order that suits them best.
final class ColumnWriter {
  /// Values of `order` up to this are orders; the next one stands for a sparse column.
  static final int MAX_ORDER = 24;

  static final int ORDER_BITS = 5;
  static final int SPARSE = MAX_ORDER + 1;
  static final int COUNT_ORDER = 4;

  /// A column is sparse if at most one of so many values is not 0.
  private static final int SPARSE_ONE_IN = 8;

  private final BitWriter bits;
  private final int[] lengths = new int[Integer.SIZE + 1];
  private int[] gaps = new int[64];
  private int[] few = new int[64];

  ColumnWriter(BitWriter bits) {
    this.bits = bits;
  }

  static int zigzag(int value) {
    return (value << 1) ^ (value >> 31);
  }

  /// Rows that ascend: their number and the gaps between them.
  void list(int[] rows, int count) {
    bits.golomb(count, COUNT_ORDER);
    if (count > 0) {
      ensureScratch(count);
      int expected = 0;
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        gaps[i] = row - expected;
        expected = row + 1;
      }
      dense(gaps, count);
    }
  }

  void zeros() {
    bits.flag(true);
  }

  /// @param values unsigned; signed ones go through [#zigzag] first
  void column(int[] values, int count) {
    int zeros = measure(values, count);
    bits.flag(zeros == count);
    if (zeros == count) {
      return;
    }
    if ((count - zeros) * SPARSE_ONE_IN <= count) {
      bits.put(SPARSE, ORDER_BITS);
      sparse(values, count);
    } else {
      denseMeasured(values, count);
    }
  }

  private void sparse(int[] values, int count) {
    ensureScratch(count);
    int nonZero = 0;
    for (int i = 0; i < count; i++) {
      if (values[i] != 0) {
        gaps[nonZero] = i;
        few[nonZero++] = values[i] - 1;
      }
    }
    list(gaps, nonZero);
    dense(few, nonZero);
  }

  private void dense(int[] values, int count) {
    measure(values, count);
    denseMeasured(values, count);
  }

  private void denseMeasured(int[] values, int count) {
    int order = bestOrder();
    bits.put(order, ORDER_BITS);
    bits.golombs(values, count, order);
  }

  /// Counts values by their length in bits.
  ///
  /// @return how many are 0
  private int measure(int[] values, int count) {
    Arrays.fill(lengths, 0);
    for (int i = 0; i < count; i++) {
      lengths[Integer.SIZE - Integer.numberOfLeadingZeros(values[i])]++;
    }
    return lengths[0];
  }

  /// The cost falls and then rises with the order.
  private int bestOrder() {
    int longest = lengths.length - 1;
    while (longest > 0 && lengths[longest] == 0) {
      longest--;
    }
    int order = 0;
    long cost = quarterBits(order, longest);
    while (order < MAX_ORDER) {
      long next = quarterBits(order + 1, longest);
      if (next >= cost) {
        break;
      }
      order++;
      cost = next;
    }
    return order;
  }

  private long quarterBits(int order, int longest) {
    long cost = 0;
    for (int length = 0; length <= longest; length++) {
      cost += lengths[length] * codeQuarterBits(length - order, order);
    }
    return cost;
  }

  /// Quarters of a bit that the code of a value takes on average, `length` bits of which lie above
  /// the order.
  private static long codeQuarterBits(int length, int order) {
    int above = length <= 0 ? 0 : length == 1 ? 8 : length == 2 ? 12 : 8 * (length - 1) + 1;
    return 4 + above + 4L * order;
  }

  private void ensureScratch(int count) {
    if (gaps.length < count) {
      gaps = new int[count * 2];
      few = new int[count * 2];
    }
  }
}
