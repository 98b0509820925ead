package dev.vivarium.net.protocol.replication;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// The frames sent to one client that may still serve as baselines, at most
/// [ReplicationLimits#BASELINES]. Belongs to the thread that encodes.
public final class ClientBaselines {
  private final BaselinePolicy policy;
  private final ArrayDeque<Baseline> sent = new ArrayDeque<>();
  private long acknowledgedTick = -1;

  public ClientBaselines(BaselinePolicy policy) {
    this.policy = policy;
  }

  /// Notes that the client holds the frame of that tick. Old, repeated and invented ticks change
  /// nothing.
  ///
  /// @return whether that frame was sent and is newer than what was acknowledged before
  public boolean acknowledge(long tick) {
    if (tick <= acknowledgedTick || sent.stream().noneMatch(b -> b.snapshot().tick == tick)) {
      return false;
    }
    acknowledgedTick = tick;
    sent.removeIf(b -> b.snapshot().tick < tick);
    return true;
  }

  /// Forgets all: the next frame is a full one.
  public void reset() {
    sent.clear();
    acknowledgedTick = -1;
  }

  /// Tick of the newest frame that the client is known to hold, or -1.
  public long acknowledgedTick() {
    return acknowledgedTick;
  }

  /// Frames that were sent after the newest acknowledged one: how far behind the client is.
  public int unacknowledged() {
    int count = sent.size();
    return acknowledgedTick >= 0 && count > 0 && isAcknowledged(sent.getFirst())
        ? count - 1
        : count;
  }

  /// What the next frame is a delta against; null if it must be a full one.
  @Nullable Baseline next(SnapshotPlan plan) {
    Baseline candidate =
        switch (policy) {
          case SENT -> sent.peekLast();
          case ACKNOWLEDGED -> {
            Baseline first = sent.peekFirst();
            yield first != null && isAcknowledged(first) ? first : null;
          }
        };
    return candidate == null || !candidate.snapshot().plan.equals(plan) ? null : candidate;
  }

  private boolean isAcknowledged(Baseline baseline) {
    return baseline.snapshot().tick == acknowledgedTick;
  }

  void sent(Snapshot snapshot, @Nullable Snapshot before) {
    Baseline last = sent.peekLast();
    if (last != null && snapshot.tick <= last.snapshot().tick) {
      throw new IllegalArgumentException(
          "frame %d after frame %d".formatted(snapshot.tick, last.snapshot().tick));
    }
    if (sent.size() == ReplicationLimits.BASELINES) {
      sent.removeFirst();
    }
    sent.addLast(new Baseline(snapshot, before));
  }
}
