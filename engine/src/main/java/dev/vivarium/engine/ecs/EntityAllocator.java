package dev.vivarium.engine.ecs;

import java.util.Arrays;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// Handles and where their entities are, as parallel arrays by entity index. An index is used again
/// with the next generation, the last freed first; after its last generation it is never used
/// again.
final class EntityAllocator {
  private static final int FREE = -1;
  private static final int RESERVED = -2;
  private static final int RETIRED = -3;

  private static final int RECORD = 4;
  private static final int STAMP = 0;
  private static final int TABLE = 1;
  private static final int ROW = 2;
  private static final int OWNER = 3;

  private final ChangeClock clock;
  private long seed;
  private int authority;
  private int count;
  private int alive;
  private long nextSerial = 1;
  private int[] records = new int[0];
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
    records[index * RECORD + TABLE] = RESERVED;
    version = clock.next();
    return EntityHandle.of(records[index * RECORD + STAMP], index);
  }

  private int fresh() {
    if (count * RECORD == records.length) {
      int capacity = count + Math.max(64, count / 2);
      records = Arrays.copyOf(records, Math.multiplyExact(capacity, RECORD));
      sparse = Arrays.copyOf(sparse, capacity);
      serials = Arrays.copyOf(serials, capacity);
    }
    records[count * RECORD + STAMP] = EntityHandle.stamp(authority, 1);
    return count++;
  }

  boolean isReserved(long handle) {
    int index = EntityHandle.index(handle);
    return known(handle, index) && records[index * RECORD + TABLE] == RESERVED;
  }

  /// The table's id and the row, `table << 32 | row`, of a living entity; negative if it is not
  /// alive.
  long locate(long handle) {
    int index = EntityHandle.index(handle);
    if (!known(handle, index)) {
      return -1;
    }
    return (long) records[index * RECORD + TABLE] << 32 | records[index * RECORD + ROW];
  }

  boolean isAlive(long handle) {
    int index = EntityHandle.index(handle);
    return known(handle, index) && records[index * RECORD + TABLE] >= 0;
  }

  /// The index of a living entity.
  ///
  /// @throws IllegalArgumentException if it is not alive
  int living(long handle) {
    if (!isAlive(handle)) {
      throw new IllegalArgumentException("entity " + EntityHandle.toString(handle) + " is gone");
    }
    return EntityHandle.index(handle);
  }

  private boolean known(long handle, int index) {
    return index >= 0
        && index < count
        && records[index * RECORD + STAMP] == EntityHandle.stamp(handle);
  }

  /// Gives a reserved handle back. Its generation stays, for it never named an entity. The newest
  /// index is forgotten if it never named one, so that reserving and releasing leaves no trace.
  void release(long reserved) {
    if (!isReserved(reserved)) {
      throw new IllegalArgumentException(
          EntityHandle.toString(reserved) + " is not a reserved entity");
    }
    int index = EntityHandle.index(reserved);
    records[index * RECORD + TABLE] = FREE;
    if (index == count - 1 && records[index * RECORD + STAMP] == EntityHandle.stamp(authority, 1)) {
      count--;
    } else {
      pushFree(index);
    }
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
    int at = index * RECORD;
    records[at + TABLE] = table;
    records[at + ROW] = row;
    records[at + OWNER] = owner;
    sparse[index] = 0;
    serials[index] = nextSerial;
    if (bySerial != null) {
      bySerial.put(nextSerial, index);
    }
    alive++;
    nextSerial++;
    version = clock.next();
  }

  /// Whether nothing but the generation after it was reserved at the index of an entity that has
  /// ended.
  boolean isHeld(long ended) {
    int generation = EntityHandle.generation(ended);
    int authorityOf = EntityHandle.authority(ended);
    return generation < EntityHandle.MAX_GENERATION && isReserved(after(ended, authorityOf));
  }

  private static long after(long ended, int authorityOf) {
    return EntityHandle.of(
        authorityOf, EntityHandle.generation(ended) + 1, EntityHandle.index(ended));
  }

  /// Lets the index of an ended entity be used again.
  void releaseHeld(long ended) {
    release(after(ended, EntityHandle.authority(ended)));
  }

  /// Brings an entity that is held back to life under its old handle and global id.
  void revive(long ended, int owner, long serial, int table, int row) {
    int index = EntityHandle.index(ended);
    long newest = nextSerial;
    records[index * RECORD + STAMP] = EntityHandle.stamp(ended);
    nextSerial = serial;
    claim(index, owner, table, row);
    nextSerial = newest;
  }

  /// Gives every reserved handle back but those that are wanted.
  void releaseReserved(LongPredicate wanted) {
    for (int index = count - 1; index >= 0; index--) {
      if (records[index * RECORD + TABLE] == RESERVED && !wanted.test(handleAt(index))) {
        release(handleAt(index));
      }
    }
  }

  long serial(int index) {
    return serials[index];
  }

  int freeCount() {
    return freeCount;
  }

  void free(int index) {
    if (bySerial != null) {
      bySerial.remove(serials[index]);
    }
    alive--;
    version = clock.next();
    int at = index * RECORD;
    if ((records[at + STAMP] & EntityHandle.MAX_GENERATION) == EntityHandle.MAX_GENERATION) {
      records[at + TABLE] = RETIRED;
      records[at + STAMP] = 0;
    } else {
      records[at + TABLE] = FREE;
      records[at + STAMP]++;
      pushFree(index);
    }
  }

  void place(int index, int table, int row) {
    records[index * RECORD + TABLE] = table;
    records[index * RECORD + ROW] = row;
    version = clock.next();
  }

  /// As [#place], in a run of moves that [#moved] ends.
  void placeInRun(int index, int table, int row) {
    records[index * RECORD + TABLE] = table;
    records[index * RECORD + ROW] = row;
  }

  void moved() {
    version = clock.next();
  }

  /// Only as part of an operation that also calls another method here.
  void row(int index, int row) {
    records[index * RECORD + ROW] = row;
  }

  /// The id of the table that the entity at an index is in; negative if there is none.
  int table(int index) {
    return records[index * RECORD + TABLE];
  }

  int row(int index) {
    return records[index * RECORD + ROW];
  }

  int owner(int index) {
    return records[index * RECORD + OWNER];
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

  long reservedBytes() {
    return 4L * records.length + 2L * sparse.length + 8L * serials.length + 4L * free.length;
  }

  long handleAt(int index) {
    return EntityHandle.of(records[index * RECORD + STAMP], index);
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
      if (table(index) >= 0) {
        built.put(serials[index], index);
      }
    }
    return built;
  }

  void hash(StateHasher hasher) {
    hasher.put(seed);
    hasher.put(authority);
    hasher.put(nextSerial);
    hasher.put(count);
    hasher.putInts(free, freeCount);
    for (int index = 0; index < count; index++) {
      int table = table(index);
      hasher.put(((long) records[index * RECORD + STAMP] << 32) | (Math.min(table, 0) & 0xffL));
      if (table >= 0) {
        hasher.put(serials[index] ^ ((long) owner(index) << 32));
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
        facts(STAMP),
        facts(TABLE),
        facts(ROW),
        facts(OWNER),
        Arrays.copyOf(serials, count),
        Arrays.copyOf(free, freeCount),
        version);
  }

  private int[] facts(int fact) {
    int[] facts = new int[count];
    for (int index = 0; index < count; index++) {
      facts[index] = records[index * RECORD + fact];
    }
    return facts;
  }

  /// Takes over everything but where living entities are, which [#place] is to tell.
  void restore(AllocatorImage image) {
    seed = image.seed();
    authority = image.authority();
    nextSerial = image.nextSerial();
    count = image.count();
    freeCount = image.freeCount();
    free = Arrays.copyOf(image.copyOfFree(), Math.max(16, freeCount));
    records = new int[Math.multiplyExact(count, RECORD)];
    sparse = new short[count];
    serials = image.copyOfSerials();
    alive = 0;
    bySerial = null;
    version = clock.next();
    for (int index = 0; index < count; index++) {
      records[index * RECORD + STAMP] = image.stamp(index);
      records[index * RECORD + TABLE] = image.tableAt(index);
      records[index * RECORD + OWNER] = image.ownerAt(index);
      alive += image.tableAt(index) >= 0 ? 1 : 0;
    }
  }
}
