package dev.vivarium.net.protocol.replication;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What a receiver assumes of a component's values before it is told: those of the baseline, and
/// for columns of motion the baseline and as much again, by ticks, as there was between the
/// baseline and the frame before it. Whole numbers only, so both sides get the same.
final class Prediction {
  /// Motion is not carried on for more than so many times as long as it was seen for.
  private static final int MAX_STRETCH = 2;

  private final ComponentRows base;
  private final @Nullable ComponentRows before;
  private final int[] motion;
  private final long ticks;
  private final long ticksBefore;
  private final int rows;
  private final int @Nullable [] inBase;
  private final int @Nullable [] inBefore;

  /// Column of which the rows in `stopped` are, or -1.
  private int stoppedBy = -1;

  private int[] stopped = new int[16];
  private int stoppedCount;

  /// @param ids the rows that are to be told
  Prediction(Baseline baseline, int component, int[] motion, long tick, long[] ids) {
    Snapshot snapshot = baseline.snapshot();
    Snapshot earlier = baseline.before();
    this.base = snapshot.components[component];
    this.motion = motion;
    this.ticks = tick - snapshot.tick;
    this.ticksBefore = earlier == null ? 0 : snapshot.tick - earlier.tick;
    this.before =
        earlier == null || ticks > ticksBefore * MAX_STRETCH ? null : earlier.components[component];
    this.rows = ids.length;
    this.inBase = RowMap.of(ids, base.ids);
    this.inBefore = before == null ? null : RowMap.of(ids, before.ids);
  }

  /// For each row its row in the baseline, or -1; null if they are the same rows.
  int @Nullable [] inBase() {
    return inBase;
  }

  /// Whether rows and values are expected to be just those of the baseline.
  @SuppressWarnings("ReferenceEquality") // Unchanged rows are shared.
  boolean still() {
    return inBase == null && (before == null || before == base);
  }

  /// The expected values of a column: the baseline's own array where that is what is expected, else
  /// `out`, filled. Rows that the baseline does not have get any value.
  @SuppressWarnings("ReferenceEquality") // Unchanged columns are shared.
  int[] column(int column, int[] out) {
    int[] old = base.columns[column];
    int[] older =
        before == null || motion[column] == ComponentPlan.STILL ? old : before.columns[column];
    if (inBase != null) {
      for (int row = 0; row < rows; row++) {
        out[row] = inBase[row] < 0 ? 0 : old[inBase[row]];
      }
      old = out;
    }
    if (older == base.columns[column]) {
      return old;
    }
    moveOn(old, older, out);
    if (motion[column] >= 0) {
      stopWhere(motion[column], column, out);
    }
    return out;
  }

  private void moveOn(int[] old, int[] older, int[] out) {
    if (inBefore != null) {
      for (int row = 0; row < rows; row++) {
        int at = inBefore[row];
        out[row] = at < 0 ? old[row] : moved(old[row], older[at]);
      }
    } else if (ticks == ticksBefore) {
      for (int row = 0; row < rows; row++) {
        out[row] = old[row] + (old[row] - older[row]);
      }
    } else {
      for (int row = 0; row < rows; row++) {
        out[row] = moved(old[row], older[row]);
      }
    }
  }

  /// Takes the baseline's value where another part of a quaternion became the largest, for then the
  /// others do not mean what they did.
  private void stopWhere(int guard, int column, int[] out) {
    if (stoppedBy != guard) {
      stoppedBy = guard;
      findStopped(guard);
    }
    int[] old = base.columns[column];
    for (int i = 0; i < stoppedCount; i++) {
      int row = stopped[i];
      out[row] = old[inBase == null ? row : inBase[row]];
    }
  }

  @SuppressWarnings("ReferenceEquality") // Unchanged columns are shared.
  private void findStopped(int guard) {
    int[] now = base.columns[guard];
    int[] then = before == null ? now : before.columns[guard];
    stoppedCount = 0;
    if (now == then) {
      return;
    }
    if (inBase == null && inBefore == null) {
      int from = 0;
      int same = Arrays.mismatch(now, 0, rows, then, 0, rows);
      while (same >= 0) {
        stop(from + same);
        from += same + 1;
        same = Arrays.mismatch(now, from, rows, then, from, rows);
      }
      return;
    }
    for (int row = 0; row < rows; row++) {
      int at = inBase == null ? row : inBase[row];
      int atBefore = inBefore == null ? row : inBefore[row];
      if (at >= 0 && atBefore >= 0 && now[at] != then[atBefore]) {
        stop(row);
      }
    }
  }

  private void stop(int row) {
    if (stoppedCount == stopped.length) {
      stopped = Arrays.copyOf(stopped, stoppedCount * 2);
    }
    stopped[stoppedCount++] = row;
  }

  private int moved(int old, int older) {
    long way = (long) old - older;
    return way == 0
        ? old
        : old + (int) Math.floorDiv(way * ticks * 2 + ticksBefore, ticksBefore * 2);
  }
}
