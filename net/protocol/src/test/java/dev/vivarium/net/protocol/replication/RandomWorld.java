package dev.vivarium.net.protocol.replication;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A small world in which everything happens that replication must carry: entities come, go and
/// come again under new generations, move, stop and jump, get and lose components, change hands;
/// and rows arrive in another order when they do.
final class RandomWorld {
  static final SnapshotPlan PLAN =
      new SnapshotPlan(
          7,
          List.of(
              new ComponentPlan(
                  "Body",
                  28,
                  List.of(
                      new FieldPlan.Step(0, 1f / 512),
                      new FieldPlan.Step(4, 1f / 512),
                      new FieldPlan.Step(8, 1f / 512),
                      new FieldPlan.Quaternion(12, 11))),
              new ComponentPlan(
                  "Life",
                  12,
                  List.of(
                      new FieldPlan.Ranged(0, 0, 100, 0.5f),
                      new FieldPlan.Whole(4, 1),
                      new FieldPlan.Whole(6, 2),
                      new FieldPlan.Whole(8, 4))),
              new ComponentPlan("Name", 13, List.of(new FieldPlan.Bytes(0, 13))),
              new ComponentPlan("Tag", 0, List.of())));

  private static final int[] ROW_BYTES = {28, 12, 13, 0};
  private static final int MOST = 40;

  private static final class Thing {
    final long id;
    final byte[][] rows = new byte[ROW_BYTES.length][];
    final boolean[] has = new boolean[ROW_BYTES.length];
    final float[] at = new float[3];
    final float[] speed = new float[3];
    int owner;

    Thing(long id) {
      this.id = id;
      for (int c = 0; c < rows.length; c++) {
        rows[c] = new byte[ROW_BYTES[c]];
      }
    }
  }

  private final Random random;
  private final SnapshotBuilder builder = new SnapshotBuilder(PLAN);
  private final List<Thing> things = new ArrayList<>();
  private final int[] generations = new int[MOST * 2];

  RandomWorld(long seed) {
    random = new Random(seed);
    for (int i = 0; i < 10; i++) {
      spawn();
    }
  }

  /// One tick; without `structure` entities only move and change.
  void step(boolean structure) {
    if (structure && random.nextInt(3) == 0) {
      restructure();
    }
    for (Thing thing : things) {
      change(thing);
    }
  }

  /// Stops all that moves.
  void rest() {
    for (Thing thing : things) {
      thing.speed[0] = thing.speed[1] = thing.speed[2] = 0;
      write(thing);
    }
  }

  private void restructure() {
    switch (random.nextInt(5)) {
      case 0 -> spawn();
      case 1 -> {
        if (!things.isEmpty()) {
          int last = things.size() - 1;
          int gone = random.nextInt(things.size());
          things.set(gone, things.get(last));
          things.remove(last);
        }
      }
      case 2 -> toggleComponent();
      case 3 -> {
        if (!things.isEmpty()) {
          things.get(random.nextInt(things.size())).owner = random.nextInt(4);
        }
      }
      default -> {
        int clear = random.nextInt(40);
        if (clear == 0) {
          things.clear();
        } else if (clear < 4) {
          for (int i = 0; i < 10; i++) {
            spawn();
          }
        }
      }
    }
  }

  private void spawn() {
    int index = random.nextInt(generations.length);
    if (things.size() == MOST || things.stream().anyMatch(t -> (int) t.id == index)) {
      return;
    }
    generations[index]++;
    var thing = new Thing((long) random.nextInt(2) << 56 | (long) generations[index] << 32 | index);
    for (int c = 0; c < thing.has.length; c++) {
      thing.has[c] = random.nextBoolean();
    }
    things.add(thing);
    jump(thing);
    write(thing);
  }

  private void toggleComponent() {
    if (!things.isEmpty()) {
      Thing thing = things.get(random.nextInt(things.size()));
      int component = random.nextInt(ROW_BYTES.length);
      thing.has[component] = !thing.has[component];
    }
  }

  private void change(Thing thing) {
    switch (random.nextInt(12)) {
      case 0 -> jump(thing);
      case 1 -> {
        for (int axis = 0; axis < 3; axis++) {
          thing.speed[axis] = random.nextFloat() - 0.5f;
        }
      }
      case 2 -> thing.speed[0] = thing.speed[1] = thing.speed[2] = 0;
      case 3 -> random.nextBytes(thing.rows[2]);
      case 4 -> random.nextBytes(thing.rows[1]);
      default -> {}
    }
    write(thing);
  }

  private void jump(Thing thing) {
    float[] extremes = {0, 1e9f, -1e9f, Float.NaN, Float.POSITIVE_INFINITY, 1e-9f};
    for (int axis = 0; axis < 3; axis++) {
      boolean extreme = random.nextInt(20) == 0;
      thing.at[axis] =
          extreme ? extremes[random.nextInt(extremes.length)] : random.nextFloat() * 100 - 50;
    }
  }

  private void write(Thing thing) {
    ByteBuffer out = ByteBuffer.wrap(thing.rows[0]).order(ByteOrder.LITTLE_ENDIAN);
    for (int axis = 0; axis < 3; axis++) {
      thing.at[axis] += thing.speed[axis];
      out.putFloat(thing.at[axis]);
    }
    double angle = thing.at[0] / 10;
    out.putFloat(0).putFloat((float) Math.sin(angle)).putFloat(0).putFloat((float) Math.cos(angle));
  }

  Snapshot snapshot(long tick) {
    builder.begin(tick);
    for (Thing thing : things) {
      builder.entities(new long[] {thing.id}, new int[] {thing.owner}, 0, 1);
    }
    for (int c = 0; c < ROW_BYTES.length; c++) {
      for (Thing thing : things) {
        if (thing.has[c]) {
          MemorySegment row = MemorySegment.ofArray(thing.rows[c]);
          builder.rows(c, new long[] {thing.id}, 0, 1, row, 0);
        }
      }
    }
    return builder.finish();
  }
}
