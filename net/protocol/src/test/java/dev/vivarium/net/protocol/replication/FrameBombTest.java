package dev.vivarium.net.protocol.replication;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// A compressed body that is small on the wire and holds another size than it says: refused before
/// memory is taken for what it claims.
class FrameBombTest {
  private static final int LARGE = 16 << 20;

  /// Beside the body itself, for exceptions and the like.
  private static final long LITTLE_BYTES = 1 << 20;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /// A full frame whose header says so many bytes.
  private static byte[] frame(byte[] compressed, long saysBytes) {
    byte[] header = new byte[64];
    int end = FrameHeader.write(header, RandomWorld.PLAN.epoch(), 5, 0, 1);
    int at = end - 1;
    long rest = saysBytes;
    while (rest > 0x7f) {
      header[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    header[at++] = (byte) rest;
    byte[] frame = Arrays.copyOf(header, at + compressed.length);
    System.arraycopy(compressed, 0, frame, at, compressed.length);
    return frame;
  }

  private void assertRefused(byte[] frame, long mostBytes) {
    assertTrue(frame.length < 4_096, frame.length + " bytes on the wire");
    var decoder = new FrameDecoder(RandomWorld.PLAN);
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThrows(MalformedFrameException.class, () -> decoder.decode(frame));
    long taken = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(taken <= mostBytes, taken + " bytes taken");
  }

  @Test
  void aBodyThatHoldsMoreThanItSaysIsRefused() {
    assertRefused(frame(Zstd.compress(new byte[LARGE]), 16), LITTLE_BYTES);
  }

  @Test
  void aBodyThatHoldsLessThanItSaysIsRefused() {
    assertRefused(frame(Zstd.compress(new byte[16]), LARGE), LITTLE_BYTES);
  }

  @Test
  void aBodyBeyondTheLimitIsRefused() {
    byte[] bomb = Zstd.compress(new byte[LARGE + 1]);
    assertRefused(frame(bomb, ReplicationLimits.BODY_BYTES + 1L), LITTLE_BYTES);
  }

  @Test
  void aBodyThatDoesNotSayHowMuchItHoldsIsRefused() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZstdOutputStream zip = new ZstdOutputStream(out)) {
      for (int i = 0; i < 16; i++) {
        zip.write(new byte[LARGE / 16]);
        zip.flush();
      }
    }
    assertRefused(frame(out.toByteArray(), LARGE), LITTLE_BYTES);
  }

  @Test
  void aBodyThatLiesTwiceTakesNoMoreThanTheLimit() {
    byte[] small = Zstd.compress(new byte[300]);
    byte[] large = Zstd.compress(new byte[LARGE]);
    // The header of one that says it is large, and the blocks of the small one.
    byte[] liar = Arrays.copyOf(large, 9);
    byte[] both = Arrays.copyOf(liar, liar.length + small.length - 7);
    System.arraycopy(small, 7, both, liar.length, small.length - 7);
    assertRefused(frame(both, LARGE), ReplicationLimits.BODY_BYTES + LITTLE_BYTES);
  }
}
