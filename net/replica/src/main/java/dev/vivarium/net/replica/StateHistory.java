package dev.vivarium.net.replica;

import dev.vivarium.net.protocol.replication.Snapshot;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The newest states of an epoch, to look at moments between them. Belongs to one thread.
final class StateHistory {
  /// Enough for [RenderClock#DELAY_TICKS_MAX].
  static final int STATES = 34;

  private final int transform;
  private final List<Snapshot> states = new ArrayList<>();

  /// @param transform number of the Transform in the plan, or -1
  StateHistory(int transform) {
    this.transform = transform;
  }

  void add(Snapshot next) {
    if (states.size() == STATES) {
      states.removeFirst();
    }
    states.add(next);
  }

  /// The entity's pose then; before the oldest and after the newest state it stands still.
  ///
  /// @param server the server's handle
  Optional<InterpolatedPose> pose(long server, double tick) {
    int after = 0;
    while (after < states.size() - 1 && states.get(after).tick() < tick) {
      after++;
    }
    if (states.isEmpty()) {
      return Optional.empty();
    }
    Snapshot newer = states.get(after);
    Snapshot older = states.get(Math.max(0, after - 1));
    float @Nullable [] to = transform(newer, server);
    float @Nullable [] from = transform(older, server);
    if (to == null || from == null) {
      return Optional.ofNullable(to == null ? from : to).map(InterpolatedPose::of);
    }
    double span = newer.tick() - (double) older.tick();
    double share = span <= 0 ? 1 : Math.clamp((tick - older.tick()) / span, 0, 1);
    return Optional.of(InterpolatedPose.between(from, to, (float) share));
  }

  private float @Nullable [] transform(Snapshot state, long server) {
    int row = transform < 0 ? -1 : state.rowOf(transform, server);
    if (row < 0) {
      return null;
    }
    byte[] bytes = new byte[InterpolatedPose.BYTES];
    state.copyRow(transform, row, bytes, 0);
    return floats(bytes);
  }

  static float[] floats(byte[] transform) {
    float[] floats = new float[transform.length / Float.BYTES];
    ByteBuffer.wrap(transform).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
    return floats;
  }
}
