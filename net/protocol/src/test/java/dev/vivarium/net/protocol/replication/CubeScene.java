package dev.vivarium.net.protocol.replication;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Nine hundred cubes and a large one that is driven through them and rolls them about, 60 ticks a
/// second: gravity, bounces, friction, contacts (as of balls), tumbling, falling asleep. The same
/// in every run. About 210 cubes move at a time.
final class CubeScene {
  static final int CUBES = 901;

  /// Position x y z, rotation x y z w, scale x y z, each an f32.
  static final int ROW_BYTES = 40;

  private static final int SIDE = 30;
  private static final double SPACING_M = 1.6;
  private static final double DT_S = 1.0 / 60;
  private static final double GRAVITY = 9.81;
  private static final double FRICTION = 0.57;
  private static final double BOUNCE = 0.25;
  private static final double PLAYER_RADIUS_M = 1.6;
  private static final double RADIUS_M = 0.5;
  private static final double CELL_M = 3.4;
  private static final int CELLS = 32;
  private static final int ASLEEP_AFTER_TICKS = 12;

  private final double[] position = new double[CUBES * 3];
  private final double[] velocity = new double[CUBES * 3];
  private final double[] spin = new double[CUBES * 3];
  private final double[] rotation = new double[CUBES * 4];
  private final int[] quietTicks = new int[CUBES];
  private final int[] cellHead = new int[CELLS * CELLS];
  private final int[] cellNext = new int[CUBES];
  private int tick;

  CubeScene() {
    for (int i = 0; i < CUBES; i++) {
      rotation[i * 4 + 3] = 1;
      position[i * 3] = (i % SIDE - SIDE / 2) * SPACING_M;
      position[i * 3 + 1] = RADIUS_M;
      position[i * 3 + 2] = (i / SIDE - SIDE / 2) * SPACING_M;
      quietTicks[i] = ASLEEP_AFTER_TICKS;
    }
    int player = CUBES - 1;
    position[player * 3] = -SIDE / 2.0 * SPACING_M;
    position[player * 3 + 1] = PLAYER_RADIUS_M;
    quietTicks[player] = 0;
  }

  void step() {
    tick++;
    drive(CUBES - 1);
    for (int i = 0; i < CUBES; i++) {
      if (isAwake(i)) {
        fall(i);
      }
    }
    collide();
    for (int i = 0; i < CUBES; i++) {
      if (isAwake(i)) {
        advance(i);
      }
    }
  }

  boolean isAwake(int cube) {
    return quietTicks[cube] < ASLEEP_AFTER_TICKS;
  }

  int awake() {
    int count = 0;
    for (int i = 0; i < CUBES; i++) {
      count += isAwake(i) ? 1 : 0;
    }
    return count;
  }

  /// Handle of a cube: index and generation 1, as the engine's.
  static long id(int cube) {
    return (1L << 32) | cube;
  }

  void write(byte[] rows) {
    ByteBuffer out = ByteBuffer.wrap(rows).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < CUBES; i++) {
      for (int axis = 0; axis < 3; axis++) {
        out.putFloat((float) position[i * 3 + axis]);
      }
      for (int part = 0; part < 4; part++) {
        out.putFloat((float) rotation[i * 4 + part]);
      }
      float size = (float) radius(i) * 2;
      out.putFloat(size).putFloat(size).putFloat(size);
    }
  }

  private void drive(int player) {
    double t = tick * DT_S;
    double targetX = 21 * Math.sin(t * 0.61);
    double targetZ = 21 * Math.sin(t * 0.83 + 0.7);
    double strength = 9;
    velocity[player * 3] += clamp(targetX - position[player * 3], strength) * DT_S * 3;
    velocity[player * 3 + 2] += clamp(targetZ - position[player * 3 + 2], strength) * DT_S * 3;
    quietTicks[player] = 0;
  }

  private static double clamp(double value, double limit) {
    return Math.max(-limit, Math.min(limit, value));
  }

  private static double radius(int cube) {
    return cube == CUBES - 1 ? PLAYER_RADIUS_M : RADIUS_M;
  }

  private static double mass(int cube) {
    return cube == CUBES - 1 ? 30 : 1;
  }

  private void fall(int i) {
    velocity[i * 3 + 1] -= GRAVITY * DT_S;
    boolean onGround = position[i * 3 + 1] <= heightOnGround(i) + 0.02;
    if (!onGround) {
      return;
    }
    double speed = Math.hypot(velocity[i * 3], velocity[i * 3 + 2]);
    double keep = speed <= 0 ? 0 : Math.max(0, 1 - FRICTION * DT_S * (1 + 1 / speed));
    velocity[i * 3] *= keep;
    velocity[i * 3 + 2] *= keep;
    // Friction at the ground turns sliding into rolling.
    roll(i, 0, velocity[i * 3 + 2] / radius(i));
    roll(i, 1, 0);
    roll(i, 2, -velocity[i * 3] / radius(i));
  }

  /// Height of the centre when the lowest corner touches the ground: rolling cubes bob. The driven
  /// cube glides.
  private double heightOnGround(int i) {
    if (i == CUBES - 1) {
      return radius(i);
    }
    double x = rotation[i * 4];
    double y = rotation[i * 4 + 1];
    double z = rotation[i * 4 + 2];
    double w = rotation[i * 4 + 3];
    return radius(i)
        * (Math.abs(2 * (x * y + w * z))
            + Math.abs(1 - 2 * (x * x + z * z))
            + Math.abs(2 * (y * z - w * x)));
  }

  private void roll(int i, int axis, double towards) {
    spin[i * 3 + axis] += (towards - spin[i * 3 + axis]) * 0.2;
  }

  private void collide() {
    Arrays.fill(cellHead, -1);
    for (int i = 0; i < CUBES; i++) {
      int cell = cell(position[i * 3]) * CELLS + cell(position[i * 3 + 2]);
      cellNext[i] = cellHead[cell];
      cellHead[cell] = i;
    }
    for (int i = 0; i < CUBES; i++) {
      if (isAwake(i)) {
        collideAround(i);
      }
    }
  }

  private static int cell(double at) {
    int cell = (int) Math.floor(at / CELL_M) + CELLS / 2;
    return Math.clamp(cell, 0, CELLS - 1);
  }

  private void collideAround(int i) {
    int cellX = cell(position[i * 3]);
    int cellZ = cell(position[i * 3 + 2]);
    for (int x = Math.max(0, cellX - 1); x <= Math.min(CELLS - 1, cellX + 1); x++) {
      for (int z = Math.max(0, cellZ - 1); z <= Math.min(CELLS - 1, cellZ + 1); z++) {
        for (int j = cellHead[x * CELLS + z]; j >= 0; j = cellNext[j]) {
          if (j != i && (j > i || !isAwake(j))) {
            contact(i, j);
          }
        }
      }
    }
  }

  private void contact(int i, int j) {
    double dx = position[j * 3] - position[i * 3];
    double dy = position[j * 3 + 1] - position[i * 3 + 1];
    double dz = position[j * 3 + 2] - position[i * 3 + 2];
    double reach = radius(i) + radius(j);
    double distance = Math.sqrt(dx * dx + dy * dy + dz * dz);
    if (distance >= reach || distance < 1e-6) {
      return;
    }
    double nx = dx / distance;
    double ny = dy / distance;
    double nz = dz / distance;
    double closing =
        (velocity[i * 3] - velocity[j * 3]) * nx
            + (velocity[i * 3 + 1] - velocity[j * 3 + 1]) * ny
            + (velocity[i * 3 + 2] - velocity[j * 3 + 2]) * nz;
    double apart = Math.max(0, reach - distance - 0.01) * 6;
    double change = (closing > 0 ? closing * (1 + BOUNCE) : 0) + apart;
    if (change < 0.02) {
      return;
    }
    double share = mass(j) / (mass(i) + mass(j));
    push(i, -change * share, nx, ny, nz);
    push(j, change * (1 - share), nx, ny, nz);
  }

  private void push(int i, double by, double nx, double ny, double nz) {
    velocity[i * 3] += by * nx;
    velocity[i * 3 + 1] += by * ny;
    velocity[i * 3 + 2] += by * nz;
    spin[i * 3 + 1] += by * (nx - nz) * 0.6;
    quietTicks[i] = 0;
  }

  private void advance(int i) {
    for (int axis = 0; axis < 3; axis++) {
      position[i * 3 + axis] += velocity[i * 3 + axis] * DT_S;
    }
    double floor = heightOnGround(i);
    if (position[i * 3 + 1] < floor) {
      position[i * 3 + 1] = floor;
      velocity[i * 3 + 1] *= velocity[i * 3 + 1] < -0.6 ? -BOUNCE : 0;
    }
    for (int axis = 0; axis < 3; axis += 2) {
      if (Math.abs(position[i * 3 + axis]) > 40) {
        velocity[i * 3 + axis] *= -0.5;
        position[i * 3 + axis] = clamp(position[i * 3 + axis], 40);
      }
    }
    turn(i);
    boolean quiet =
        Math.abs(velocity[i * 3])
                + Math.abs(velocity[i * 3 + 1])
                + Math.abs(velocity[i * 3 + 2])
                + Math.abs(spin[i * 3 + 1])
            < 0.12;
    quietTicks[i] = quiet ? quietTicks[i] + 1 : 0;
    if (!isAwake(i)) {
      for (int axis = 0; axis < 3; axis++) {
        velocity[i * 3 + axis] = 0;
        spin[i * 3 + axis] = 0;
      }
    }
  }

  /// First order, then made a unit again.
  private void turn(int i) {
    double x = rotation[i * 4];
    double y = rotation[i * 4 + 1];
    double z = rotation[i * 4 + 2];
    double w = rotation[i * 4 + 3];
    double a = spin[i * 3] * DT_S / 2;
    double b = spin[i * 3 + 1] * DT_S / 2;
    double c = spin[i * 3 + 2] * DT_S / 2;
    double nx = x + a * w + b * z - c * y;
    double ny = y - a * z + b * w + c * x;
    double nz = z + a * y - b * x + c * w;
    double nw = w - a * x - b * y - c * z;
    double length = Math.sqrt(nx * nx + ny * ny + nz * nz + nw * nw);
    rotation[i * 4] = nx / length;
    rotation[i * 4 + 1] = ny / length;
    rotation[i * 4 + 2] = nz / length;
    rotation[i * 4 + 3] = nw / length;
  }
}
