package dev.vivarium.net.protocol.replication;

import com.github.luben.zstd.Zstd;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes frames for any number of clients. Clients who see the same snapshot from the same baseline
/// get the very same array, which is made once. Belongs to one thread; buffers are used again.
public final class FrameEncoder {
  /// Bodies shorter than this do not get shorter by compression.
  static final int COMPRESS_FROM_BYTES = 2048;

  private static final int LEVEL = 1;

  private record Pair(Snapshot now, @Nullable Snapshot base, @Nullable Snapshot before) {}

  /// A frame, and what it is for the frame after it.
  private record Made(EncodedFrame frame, Baseline baseline) {}

  private final DeltaWriter delta = new DeltaWriter();
  private final byte[] header = new byte[FrameHeader.MAX_BYTES];
  private final Map<Pair, Made> frames = new HashMap<>();
  private byte[] compressed = new byte[0];
  private long framesTick = -1;

  /// The next frame for a client, and notes it as sent. The array is shared: nobody may write to
  /// it.
  ///
  /// @throws IllegalArgumentException if the snapshot is not newer than the last one sent
  public byte[] encode(ClientBaselines client, Snapshot now) {
    Made made = made(client.next(now.plan), now);
    client.sent(made.baseline);
    return made.frame.bytes();
  }

  /// As [#encode], if the frame has no more bytes than `maxBytes`; else nothing is noted as sent.
  ///
  /// @throws IllegalArgumentException if the snapshot is not newer than the last one sent
  public Optional<EncodedFrame> encodeWithin(ClientBaselines client, Snapshot now, int maxBytes) {
    Made made = made(client.next(now.plan), now);
    if (made.frame.bytes().length > Math.min(maxBytes, ReplicationLimits.FRAME_BYTES)) {
      return Optional.empty();
    }
    client.sent(made.baseline);
    return Optional.of(made.frame);
  }

  private Made made(@Nullable Baseline baseline, Snapshot now) {
    if (now.tick != framesTick) {
      frames.clear();
      framesTick = now.tick;
    }
    Snapshot base = baseline == null ? null : baseline.snapshot();
    var pair = new Pair(now, base, baseline == null ? null : baseline.before());
    Made made = frames.get(pair);
    if (made == null) {
      EncodedFrame frame = new EncodedFrame(encode(baseline, now), delta.componentBits());
      made = new Made(frame, new Baseline(now, base));
      frames.put(pair, made);
    }
    return made;
  }

  /// What a client shall be told where not all that changed fits: the entities in `visible`, with
  /// those values new that belong to entities in `fresh`. The others are left to go on as the
  /// client expects; those that it does not have yet, it does not get. Indices are those of
  /// `world`.
  public Snapshot budgeted(ClientBaselines client, Snapshot world, BitSet visible, BitSet fresh) {
    Baseline baseline = client.next(world.plan);
    return new StaleRows(baseline, world).select(visible, fresh);
  }

  byte[] encode(@Nullable Baseline baseline, Snapshot now) {
    Baseline from =
        baseline == null ? new Baseline(Snapshot.empty(now.plan, now.tick), null) : baseline;
    int length = delta.write(from, now);
    if (length > ReplicationLimits.BODY_BYTES) {
      throw new IllegalArgumentException("a frame's body of " + length + " bytes");
    }
    long ticks = now.tick - from.snapshot().tick;
    int shorter = length < COMPRESS_FROM_BYTES ? 0 : compress(length);
    byte[] body = shorter > 0 ? compressed : delta.body();
    int bodyLength = shorter > 0 ? shorter : length;
    int at = FrameHeader.write(header, now.plan.epoch(), now.tick, ticks, shorter > 0 ? length : 0);
    byte[] frame = Arrays.copyOf(header, at + bodyLength);
    System.arraycopy(body, 0, frame, at, bodyLength);
    return frame;
  }

  /// @return bytes in `compressed`, or 0 if they are not fewer
  private int compress(int length) {
    int bound = (int) Zstd.compressBound(length);
    compressed = compressed.length < bound ? new byte[bound] : compressed;
    long size = Zstd.compressByteArray(compressed, 0, bound, delta.body(), 0, length, LEVEL);
    return size >= length ? 0 : (int) size;
  }
}
