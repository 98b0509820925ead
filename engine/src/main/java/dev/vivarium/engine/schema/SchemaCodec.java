package dev.vivarium.engine.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Values and messages as JSON, for people and files. Numbers are numbers (NaN and infinities are
/// strings), vectors and arrays are arrays, entities unsigned decimal strings, assets and blobs hex
/// strings of 16 digits, enums their names, `bytes` base64, a union an object with one member named
/// by the type of its alternative. Fields left out take their defaults when encoding.
public final class SchemaCodec {
  private SchemaCodec() {}

  /// Decodes the component value at `offset`.
  ///
  /// @throws IndexOutOfBoundsException if the segment ends before the value does
  public static JsonNode decode(Layout layout, MemorySegment bytes, long offset) {
    byte[] value = bytes.asSlice(offset, layout.sizeBytes()).toArray(ValueLayout.JAVA_BYTE);
    return new ValueDecoder(littleEndian(value), null).object(layout, 0);
  }

  /// Decodes the component value at `offset`.
  public static JsonNode decode(Layout layout, byte[] bytes, int offset) {
    return decode(layout, MemorySegment.ofArray(bytes), offset);
  }

  /// Encodes a component value: [Layout#sizeBytes()] bytes.
  ///
  /// @throws InvalidValueException naming the field that has the wrong type or is out of range
  public static byte[] encode(Layout layout, JsonNode json) {
    if (!layout.isFixed()) {
      throw new IllegalArgumentException("the layout is a message's; use encodeMessage");
    }
    return encodeMessage(layout, json);
  }

  /// Decodes a payload of `bytes` bytes at `offset`. Whatever stands there, the result is a value
  /// or the exception named here.
  ///
  /// @throws MalformedMessageException if anything is out of bounds or over its limit
  public static JsonNode decodeMessage(
      Layout layout, MemorySegment payload, long offset, int bytes) {
    var reader = new PayloadReader(layout, payload, offset, bytes);
    return new ValueDecoder(reader.bytes(), reader).object(layout, 0);
  }

  /// Whether bytes from elsewhere are a payload of this layout.
  public static boolean isMessage(Layout layout, byte[] payload) {
    try {
      decodeMessage(layout, MemorySegment.ofArray(payload), 0, payload.length);
      return true;
    } catch (MalformedMessageException e) {
      return false;
    }
  }

  /// Encodes a payload: the fixed part, then the variable parts.
  ///
  /// @throws InvalidValueException naming the field that has the wrong type, is out of range or
  ///   over its limit
  public static byte[] encodeMessage(Layout layout, JsonNode json) {
    var out = new PayloadWriter(layout);
    new ValueEncoder(out).object(layout, json);
    return out.toBytes();
  }

  /// A handle of an asset or blob as it stands in JSON.
  public static String hex(long handle) {
    return "%016x".formatted(handle);
  }

  /// The value with every default in place. A default whose variable parts make it longer than the
  /// fixed part is checked here too, and written anew with each message.
  static byte[] encodeDefaults(Layout layout) {
    var out = new PayloadWriter(layout);
    out.defaults(new int[0]);
    return layout.isFixed() ? out.toBytes() : new byte[layout.sizeBytes()];
  }

  /// The most bytes that a variable part holding this type may have.
  static long maximumBytes(FieldType type) {
    return switch (type.kind()) {
      case STRING, BYTES -> type.capacity();
      case LIST -> (long) type.count() * type.element().sizeBytes();
      default -> type.sizeBytes();
    };
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
