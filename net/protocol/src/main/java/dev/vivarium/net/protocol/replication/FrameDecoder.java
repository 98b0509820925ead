package dev.vivarium.net.protocol.replication;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A client's side of replication within one schema epoch: frames in, snapshots out. It keeps at
/// most [ReplicationLimits#BASELINES] frames as baselines. Belongs to one thread.
public final class FrameDecoder {
  private final SnapshotPlan plan;
  private final ArrayDeque<Baseline> held = new ArrayDeque<>();

  public FrameDecoder(SnapshotPlan plan) {
    this.plan = plan;
  }

  /// The newest state, or null before the first frame.
  public @Nullable Snapshot newest() {
    Baseline last = held.peekLast();
    return last == null ? null : last.snapshot();
  }

  /// Applies a frame. Frames that come twice, or after a newer one, are passed over. A frame that
  /// is refused leaves all as it was.
  ///
  /// @return the state at its tick, which the server is now to be told of; null if it was passed
  ///   over
  /// @throws MalformedFrameException if it is none; close the connection
  /// @throws UnknownBaselineException if its baseline is not held; drop it, and on a reliable link
  ///   ask for a full frame
  /// @throws OtherEpochException if it is of other schemas; drop it
  public @Nullable Snapshot decode(byte[] frame) {
    FrameHeader header = FrameHeader.read(frame);
    if (header.epoch() != plan.epoch()) {
      throw new OtherEpochException(header.tick(), header.epoch(), plan.epoch());
    }
    Snapshot last = newest();
    if (last != null && header.tick() <= last.tick) {
      return null;
    }
    Baseline baseline = baseline(header);
    Snapshot now = new DeltaReader(baseline, header.tick(), body(header, frame)).read();
    keep(header, baseline, now);
    return now;
  }

  private Baseline baseline(FrameHeader header) {
    if (header.full()) {
      return new Baseline(Snapshot.empty(plan, header.tick()), null);
    }
    for (Baseline candidate : held) {
      if (candidate.snapshot().tick == header.baselineTick()) {
        return candidate;
      }
    }
    throw new UnknownBaselineException(header.tick(), header.baselineTick());
  }

  /// A sender's baselines only ever get newer, so what is older than this one has served.
  @SuppressWarnings("ReferenceEquality") // The very one that was found.
  private void keep(FrameHeader header, Baseline baseline, Snapshot now) {
    if (!header.full()) {
      while (held.getFirst() != baseline) {
        held.removeFirst();
      }
    }
    if (held.size() == ReplicationLimits.BASELINES) {
      held.removeFirst();
    }
    held.addLast(new Baseline(now, header.full() ? null : baseline.snapshot()));
  }

  private static BitReader body(FrameHeader header, byte[] frame) {
    int from = header.headerBytes();
    int length = frame.length - from;
    if (header.bodyBytes() == 0) {
      return new BitReader(
          Arrays.copyOfRange(frame, from, frame.length + BitReader.PADDING), length);
    }
    if (length == 0 || Zstd.getFrameContentSize(frame, from, length, false) != header.bodyBytes()) {
      throw new MalformedFrameException("a compressed body of another size than stated");
    }
    byte[] body = new byte[header.bodyBytes() + BitReader.PADDING];
    try {
      long size = Zstd.decompressByteArray(body, 0, header.bodyBytes(), frame, from, length);
      if (size == header.bodyBytes()) {
        return new BitReader(body, header.bodyBytes());
      }
    } catch (ZstdException e) {
      // Said below: the library's own words name neither frame nor field.
    }
    throw new MalformedFrameException("a compressed body that does not decompress");
  }
}
