package dev.vivarium.engine.ecs;

/// The state of a store's allocator: arrays by entity index, as in the store. Immutable; accessors
/// give copies.
public final class AllocatorImage {
  private final long seed;
  private final int authority;
  private final long nextSerial;
  private final int[] stamps;
  private final int[] tables;
  private final int[] rows;
  private final int[] owners;
  private final long[] serials;
  private final int[] free;
  private final long version;

  AllocatorImage(
      long seed,
      int authority,
      long nextSerial,
      int[] stamps,
      int[] tables,
      int[] rows,
      int[] owners,
      long[] serials,
      int[] free,
      long version) {
    this.seed = seed;
    this.authority = authority;
    this.nextSerial = nextSerial;
    this.stamps = stamps;
    this.tables = tables;
    this.rows = rows;
    this.owners = owners;
    this.serials = serials;
    this.free = free;
    this.version = version;
  }

  /// Puts together what was read from a file. Arrays are copied.
  ///
  /// @param nextSerial what the next entity's place in the order of allocation will be
  /// @param stamps authority and generation of each index, `authority << 24 | generation`
  /// @param tables position of each index's table, negative as given by [#copyOfTables()]
  /// @throws IllegalArgumentException if lengths differ or the free list names no index
  public static AllocatorImage of(
      long seed,
      int authority,
      long nextSerial,
      int[] stamps,
      int[] tables,
      int[] rows,
      int[] owners,
      long[] serials,
      int[] free) {
    int count = stamps.length;
    if (tables.length != count
        || rows.length != count
        || owners.length != count
        || serials.length != count) {
      throw new IllegalArgumentException("the allocator's arrays differ in length");
    }
    for (int index : free) {
      if (index < 0 || index >= count || tables[index] >= 0) {
        throw new IllegalArgumentException(
            "free list names index " + index + ", which is not free");
      }
    }
    return new AllocatorImage(
        seed,
        authority,
        nextSerial,
        stamps.clone(),
        tables.clone(),
        rows.clone(),
        owners.clone(),
        serials.clone(),
        free.clone(),
        -1);
  }

  public long seed() {
    return seed;
  }

  public int authority() {
    return authority;
  }

  public long nextSerial() {
    return nextSerial;
  }

  /// Number of indices ever used.
  public int count() {
    return stamps.length;
  }

  int freeCount() {
    return free.length;
  }

  long version() {
    return version;
  }

  /// `authority << 24 | generation` of each index.
  public int[] copyOfStamps() {
    return stamps.clone();
  }

  /// Position of each index's table; -1 free, -2 reserved, -3 never used again.
  public int[] copyOfTables() {
    return tables.clone();
  }

  public int[] copyOfRows() {
    return rows.clone();
  }

  public int[] copyOfOwners() {
    return owners.clone();
  }

  /// Place of each entity in the order of allocation, from 1.
  public long[] copyOfSerials() {
    return serials.clone();
  }

  /// Free indices; the last is used first.
  public int[] copyOfFree() {
    return free.clone();
  }

  int stamp(int index) {
    return stamps[index];
  }

  int tableAt(int index) {
    return tables[index];
  }

  int ownerAt(int index) {
    return owners[index];
  }

  boolean isAlive(long handle) {
    int index = EntityHandle.index(handle);
    return index >= 0
        && index < stamps.length
        && tables[index] >= 0
        && stamps[index] == EntityHandle.stamp(handle);
  }

  int table(long handle) {
    return tables[EntityHandle.index(handle)];
  }

  int row(long handle) {
    return rows[EntityHandle.index(handle)];
  }

  int owner(long handle) {
    return owners[EntityHandle.index(handle)];
  }

  GlobalId globalId(long handle) {
    return GlobalId.of(seed, authority, serials[EntityHandle.index(handle)]);
  }
}
