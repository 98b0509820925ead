package dev.vivarium.net.protocol.replication;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.vivarium.net.protocol.Mutations;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Mutated frames on a decoder that holds a good state: refused with the one exception, or applied;
/// never more memory than the limits allow. `-Dvivarium.fuzz.frames=N` tries more.
class FrameFuzzTest {
  private static final Logger log = LoggerFactory.getLogger(FrameFuzzTest.class);
  private static final int FRAMES = Integer.getInteger("vivarium.fuzz.frames", 200_000);

  /// The values, their two predecessors on the way, and a body.
  private static final long MOST_BYTES = 4L * ReplicationLimits.CELLS * Integer.BYTES;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private long most;

  @Test
  void mutatedFramesAreRefusedOrApplied() {
    var world = new RandomWorld(5);
    var encoder = new FrameEncoder();
    var client = new ClientBaselines(BaselinePolicy.ACKNOWLEDGED);
    byte[] first = encoder.encode(client, world.snapshot(1));
    client.acknowledge(1);
    List<byte[]> corpus = new ArrayList<>();
    for (int tick = 2; tick < 40; tick++) {
      world.step(true);
      corpus.add(encoder.encode(client, world.snapshot(tick)));
    }
    corpus.add(first);
    corpus.add(compressed());
    int applied = run(first, new Mutations(43, corpus));
    log.info("{} of {} applied, {} bytes at most for one", applied, FRAMES, most);
    assertTrue(applied > FRAMES / 100 && applied < FRAMES, applied + " applied");
    assertTrue(most <= MOST_BYTES, most + " bytes for one frame");
  }

  private int run(byte[] first, Mutations mutations) {
    int applied = 0;
    for (int i = 0; i < FRAMES; i++) {
      byte[] frame = mutations.next();
      var decoder = new FrameDecoder(RandomWorld.PLAN);
      assertNotNull(decoder.decode(first));
      long before = threads.getCurrentThreadAllocatedBytes();
      applied += decode(decoder, frame);
      most = Math.max(most, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return applied;
  }

  private static int decode(FrameDecoder decoder, byte[] frame) {
    Snapshot before = decoder.newest();
    try {
      return decoder.decode(frame) == null ? 0 : 1;
    } catch (FrameException expected) {
      assertTrue(before == decoder.newest(), "a refused frame changed the state");
      return 0;
    }
  }

  /// A frame that is worth compressing, of the same plan.
  private static byte[] compressed() {
    var builder = new SnapshotBuilder(RandomWorld.PLAN);
    long[] ids = CubePlan.ids(4000);
    builder.begin(50);
    builder.entities(ids, new int[ids.length], 0, ids.length);
    byte[] names = new byte[13 * ids.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = (byte) (i % 39);
    }
    builder.rows(2, ids, 0, ids.length, MemorySegment.ofArray(names), 0);
    byte[] frame =
        new FrameEncoder().encode(new ClientBaselines(BaselinePolicy.SENT), builder.finish());
    assertTrue(FrameHeader.read(frame).bodyBytes() > 0, "not compressed");
    return frame;
  }
}
