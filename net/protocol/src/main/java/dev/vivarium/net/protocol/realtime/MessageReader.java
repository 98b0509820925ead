package dev.vivarium.net.protocol.realtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// Reads the parts of a message, each against its limit before memory is taken.
final class MessageReader {
  private static final int MAX_SHIFT = 63;

  private final byte[] bytes;
  private final String message;
  private int at;

  /// @param message name for errors
  MessageReader(byte[] bytes, int from, String message) {
    this.bytes = bytes;
    this.at = from;
    this.message = message;
  }

  int u8(String field) {
    need(field, 1);
    return bytes[at++] & 0xff;
  }

  boolean flag(String field) {
    int value = u8(field);
    if (value > 1) {
      throw malformed(field, value + " where 0 or 1 is needed");
    }
    return value == 1;
  }

  /// A number from 0 to `max`.
  int varint(String field, int max) {
    return (int) varint(field, (long) max);
  }

  /// A number from 0 to `max`.
  long varint(String field, long max) {
    long value = 0;
    for (int shift = 0; shift <= MAX_SHIFT; shift += 7) {
      int part = u8(field);
      value |= (long) (part & 0x7f) << shift;
      if (part < 0x80) {
        return checked(field, value, max);
      }
    }
    throw malformed(field, "a number of more than 64 bits");
  }

  private long checked(String field, long value, long max) {
    if (Long.compareUnsigned(value, max) > 0) {
      throw malformed(field, Long.toUnsignedString(value) + " where " + max + " is the most");
    }
    return value;
  }

  long u64(String field) {
    need(field, 8);
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value |= (bytes[at++] & 0xffL) << (8 * i);
    }
    return value;
  }

  byte[] raw(String field, int length) {
    need(field, length);
    byte[] value = Arrays.copyOfRange(bytes, at, at + length);
    at += length;
    return value;
  }

  byte[] bytes(String field, int max) {
    return raw(field, varint(field, max));
  }

  String text(String field, int maxBytes) {
    byte[] value = bytes(field, maxBytes);
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
    } catch (CharacterCodingException e) {
      throw malformed(field, "text that is no UTF-8");
    }
  }

  /// @param leastBytes of an element, so that a count is checked against what is there
  <T> List<T> list(String field, int max, int leastBytes, Function<MessageReader, T> element) {
    int count = varint(field, max);
    need(field, (long) count * leastBytes);
    var list = new ArrayList<T>(count);
    for (int i = 0; i < count; i++) {
      list.add(element.apply(this));
    }
    return List.copyOf(list);
  }

  /// All that is left.
  byte[] rest(String field, int max) {
    int left = bytes.length - at;
    if (left > max) {
      throw malformed(field, left + " bytes where " + max + " are the most");
    }
    return raw(field, left);
  }

  void finish() {
    if (at != bytes.length) {
      throw new MalformedMessageException(
          "%s: %d bytes after its end at %d".formatted(message, bytes.length - at, at));
    }
  }

  MalformedMessageException malformed(String field, String what) {
    return new MalformedMessageException(
        "%s.%s, before byte %d: %s".formatted(message, field, at, what));
  }

  private void need(String field, long count) {
    if (count > bytes.length - at) {
      throw malformed(field, "needs %d bytes, %d are left".formatted(count, bytes.length - at));
    }
  }
}
