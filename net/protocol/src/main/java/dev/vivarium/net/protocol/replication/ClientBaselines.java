package dev.vivarium.net.protocol.replication;

import static dev.vivarium.net.protocol.replication.ReplicationLimits.BASELINES;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The frames sent to one client that may still serve as baselines, at most
/// [ReplicationLimits#BASELINES]. Belongs to the thread that encodes.
///
/// There is one for each client, used at each tick: a frame is a place in two rings, and no object.
public final class ClientBaselines {
  private final BaselinePolicy policy;

  /// Of the frames that were sent, from `oldest` on.
  private final long[] ticks = new long[BASELINES];

  /// Those that may still be a baseline; of the others the columns can go.
  private final @Nullable Baseline[] baselines = new Baseline[BASELINES];

  private int oldest;
  private int size;
  private long acknowledgedTick = -1;

  public ClientBaselines(BaselinePolicy policy) {
    this.policy = policy;
  }

  /// Notes that the client holds the frame of that tick. Old, repeated and invented ticks change
  /// nothing.
  ///
  /// @return whether that frame was sent and is newer than what was acknowledged before
  public boolean acknowledge(long tick) {
    if (tick <= acknowledgedTick) {
      return false;
    }
    int before = 0;
    while (before < size && ticks[slot(before)] < tick) {
      before++;
    }
    if (before == size || ticks[slot(before)] != tick) {
      return false;
    }
    acknowledgedTick = tick;
    while (before-- > 0) {
      removeOldest();
    }
    return true;
  }

  /// Forgets all: the next frame is a full one.
  public void reset() {
    Arrays.fill(baselines, null);
    size = 0;
    acknowledgedTick = -1;
  }

  /// Tick of the newest frame that the client is known to hold, or -1.
  public long acknowledgedTick() {
    return acknowledgedTick;
  }

  /// Frames that were sent after the newest acknowledged one: how far behind the client is.
  public int unacknowledged() {
    return oldestIsAcknowledged() ? size - 1 : size;
  }

  /// What the next frame is a delta against; null if it must be a full one.
  @Nullable Baseline next(SnapshotPlan plan) {
    Baseline baseline =
        switch (policy) {
          case SENT -> size == 0 ? null : baselines[slot(size - 1)];
          case ACKNOWLEDGED -> oldestIsAcknowledged() ? baselines[oldest] : null;
        };
    return baseline == null || !baseline.snapshot().plan.equals(plan) ? null : baseline;
  }

  void sent(Baseline frame) {
    long tick = frame.snapshot().tick;
    if (size > 0 && tick <= ticks[slot(size - 1)]) {
      throw new IllegalArgumentException("frame " + tick + " after frame " + ticks[slot(size - 1)]);
    }
    if (size == BASELINES) {
      removeOldest();
    }
    if (policy == BaselinePolicy.SENT && size > 0) {
      baselines[slot(size - 1)] = null;
    }
    ticks[slot(size)] = tick;
    baselines[slot(size)] = frame;
    size++;
  }

  private boolean oldestIsAcknowledged() {
    return size > 0 && ticks[oldest] == acknowledgedTick;
  }

  private void removeOldest() {
    baselines[oldest] = null;
    oldest = slot(1);
    size--;
  }

  private int slot(int fromOldest) {
    return (oldest + fromOldest) % BASELINES;
  }
}
