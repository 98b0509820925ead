package dev.vivarium.net.protocol.replication;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;

/// Any bytes on a decoder that holds a good state: refused with the one exception and the state
/// kept, or applied, and then what the client holds can be sent on as it is. Coverage leads the
/// search where `JAZZER_FUZZ=1` is set; else the corpus is tried.
class FrameGuidedFuzzTest {
  private static final List<byte[]> FRAMES = frames();

  private static List<byte[]> frames() {
    var world = new RandomWorld(5);
    var encoder = new FrameEncoder();
    var client = new ClientBaselines(BaselinePolicy.ACKNOWLEDGED);
    List<byte[]> frames = new ArrayList<>();
    frames.add(encoder.encode(client, world.snapshot(1)));
    client.acknowledge(1);
    for (int tick = 2; tick < 20; tick++) {
      world.step(true);
      frames.add(encoder.encode(client, world.snapshot(tick)));
    }
    return List.copyOf(frames);
  }

  static Stream<byte[]> corpus() {
    return FRAMES.stream();
  }

  @MethodSource("corpus")
  @FuzzTest
  void anyFrameIsRefusedOrApplied(byte[] frame) {
    var decoder = new FrameDecoder(RandomWorld.PLAN);
    decoder.decode(FRAMES.getFirst());
    Snapshot before = decoder.newest();
    Snapshot applied = decode(decoder, frame);
    if (applied == null) {
      assertSame(before, decoder.newest());
      return;
    }
    byte[] sentOn = full(applied);
    Snapshot again = new FrameDecoder(RandomWorld.PLAN).decode(sentOn);
    assertArrayEquals(sentOn, again == null ? new byte[0] : full(again));
  }

  private static @Nullable Snapshot decode(FrameDecoder decoder, byte[] frame) {
    try {
      return decoder.decode(frame);
    } catch (FrameException refused) {
      return null;
    }
  }

  private static byte[] full(Snapshot snapshot) {
    return new FrameEncoder().encode(new ClientBaselines(BaselinePolicy.SENT), snapshot);
  }
}
