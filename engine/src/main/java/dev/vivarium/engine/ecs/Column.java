package dev.vivarium.engine.ecs;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The values of one component in a table or sparse set: [#strideBytes()] bytes a row, without
/// gaps, little-endian as in the plugin ABI's layout. Owned by the tick thread. Arrays and segments
/// handed out are live and are replaced when the column grows: fetch them anew after structural
/// changes.
public abstract sealed class Column permits FloatColumn, IntColumn, ByteColumn {
  final ChangeClock clock;
  private final ComponentType type;
  private final RowSpace space;
  private final int strideBytes;
  private final int blockRows;
  private long[] written = new long[0];
  private long lastChange = Long.MIN_VALUE;
  private long contentVersion;
  private int droppedRows;

  Column(ComponentType type, RowSpace space) {
    this.type = type;
    this.space = space;
    this.clock = space.clock;
    this.strideBytes = type.layout().sizeBytes();
    this.blockRows = strideBytes == 0 ? 1 : ChangeClock.BLOCK_BYTES / strideBytes;
    this.contentVersion = clock.next();
  }

  /// An empty column in the representation that suits the type's layout.
  static Column of(ComponentType type, RowSpace space) {
    Column column;
    if (type.layout().allF32()) {
      column = new FloatColumn(type, space);
    } else if (type.layout().allI32()) {
      column = new IntColumn(type, space);
    } else {
      column = new ByteColumn(type, space);
    }
    column.grow(space.entities.length);
    return column;
  }

  public ComponentType type() {
    return type;
  }

  public int rows() {
    return space.rows;
  }

  public int strideBytes() {
    return strideBytes;
  }

  /// All rows as bytes; longer than `rows() * strideBytes()`.
  public abstract MemorySegment segment();

  /// Grows with every change of a value or of the rows. Equal versions mean equal contents.
  public long version() {
    return Math.max(contentVersion, space.structureVersion);
  }

  /// The tick of a row's last real change.
  public int writtenTick(int row) {
    return ChangeClock.tick(written[row]);
  }

  /// The writer of a row's last real change.
  public short writtenBy(int row) {
    return ChangeClock.writer(written[row]);
  }

  /// Whether a row may have changed after this moment.
  public boolean changedSince(Moment moment) {
    return lastChange > moment.stamp();
  }

  /// The stamp of each row's last real change; valid up to [#rows()].
  long[] written() {
    return written;
  }

  /// Takes back `rows` rows that lie at `srcOffset`, for the rows from `firstRow` on. Only rows
  /// whose bits differ, NaNs made canonical first, are written and get (`tick`, `writer`).
  ///
  /// @param allowedRows one bit a row of the column; differing rows without it keep their value and
  ///   are counted by [#droppedRows()]. Null allows all.
  /// @return how many rows changed
  public int writeBack(
      MemorySegment src,
      long srcOffset,
      int firstRow,
      int rows,
      int tick,
      short writer,
      long @Nullable [] allowedRows) {
    checkRows(firstRow, rows);
    droppedRows = 0;
    long stamp = clock.stamp(tick, writer);
    int changed = 0;
    for (int done = 0; done < rows; done += blockRows) {
      int count = Math.min(blockRows, rows - done);
      long at = srcOffset + (long) done * strideBytes;
      if (differs(src, at, firstRow + done, count)) {
        load(src, at, count);
        changed += store(count, firstRow + done, null, 0, stamp, allowedRows);
      }
    }
    return touched(changed, stamp);
  }

  /// As [#writeBack], for rows in any order: the value at `srcOffset + i * strideBytes()` is for
  /// row `rowSelection[i]`.
  public int writeBackRows(
      MemorySegment src,
      long srcOffset,
      int[] rowSelection,
      int count,
      int tick,
      short writer,
      long @Nullable [] allowedRows) {
    droppedRows = 0;
    long stamp = clock.stamp(tick, writer);
    int changed = 0;
    for (int done = 0; done < count && strideBytes > 0; done += blockRows) {
      int part = Math.min(blockRows, count - done);
      load(src, srcOffset + (long) done * strideBytes, part);
      changed += store(part, 0, rowSelection, done, stamp, allowedRows);
    }
    return touched(changed, stamp);
  }

  /// Copies the selected rows one after the other to `dst`.
  public void gather(int[] rowSelection, int count, MemorySegment dst, long dstOffset) {
    for (int done = 0; done < count && strideBytes > 0; done += blockRows) {
      int part = Math.min(blockRows, count - done);
      unload(rowSelection, done, part, dst, dstOffset + (long) done * strideBytes);
    }
  }

  /// Rows that differed in the last write-back but were not allowed to be written.
  public int droppedRows() {
    return droppedRows;
  }

  private void checkRows(int firstRow, int count) {
    if (firstRow < 0 || count < 0 || firstRow > space.rows - count) {
      throw new IndexOutOfBoundsException(
          "rows %d to %d of %s, which has %d"
              .formatted(firstRow, firstRow + count, type, space.rows));
    }
  }

  private boolean differs(MemorySegment src, long at, int row, int count) {
    long bytes = (long) count * strideBytes;
    long own = (long) row * strideBytes;
    return bytes > 0
        && MemorySegment.mismatch(src, at, at + bytes, segment(), own, own + bytes) >= 0;
  }

  private int touched(int changed, long stamp) {
    if (changed > 0) {
      contentVersion = clock.next();
      lastChange = Math.max(lastChange, stamp);
    }
    return changed;
  }

  static boolean allows(long @Nullable [] allowedRows, int row) {
    return allowedRows == null
        || (row >> 6 < allowedRows.length && (allowedRows[row >> 6] & (1L << row)) != 0);
  }

  /// Whether a row that differs may be written; counts those that may not.
  final boolean allowed(long @Nullable [] allowedRows, int row) {
    if (allows(allowedRows, row)) {
      return true;
    }
    droppedRows++;
    return false;
  }

  final void noneDropped() {
    droppedRows = 0;
  }

  final void dropIfDifferent(int row, MemorySegment src, long at) {
    droppedRows += differs(src, at, row, 1) ? 1 : 0;
  }

  /// Copies a block of rows from `src` into the clock's room, NaNs made canonical.
  abstract void load(MemorySegment src, long at, int count);

  /// Writes loaded rows that differ to `firstRow + i`, or to `selection[from + i]`.
  abstract int store(
      int count,
      int firstRow,
      int @Nullable [] selection,
      int from,
      long stamp,
      long @Nullable [] allowedRows);

  /// Writes the value at `offset` to `row`, whatever stood there, NaNs made canonical.
  abstract void initValue(int row, MemorySegment value, long offset);

  /// Writes the value of a row that was just added: the type's default.
  abstract void initDefault(int row);

  abstract void unload(int[] selection, int from, int count, MemorySegment dst, long at);

  abstract void growValues(int capacity);

  abstract void moveValue(int from, int to);

  abstract void copyValue(Column source, int from, int to);

  final void grow(int capacity) {
    written = Arrays.copyOf(written, capacity);
    growValues(capacity);
  }

  /// Gives a row that was just added its first value.
  final void init(int row, MemorySegment value, long offset, long stamp) {
    if (strideBytes > 0) {
      initValue(row, value, offset);
    }
    written[row] = stamp;
    lastChange = Math.max(lastChange, stamp);
  }

  /// Gives a row that was just added the type's default.
  final void initWithDefault(int row, long stamp) {
    initDefault(row);
    written[row] = stamp;
    lastChange = Math.max(lastChange, stamp);
  }

  /// Replaces a row's value; false if it had the same.
  final boolean put(int row, MemorySegment value, long offset, long stamp) {
    if (strideBytes == 0) {
      return false;
    }
    load(value, offset, 1);
    int changed = store(1, row, null, 0, stamp, null);
    return touched(changed, stamp) > 0;
  }

  /// Moves a row within the column, as part of closing a gap.
  final void move(int from, int to) {
    written[to] = written[from];
    moveValue(from, to);
  }

  /// Takes over a row of another column of the same type.
  final void copy(Column source, int from, int to) {
    long stamp = source.written[from];
    written[to] = stamp;
    if (stamp > lastChange) {
      lastChange = stamp;
    }
    copyValue(source, from, to);
  }

  /// Copies rows to a column of the same type, if there is one, and closes each gap with what was
  /// the last row then.
  final void transfer(
      int[] rows, int[] targetRows, int[] lastRows, int count, @Nullable Column target) {
    if (target != null) {
      transferWriters(rows, targetRows, lastRows, count, target);
      transferValues(rows, targetRows, lastRows, count, target);
      return;
    }
    for (int i = 0; i < count; i++) {
      if (rows[i] != lastRows[i]) {
        move(lastRows[i], rows[i]);
      }
    }
  }

  private void transferWriters(
      int[] rows, int[] targetRows, int[] lastRows, int count, Column target) {
    long[] own = written;
    long[] theirs = target.written;
    long latest = target.lastChange;
    for (int i = 0; i < count; i++) {
      long stamp = own[rows[i]];
      latest = Math.max(latest, stamp);
      theirs[targetRows[i]] = stamp;
      own[rows[i]] = own[lastRows[i]];
    }
    target.lastChange = latest;
  }

  abstract void transferValues(
      int[] rows, int[] targetRows, int[] lastRows, int count, Column target);

  final long reservedBytes() {
    return segment().byteSize() + 8L * written.length;
  }

  final byte[] row(int row) {
    byte[] value = new byte[strideBytes];
    MemorySegment.copy(
        segment(), (long) row * strideBytes, MemorySegment.ofArray(value), 0, strideBytes);
    return value;
  }

  /// Takes over values and writers of all rows, as they were saved or migrated.
  final void fill(byte[] values, long[] stamps) {
    MemorySegment.copy(MemorySegment.ofArray(values), 0, segment(), 0, values.length);
    System.arraycopy(stamps, 0, written, 0, stamps.length);
    lastChange = Arrays.stream(stamps).max().orElse(Long.MIN_VALUE);
    contentVersion = clock.next();
  }

  /// Takes over new values, NaNs made canonical, and the writers of a column that this one
  /// replaces.
  final void takeOver(Column old, byte[] values) {
    int rows = space.rows;
    fill(values, Arrays.copyOf(old.written, rows));
    MemorySegment source = MemorySegment.ofArray(values);
    for (int row = 0; row < rows && strideBytes > 0; row++) {
      initValue(row, source, (long) row * strideBytes);
    }
  }
}
