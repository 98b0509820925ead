package dev.vivarium.engine.ecs;

/// The parts of an entity handle, from the highest bit: authority (8), generation (24), index (32).
/// Generations start at 1, so a handle is never 0.
public final class EntityHandle {
  /// No entity.
  public static final long NONE = 0;

  static final int MAX_GENERATION = (1 << 24) - 1;

  private EntityHandle() {}

  public static long of(int authority, int generation, int index) {
    return ((long) stamp(authority, generation) << 32) | Integer.toUnsignedLong(index);
  }

  public static int index(long handle) {
    return (int) handle;
  }

  public static int generation(long handle) {
    return (int) (handle >>> 32) & MAX_GENERATION;
  }

  /// Who allocated the handle, 0 to 255; 0 is the server.
  public static int authority(long handle) {
    return (int) (handle >>> 56);
  }

  /// The handle for people: `index.generation`, with `authority:` before it unless that is 0.
  public static String toString(long handle) {
    String entity = Integer.toUnsignedString(index(handle)) + "." + generation(handle);
    return authority(handle) == 0 ? entity : authority(handle) + ":" + entity;
  }

  static int stamp(int authority, int generation) {
    return authority << 24 | generation;
  }

  static int stamp(long handle) {
    return (int) (handle >>> 32);
  }

  static long of(int stamp, int index) {
    return ((long) stamp << 32) | Integer.toUnsignedLong(index);
  }
}
