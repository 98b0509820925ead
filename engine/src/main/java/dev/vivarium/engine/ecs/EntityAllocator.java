package dev.vivarium.engine.ecs;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Handles and where their entities are, as parallel arrays by entity index. An index is used again
/// with the next generation, the last freed first; after its last generation it is never used
/// again.
final class EntityAllocator {
  private static final int FREE = -1;
  private static final int RESERVED = -2;
  private static final int RETIRED = -3;

  private final ChangeClock clock;
  private long seed;
  private int authority;
  private int count;
  private int alive;
  private long nextSerial = 1;
  private int[] stamps = new int[0];
  private int[] tables = new int[0];
  private int[] rows = new int[0];
  private int[] owners = new int[0];
  private short[] sparse = new short[0];
  private long[] serials = new long[0];
  private int[] free = new int[16];
  private int freeCount;
  private long version;

  /// Null until the first search, and then kept up to date.
  private @Nullable SerialIndex bySerial;

  EntityAllocator(long seed, int authority, ChangeClock clock) {
    if (authority < 0 || authority > 255) {
      throw new IllegalArgumentException("authority must be 0 to 255, not " + authority);
    }
    this.seed = seed;
    this.authority = authority;
    this.clock = clock;
  }

  long reserve() {
    int index = freeCount > 0 ? free[--freeCount] : fresh();
    tables[index] = RESERVED;
    version = clock.next();
    return EntityHandle.of(stamps[index], index);
  }

  private int fresh() {
    if (count == stamps.length) {
      grow(count + Math.max(64, count / 2));
    }
    stamps[count] = EntityHandle.stamp(authority, 1);
    return count++;
  }

  private void grow(int capacity) {
    stamps = Arrays.copyOf(stamps, capacity);
    tables = Arrays.copyOf(tables, capacity);
    rows = Arrays.copyOf(rows, capacity);
    owners = Arrays.copyOf(owners, capacity);
    sparse = Arrays.copyOf(sparse, capacity);
    serials = Arrays.copyOf(serials, capacity);
  }

  boolean isReserved(long handle) {
    int index = EntityHandle.index(handle);
    return known(handle, index) && tables[index] == RESERVED;
  }

  boolean isAlive(long handle) {
    int index = EntityHandle.index(handle);
    return known(handle, index) && tables[index] >= 0;
  }

  private boolean known(long handle, int index) {
    return index >= 0 && index < count && stamps[index] == EntityHandle.stamp(handle);
  }

  /// Gives a reserved handle back. Its generation stays, for it never named an entity.
  void release(long reserved) {
    if (!isReserved(reserved)) {
      throw new IllegalArgumentException(
          EntityHandle.toString(reserved) + " is not a reserved entity");
    }
    int index = EntityHandle.index(reserved);
    tables[index] = FREE;
    pushFree(index);
    version = clock.next();
  }

  private void pushFree(int index) {
    if (freeCount == free.length) {
      free = Arrays.copyOf(free, freeCount + freeCount / 2);
    }
    free[freeCount++] = index;
  }

  /// Brings a reserved entity to life at a place.
  void claim(int index, int owner, int table, int row) {
    owners[index] = owner;
    sparse[index] = 0;
    tables[index] = table;
    rows[index] = row;
    alive++;
    serials[index] = nextSerial;
    if (bySerial != null) {
      bySerial.put(nextSerial, index);
    }
    nextSerial++;
    version = clock.next();
  }

  void free(int index) {
    if (bySerial != null) {
      bySerial.remove(serials[index]);
    }
    alive--;
    version = clock.next();
    if ((stamps[index] & EntityHandle.MAX_GENERATION) == EntityHandle.MAX_GENERATION) {
      tables[index] = RETIRED;
      stamps[index] = 0;
    } else {
      tables[index] = FREE;
      stamps[index]++;
      pushFree(index);
    }
  }

  void place(int index, int table, int row) {
    tables[index] = table;
    rows[index] = row;
    version = clock.next();
  }

  void row(int index, int row) {
    rows[index] = row;
  }

  /// The id of the table that the entity at an index is in; negative if there is none.
  int table(int index) {
    return tables[index];
  }

  int row(int index) {
    return rows[index];
  }

  int owner(int index) {
    return owners[index];
  }

  /// How many sparse components the entity has.
  int sparse(int index) {
    return sparse[index];
  }

  void addSparse(int index, int more) {
    sparse[index] += (short) more;
  }

  int alive() {
    return alive;
  }

  int count() {
    return count;
  }

  long seed() {
    return seed;
  }

  int authority() {
    return authority;
  }

  long handleAt(int index) {
    return EntityHandle.of(stamps[index], index);
  }

  GlobalId globalId(int index) {
    return GlobalId.of(seed, authority, serials[index]);
  }

  long find(GlobalId id) {
    long serial = id.serial(seed);
    if (!GlobalId.of(seed, authority, serial).equals(id)) {
      return EntityHandle.NONE;
    }
    SerialIndex known = bySerial == null ? indexSerials() : bySerial;
    bySerial = known;
    int index = known.get(serial);
    return index < 0 ? EntityHandle.NONE : handleAt(index);
  }

  /// Built by the first search only: most worlds never ask.
  private SerialIndex indexSerials() {
    SerialIndex built = new SerialIndex();
    for (int index = 0; index < count; index++) {
      if (tables[index] >= 0) {
        built.put(serials[index], index);
      }
    }
    return built;
  }

  void hash(StateHasher hasher) {
    hasher.put(seed);
    hasher.put(authority);
    hasher.put(nextSerial);
    hasher.putInts(stamps, count);
    hasher.putInts(free, freeCount);
    for (int index = 0; index < count; index++) {
      if (tables[index] >= 0) {
        hasher.put(serials[index] ^ ((long) owners[index] << 32));
      } else {
        hasher.put(tables[index]);
      }
    }
  }

  AllocatorImage image(@Nullable AllocatorImage previous) {
    if (previous != null && previous.version() == version) {
      return previous;
    }
    return new AllocatorImage(
        seed,
        authority,
        nextSerial,
        Arrays.copyOf(stamps, count),
        Arrays.copyOf(tables, count),
        Arrays.copyOf(rows, count),
        Arrays.copyOf(owners, count),
        Arrays.copyOf(serials, count),
        Arrays.copyOf(free, freeCount),
        version);
  }

  void restore(AllocatorImage image) {
    seed = image.seed();
    authority = image.authority();
    nextSerial = image.nextSerial();
    stamps = image.copyOfStamps();
    tables = image.copyOfTables();
    rows = image.copyOfRows();
    owners = image.copyOfOwners();
    serials = image.copyOfSerials();
    count = stamps.length;
    sparse = new short[count];
    freeCount = image.freeCount();
    free = Arrays.copyOf(image.copyOfFree(), Math.max(16, freeCount));
    alive = (int) Arrays.stream(tables).filter(table -> table >= 0).count();
    bySerial = null;
    version = clock.next();
  }
}
