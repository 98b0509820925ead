package dev.vivarium.workbench.session;

import java.util.List;

/// Where every entity with a Transform stood at one tick.
///
/// Three arrays side by side: `positions` holds x, y and z in metres for each entity, `handles` its
/// bits, `owners` the place of its owner's name in [#ownerNames]. The arrays may be longer than
/// [#count] calls for; they are never written after the frame is made, and receivers must not write
/// them either.
public final class MapFrame {
  private static final MapFrame EMPTY =
      new MapFrame(0, 0, new float[0], new long[0], new short[0], List.of());

  private final long tick;
  private final int count;
  private final float[] positions;
  private final long[] handles;
  private final short[] owners;
  private final List<String> ownerNames;

  /// Takes the arrays as they are: the caller gives them away.
  public MapFrame(
      long tick,
      int count,
      float[] positions,
      long[] handles,
      short[] owners,
      List<String> ownerNames) {
    if (count < 0
        || positions.length < 3L * count
        || handles.length < count
        || owners.length < count) {
      throw new IllegalArgumentException("arrays too short for " + count + " points");
    }
    this.tick = tick;
    this.count = count;
    this.positions = positions;
    this.handles = handles;
    this.owners = owners;
    this.ownerNames = List.copyOf(ownerNames);
  }

  public static MapFrame empty() {
    return EMPTY;
  }

  public long tick() {
    return tick;
  }

  public int count() {
    return count;
  }

  public float x(int point) {
    return positions[point * 3];
  }

  public float y(int point) {
    return positions[point * 3 + 1];
  }

  public float z(int point) {
    return positions[point * 3 + 2];
  }

  public long handleBits(int point) {
    return handles[point];
  }

  public int owner(int point) {
    return owners[point];
  }

  public List<String> ownerNames() {
    return ownerNames;
  }
}
