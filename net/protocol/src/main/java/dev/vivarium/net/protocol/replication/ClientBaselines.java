package dev.vivarium.net.protocol.replication;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// The frames sent to one client that may still serve as baselines, at most
/// [ReplicationLimits#BASELINES]. Belongs to the thread that encodes.
public final class ClientBaselines {
  /// A frame; one that can no longer be a baseline holds none, so that its columns can go.
  private record Sent(long tick, @Nullable Baseline baseline) {}

  private final BaselinePolicy policy;
  private final ArrayDeque<Sent> sent = new ArrayDeque<>();
  private long acknowledgedTick = -1;

  public ClientBaselines(BaselinePolicy policy) {
    this.policy = policy;
  }

  /// Notes that the client holds the frame of that tick. Old, repeated and invented ticks change
  /// nothing.
  ///
  /// @return whether that frame was sent and is newer than what was acknowledged before
  public boolean acknowledge(long tick) {
    if (tick <= acknowledgedTick || sent.stream().noneMatch(frame -> frame.tick == tick)) {
      return false;
    }
    acknowledgedTick = tick;
    sent.removeIf(frame -> frame.tick < tick);
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
    Sent frame =
        switch (policy) {
          case SENT -> sent.peekLast();
          case ACKNOWLEDGED -> {
            Sent first = sent.peekFirst();
            yield first != null && isAcknowledged(first) ? first : null;
          }
        };
    Baseline baseline = frame == null ? null : frame.baseline;
    return baseline == null || !baseline.snapshot().plan.equals(plan) ? null : baseline;
  }

  private boolean isAcknowledged(Sent frame) {
    return frame.tick == acknowledgedTick;
  }

  void sent(Snapshot snapshot, @Nullable Snapshot before) {
    Sent last = sent.peekLast();
    if (last != null && snapshot.tick <= last.tick) {
      throw new IllegalArgumentException("frame " + snapshot.tick + " after frame " + last.tick);
    }
    if (sent.size() == ReplicationLimits.BASELINES) {
      sent.removeFirst();
    }
    if (policy == BaselinePolicy.SENT && last != null && !sent.isEmpty()) {
      sent.removeLast();
      sent.addLast(new Sent(last.tick, null));
    }
    sent.addLast(new Sent(snapshot.tick, new Baseline(snapshot, before)));
  }
}
