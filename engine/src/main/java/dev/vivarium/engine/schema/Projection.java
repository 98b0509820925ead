package dev.vivarium.engine.schema;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/// How a consumer's declaration of a schema maps to its owner's: the consumer's fields, found in
/// the owner's by name. Rows are copied in as few runs of bytes as the two layouts allow.
/// Immutable.
public final class Projection {
  private final Layout owner;
  private final Layout consumer;
  private final boolean identity;
  private final int[] fieldInOwner;
  private final int[] ownerOffset;
  private final int[] consumerOffset;
  private final int[] runBytes;
  private final int runs;

  private Projection(Layout owner, Layout consumer) {
    this.owner = owner;
    this.consumer = consumer;
    this.identity = owner.sameShape(consumer);
    int fields = consumer.fields().size();
    this.fieldInOwner = new int[fields];
    this.ownerOffset = new int[fields];
    this.consumerOffset = new int[fields];
    this.runBytes = new int[fields];
    int found = 0;
    for (int i = 0; i < fields; i++) {
      fieldInOwner[i] = matching(owner, consumer.fields().get(i));
      found = append(found, i);
    }
    this.runs = found;
  }

  /// Maps `consumer` onto `owner`.
  ///
  /// @throws SchemaConflictException if the owner lacks one of the fields or has another type for
  ///   it
  public static Projection of(Layout owner, Layout consumer) {
    return new Projection(owner, consumer);
  }

  private static int matching(Layout owner, Field field) {
    int index = owner.indexOf(field.name());
    if (index < 0) {
      throw new SchemaConflictException("there is no field '" + field.name() + "'");
    }
    FieldType type = owner.fields().get(index).type();
    if (!type.equals(field.type())) {
      throw new SchemaConflictException(
          "field '%s' is %s, not %s".formatted(field.name(), type, field.type()));
    }
    return index;
  }

  /// Adds the bytes of a field to the last run where they follow it in both layouts.
  private int append(int found, int field) {
    int from = owner.offset(fieldInOwner[field]);
    int to = consumer.offset(field);
    int bytes = consumer.fields().get(field).type().sizeBytes();
    int last = found - 1;
    if (found > 0
        && ownerOffset[last] + runBytes[last] == from
        && consumerOffset[last] + runBytes[last] == to) {
      runBytes[last] += bytes;
      return found;
    }
    ownerOffset[found] = from;
    consumerOffset[found] = to;
    runBytes[found] = bytes;
    return found + 1;
  }

  /// Whether both layouts are the same, so that rows are copied in bulk.
  public boolean identity() {
    return identity;
  }

  public Layout owner() {
    return owner;
  }

  public Layout consumer() {
    return consumer;
  }

  /// Copies `rows` owner rows at `src` to consumer rows at `dst`. Padding bytes are left as they
  /// are.
  public void toConsumer(MemorySegment src, long srcOff, MemorySegment dst, long dstOff, int rows) {
    copy(src, srcOff, owner, ownerOffset, dst, dstOff, consumer, consumerOffset, rows);
  }

  /// Copies `rows` consumer rows at `src` into existing owner rows at `dst`; fields that the
  /// consumer does not declare keep their values.
  public void toOwner(MemorySegment src, long srcOff, MemorySegment dst, long dstOff, int rows) {
    copy(src, srcOff, consumer, consumerOffset, dst, dstOff, owner, ownerOffset, rows);
  }

  private void copy(
      MemorySegment src,
      long srcOff,
      Layout from,
      int[] fromOffset,
      MemorySegment dst,
      long dstOff,
      Layout to,
      int[] toOffset,
      int rows) {
    if (identity) {
      MemorySegment.copy(src, srcOff, dst, dstOff, (long) rows * from.sizeBytes());
      return;
    }
    for (int run = 0; run < runs; run++) {
      long at = srcOff + fromOffset[run];
      long into = dstOff + toOffset[run];
      copyRun(src, at, from.sizeBytes(), dst, into, to.sizeBytes(), runBytes[run], rows);
    }
  }

  private static void copyRun(
      MemorySegment src,
      long at,
      int fromStride,
      MemorySegment dst,
      long into,
      int toStride,
      int bytes,
      int rows) {
    if (bytes > 16 || bytes % 4 != 0) {
      for (int row = 0; row < rows; row++) {
        MemorySegment.copy(
            src, at + (long) row * fromStride, dst, into + (long) row * toStride, bytes);
      }
      return;
    }
    for (int word = 0; word < bytes; word += 4) {
      for (int row = 0; row < rows; row++) {
        int value = src.get(JAVA_INT_UNALIGNED, at + word + (long) row * fromStride);
        dst.set(JAVA_INT_UNALIGNED, into + word + (long) row * toStride, value);
      }
    }
  }

  /// Re-lays a message payload of the owner's layout for the consumer, variable parts included.
  ///
  /// @throws MalformedMessageException if the bytes are no such message
  public byte[] payloadToConsumer(MemorySegment src, long offset, int bytes) {
    var read = new PayloadReader(owner, src, offset, bytes);
    var write = new PayloadWriter(consumer);
    for (int i = 0; i < fieldInOwner.length; i++) {
      write.copyField(i, read, fieldInOwner[i]);
    }
    return write.toBytes();
  }

  /// Re-lays a payload that a consumer wrote for the owner; other fields take their defaults.
  ///
  /// @throws MalformedMessageException if the bytes are no such message
  public byte[] payloadToOwner(MemorySegment src, long offset, int bytes) {
    var read = new PayloadReader(consumer, src, offset, bytes);
    var write = new PayloadWriter(owner);
    write.defaults(fieldInOwner);
    for (int i = 0; i < fieldInOwner.length; i++) {
      write.copyField(fieldInOwner[i], read, i);
    }
    return write.toBytes();
  }
}
