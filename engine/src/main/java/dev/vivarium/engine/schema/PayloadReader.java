package dev.vivarium.engine.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;

/// Checked access to one message payload. It works on a copy, for the bytes may be another's
/// memory.
final class PayloadReader {
  private final Layout layout;
  private final ByteBuffer bytes;
  private long variableBytes;

  /// @throws MalformedMessageException if the payload is too long or shorter than its fixed part
  PayloadReader(Layout layout, MemorySegment src, long offset, int length) {
    if (length < layout.sizeBytes() || length > SchemaLimits.MESSAGE_BYTES) {
      throw new MalformedMessageException(
          "a payload of %d bytes where %d to %d are needed"
              .formatted(length, layout.sizeBytes(), SchemaLimits.MESSAGE_BYTES));
    }
    if (offset < 0 || offset > src.byteSize() - length) {
      throw new MalformedMessageException(
          "payload at %d, %d bytes, outside of %d".formatted(offset, length, src.byteSize()));
    }
    this.layout = layout;
    byte[] copy = src.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
    this.bytes = ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
  }

  Layout layout() {
    return layout;
  }

  ByteBuffer bytes() {
    return bytes;
  }

  int intAt(int at) {
    return bytes.getInt(at);
  }

  /// The alternative that a union at `at` holds.
  int alternative(FieldType union, int at) {
    int index = intAt(at);
    if (index < 0 || index >= union.parts().size()) {
      throw new MalformedMessageException(
          "union alternative %s of %d"
              .formatted(Integer.toUnsignedString(index), union.parts().size()));
    }
    return index;
  }

  /// Checks a variable part and returns where it starts. All parts together cannot be larger than
  /// the payload, so that decoding never takes more memory than a full payload would.
  int part(int offsetAt, long length, long maximum) {
    if (length < 0 || length > maximum) {
      throw new MalformedMessageException(length + " bytes where " + maximum + " are allowed");
    }
    if (length == 0) {
      return layout.sizeBytes();
    }
    long offset = Integer.toUnsignedLong(intAt(offsetAt));
    variableBytes += length;
    if (offset % 8 != 0 || offset < layout.sizeBytes() || offset + length > bytes.limit()) {
      throw new MalformedMessageException(
          "a part of %d bytes at %d in a payload of %d".formatted(length, offset, bytes.limit()));
    }
    if (variableBytes > bytes.limit() - layout.sizeBytes()) {
      throw new MalformedMessageException("variable parts overlap");
    }
    return (int) offset;
  }

  long lengthAt(int at) {
    return Integer.toUnsignedLong(intAt(at));
  }

  String text(int at, int length) {
    try {
      return UTF_8.newDecoder().decode(bytes.slice(at, length)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedMessageException("text that is no UTF-8");
    }
  }

  byte[] raw(int at, int length) {
    byte[] copy = new byte[length];
    bytes.get(at, copy);
    return copy;
  }
}
