package dev.vivarium.engine.schema;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Builds one value or payload: the fixed part first, variable parts appended at multiples of 8.
final class PayloadWriter {
  private final Layout layout;
  private byte[] bytes;
  private ByteBuffer view;
  private int end;

  PayloadWriter(Layout layout) {
    this.layout = layout;
    this.end = layout.sizeBytes();
    this.bytes = new byte[end];
    this.view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  Layout layout() {
    return layout;
  }

  ByteBuffer view() {
    return view;
  }

  /// Appends room for a variable part and returns where it starts.
  int append(String path, int length) {
    int start = Layout.roundUp(end, 8);
    if (length > SchemaLimits.MESSAGE_BYTES - start) {
      throw new InvalidValueException(
          path, "the message grows beyond " + SchemaLimits.MESSAGE_BYTES + " bytes");
    }
    end = start + length;
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length * 2));
      view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
    return start;
  }

  int append(String path, byte[] content) {
    int start = append(path, content.length);
    view.put(start, content);
    return start;
  }

  void reference(int at, int start, int length) {
    view.putInt(at, start);
    view.putInt(at + 4, length);
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, end);
  }

  /// Gives every field but those in `except` its default.
  void defaults(int[] except) {
    var encoder = new ValueEncoder(this);
    for (int i = 0; i < layout.fields().size(); i++) {
      int index = i;
      if (Arrays.stream(except).noneMatch(other -> other == index)) {
        encoder.fieldDefault(i);
      }
    }
  }

  /// Copies a field, checked, from a payload that has one of the same type.
  void copyField(int field, PayloadReader from, int fromField) {
    FieldType type = layout.fields().get(field).type();
    int to = layout.offset(field);
    int at = from.layout().offset(fromField);
    switch (type.kind()) {
      case STRING, BYTES -> copyPart(from, at, to, 1, type.capacity());
      case LIST -> copyPart(from, at, to, type.element().sizeBytes(), type.count());
      case UNION -> copyUnion(type, from, at, to);
      default -> view.put(to, from.bytes(), at, type.sizeBytes());
    }
  }

  private void copyPart(PayloadReader from, int at, int to, int unitBytes, int maximum) {
    long length = from.lengthAt(at + 4);
    int start = from.part(at, length * unitBytes, (long) maximum * unitBytes);
    int into = append("payload", from.raw(start, (int) length * unitBytes));
    reference(to, into, (int) length);
  }

  private void copyUnion(FieldType type, PayloadReader from, int at, int to) {
    int alternative = from.alternative(type, at);
    long length = from.lengthAt(at + 8);
    int start = from.part(at + 4, length, SchemaCodec.maximumBytes(type.parts().get(alternative)));
    int into = append("payload", from.raw(start, (int) length));
    view.putInt(to, alternative);
    reference(to + 4, into, (int) length);
  }
}
