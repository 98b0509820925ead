package dev.vivarium.net.protocol.replication;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ColumnCodecTest {
  private final BitWriter bits = new BitWriter();

  @Test
  void columnsOfEverySizeAndKindComeBack() {
    var random = new Random(2);
    for (int run = 0; run < 5000; run++) {
      int[] values = new int[random.nextInt(100) + 1];
      int shift = random.nextInt(33);
      int zerosIn = random.nextInt(12) + 1;
      for (int i = 0; i < values.length; i++) {
        values[i] = shift == 32 || random.nextInt(zerosIn) > 0 ? 0 : random.nextInt() >>> shift;
      }
      bits.reset();
      bits.put(run & 1, run % 7);
      new ColumnWriter(bits).column(values, values.length);
      BitReader in = reader();
      in.get(run % 7);
      int[] back = new ColumnReader(in).column(values.length);
      in.finish();
      assertArrayEquals(values, back == null ? new int[values.length] : back);
    }
  }

  @Test
  void extremesFitEveryOrder() {
    int[] extremes = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0xffff};
    bits.reset();
    for (int order = 0; order <= ColumnWriter.MAX_ORDER; order++) {
      bits.put(1, order % 8 + 1);
      bits.golombs(extremes, extremes.length, order);
      bits.golomb(extremes[order % extremes.length], order);
    }
    BitReader in = reader();
    for (int order = 0; order <= ColumnWriter.MAX_ORDER; order++) {
      assertEquals(1, in.get(order % 8 + 1));
      for (int value : extremes) {
        assertEquals(value, in.golomb(order));
      }
      assertEquals(extremes[order % extremes.length], in.golomb(order));
    }
    in.finish();
  }

  @Test
  void signedNumbersBecomeSmallOnes() {
    for (int value : new int[] {0, 1, -1, 77, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      assertEquals(value, ColumnReader.unzigzag(ColumnWriter.zigzag(value)));
    }
    assertEquals(1, ColumnWriter.zigzag(-1));
  }

  @Test
  void rowsBeyondTheLimitAreRefused() {
    bits.reset();
    new ColumnWriter(bits).list(new int[] {3, 9}, 2);
    assertArrayEquals(new int[] {3, 9}, new ColumnReader(reader()).list(10));
    assertThrows(MalformedFrameException.class, () -> new ColumnReader(reader()).list(9));
    assertThrows(MalformedFrameException.class, () -> new ColumnReader(reader()).list(1));
  }

  private BitReader reader() {
    int length = bits.finish();
    return new BitReader(Arrays.copyOf(bits.bytes(), length + BitReader.PADDING), length);
  }
}
