package dev.vivarium.engine.ecs;

import dev.vivarium.engine.schema.ComponentSchema;
import java.lang.foreign.MemorySegment;

/// The values and last writers of one column at one moment, with the schema they had then.
/// Immutable.
public final class ColumnImage {
  private final ComponentSchema schema;
  private final byte[] values;
  private final int[] writtenTick;
  private final short[] writtenBy;
  private final long version;

  ColumnImage(
      ComponentSchema schema, byte[] values, int[] writtenTick, short[] writtenBy, long version) {
    this.schema = schema;
    this.values = values;
    this.writtenTick = writtenTick;
    this.writtenBy = writtenBy;
    this.version = version;
  }

  /// Puts together what was read from a file. Arrays are copied.
  ///
  /// @throws IllegalArgumentException if their lengths do not agree
  public static ColumnImage of(
      ComponentSchema schema, byte[] values, int[] writtenTick, short[] writtenBy) {
    long bytes = (long) writtenTick.length * schema.layout().sizeBytes();
    if (values.length != bytes || writtenBy.length != writtenTick.length) {
      throw new IllegalArgumentException(
          "%s: %d rows need %d bytes, not %d"
              .formatted(schema.name(), writtenTick.length, bytes, values.length));
    }
    return new ColumnImage(schema, values.clone(), writtenTick.clone(), writtenBy.clone(), -1);
  }

  public ComponentSchema schema() {
    return schema;
  }

  public int rows() {
    return writtenTick.length;
  }

  public int strideBytes() {
    return schema.layout().sizeBytes();
  }

  /// All rows, read-only.
  public MemorySegment segment() {
    return MemorySegment.ofArray(values).asReadOnly();
  }

  /// The tick of each row's last real change, i32 each, read-only.
  public MemorySegment ticksSegment() {
    return MemorySegment.ofArray(writtenTick).asReadOnly();
  }

  /// The writer of each row's last real change, i16 each, read-only.
  public MemorySegment writersSegment() {
    return MemorySegment.ofArray(writtenBy).asReadOnly();
  }

  public int writtenTick(int row) {
    return writtenTick[row];
  }

  public short writtenBy(int row) {
    return writtenBy[row];
  }

  /// Stamp of the contents within one store; -1 where it came from a file.
  public long version() {
    return version;
  }

  void fill(Column column) {
    column.fill(values, writtenTick, writtenBy);
  }
}
