package dev.vivarium.net.protocol.realtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// Writes the parts of a message: whole numbers as varints of seven bits a byte, low ones first;
/// text and bytes after their length.
final class MessageWriter {
  private byte[] bytes = new byte[64];
  private int at;

  void u8(int value) {
    ensure(1);
    bytes[at++] = (byte) value;
  }

  void flag(boolean value) {
    u8(value ? 1 : 0);
  }

  /// An unsigned number.
  void varint(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[at++] = (byte) rest;
  }

  /// Eight bytes, little-endian.
  void u64(long value) {
    ensure(8);
    for (int i = 0; i < 8; i++) {
      bytes[at++] = (byte) (value >>> (8 * i));
    }
  }

  void raw(byte[] value) {
    ensure(value.length);
    System.arraycopy(value, 0, bytes, at, value.length);
    at += value.length;
  }

  void bytes(byte[] value) {
    varint(value.length);
    raw(value);
  }

  void text(String value) {
    bytes(value.getBytes(UTF_8));
  }

  private void ensure(int more) {
    if (bytes.length - at < more) {
      bytes = Arrays.copyOf(bytes, Math.max(at + more, bytes.length * 2));
    }
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, at);
  }
}
