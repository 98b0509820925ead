package dev.vivarium.engine.ecs;

import dev.vivarium.engine.schema.ComponentSchema;
import java.lang.foreign.MemorySegment;

/// The values and last writers of one column at one moment, with the schema they had then.
/// Immutable.
public final class ColumnImage {
  private final ComponentSchema schema;
  private final byte[] values;
  private final long[] written;
  private final long version;

  ColumnImage(ComponentSchema schema, byte[] values, long[] written, long version) {
    this.schema = schema;
    this.values = values;
    this.written = written;
    this.version = version;
  }

  /// Puts together what was read from a file. Arrays are copied.
  ///
  /// @param written the stamp of each row's last real change, as [#writtenSegment()] has them
  /// @throws IllegalArgumentException if their lengths do not agree
  public static ColumnImage of(ComponentSchema schema, byte[] values, long[] written) {
    long bytes = (long) written.length * schema.layout().sizeBytes();
    if (values.length != bytes) {
      throw new IllegalArgumentException(
          "%s: %d rows need %d bytes, not %d"
              .formatted(schema.name(), written.length, bytes, values.length));
    }
    return new ColumnImage(schema, values.clone(), written.clone(), -1);
  }

  public ComponentSchema schema() {
    return schema;
  }

  public int rows() {
    return written.length;
  }

  public int strideBytes() {
    return schema.layout().sizeBytes();
  }

  /// All rows, read-only.
  public MemorySegment segment() {
    return MemorySegment.ofArray(values).asReadOnly();
  }

  /// The stamp of each row's last real change, i64 each, read-only: the tick in the upper half, the
  /// order within it, and the writer in the lowest 16 bits.
  public MemorySegment writtenSegment() {
    return MemorySegment.ofArray(written).asReadOnly();
  }

  public int writtenTick(int row) {
    return ChangeClock.tick(written[row]);
  }

  public short writtenBy(int row) {
    return ChangeClock.writer(written[row]);
  }

  /// The stamp of the row's last real change.
  public long written(int row) {
    return written[row];
  }

  /// Stamp of the contents within one store; -1 where it came from a file.
  public long version() {
    return version;
  }

  void fill(Column column) {
    column.fill(values, written);
  }
}
