package dev.vivarium.workbench.bots;

import dev.vivarium.net.protocol.replication.Snapshot;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// A bot's entity on its way from one place of a box to the next.
final class Walk {
  private static final float NEAR_METRES = 0.05f;

  private final long entity;
  private final ByteBuffer row;
  private final int positionAt;
  private final int component;
  private final float[] goal = new float[3];
  private boolean hasGoal;
  private long lastNanos;

  Walk(Snapshot seen, BotWorld world, int ownRow, long nowNanos) {
    component = world.transform();
    entity = seen.rowId(component, ownRow);
    byte[] bytes = new byte[seen.plan().components().get(component).rowBytes()];
    seen.copyRow(component, ownRow, bytes, 0);
    row = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    positionAt = world.positionBytes();
    lastNanos = nowNanos;
  }

  /// Row of an entity that the client owns; negative if there is none.
  static int ownRow(Snapshot seen, int component, int clientId) {
    for (int index = 0; index < seen.entities(); index++) {
      if (seen.owner(index) == clientId) {
        int row = seen.rowOf(component, seen.id(index));
        if (row >= 0) {
          return row;
        }
      }
    }
    return -1;
  }

  boolean isOf(Snapshot seen) {
    return seen.rowOf(component, entity) >= 0;
  }

  long entity() {
    return entity;
  }

  /// The entity's new value, or null while it is not due.
  byte @Nullable [] step(BotScript.Move move, Random random, long nowNanos, long everyNanos) {
    long pastNanos = nowNanos - lastNanos;
    if (pastNanos < everyNanos) {
      return null;
    }
    lastNanos = nowNanos;
    float reach = move.metresPerSecond() * (float) Math.min(pastNanos, 4 * everyNanos) / 1e9f;
    if (!hasGoal) {
      choose(move, random);
    }
    float distance = distance();
    float share = distance <= reach ? 1 : reach / distance;
    for (int axis = 0; axis < 3; axis++) {
      float here = row.getFloat(at(axis));
      row.putFloat(at(axis), here + (goal[axis] - here) * share);
    }
    hasGoal = distance - reach > NEAR_METRES;
    return row.array().clone();
  }

  private void choose(BotScript.Move move, Random random) {
    for (int axis = 0; axis < 3; axis++) {
      float least = move.least()[axis];
      goal[axis] = least + random.nextFloat() * (move.most()[axis] - least);
    }
    hasGoal = true;
  }

  private float distance() {
    float squares = 0;
    for (int axis = 0; axis < 3; axis++) {
      float way = goal[axis] - row.getFloat(at(axis));
      squares += way * way;
    }
    return (float) Math.sqrt(squares);
  }

  private int at(int axis) {
    return positionAt + axis * Float.BYTES;
  }
}
