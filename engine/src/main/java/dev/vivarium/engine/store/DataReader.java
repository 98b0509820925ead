package dev.vivarium.engine.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Reads what a [DataWriter] wrote. Every length is held against what is left before memory is
/// taken.
public final class DataReader {
  private final String what;
  private final ByteBuffer bytes;

  /// @param what names the bytes in errors
  public DataReader(String what, byte[] bytes) {
    this.what = what;
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  public DamagedDataException damaged(String message) {
    return new DamagedDataException("%s, byte %d: %s".formatted(what, bytes.position(), message));
  }

  private void need(long count) throws DamagedDataException {
    if (count < 0 || count > bytes.remaining()) {
      throw damaged("%d bytes are wanted and %d are left".formatted(count, bytes.remaining()));
    }
  }

  public int u8() throws DamagedDataException {
    need(1);
    return Byte.toUnsignedInt(bytes.get());
  }

  public boolean flag() throws DamagedDataException {
    return u8() != 0;
  }

  /// One of an enum's values.
  public <E> E one(E[] values) throws DamagedDataException {
    int ordinal = u8();
    if (ordinal >= values.length) {
      throw damaged("%d where there are %d choices".formatted(ordinal, values.length));
    }
    return values[ordinal];
  }

  public int i32() throws DamagedDataException {
    need(4);
    return bytes.getInt();
  }

  public long i64() throws DamagedDataException {
    need(8);
    return bytes.getLong();
  }

  public double f64() throws DamagedDataException {
    return Double.longBitsToDouble(i64());
  }

  /// A count of things that take at least `leastBytes` each.
  public int count(int most, int leastBytes) throws DamagedDataException {
    int count = i32();
    if (count < 0 || count > most) {
      throw damaged("%d of something of which there are at most %d".formatted(count, most));
    }
    need((long) count * leastBytes);
    return count;
  }

  public byte[] bytes(int most) throws DamagedDataException {
    byte[] value = new byte[count(most, 1)];
    bytes.get(value);
    return value;
  }

  public byte[] raw(int count) throws DamagedDataException {
    need(count);
    byte[] value = new byte[count];
    bytes.get(value);
    return value;
  }

  /// Reads into an array, within its bounds.
  void raw(byte[] target, int offset, int count) throws DamagedDataException {
    need(count);
    bytes.get(target, offset, count);
  }

  /// Bytes not read yet.
  public int left() {
    return bytes.remaining();
  }

  public String text() throws DamagedDataException {
    return new String(bytes(StoreLimits.TEXT_BYTES), StandardCharsets.UTF_8);
  }

  public int[] ints(int most) throws DamagedDataException {
    int[] values = new int[count(most, 4)];
    for (int i = 0; i < values.length; i++) {
      values[i] = bytes.getInt();
    }
    return values;
  }

  public long[] longs(int most) throws DamagedDataException {
    long[] values = new long[count(most, 8)];
    for (int i = 0; i < values.length; i++) {
      values[i] = bytes.getLong();
    }
    return values;
  }

  public boolean atEnd() {
    return !bytes.hasRemaining();
  }

  /// All that is left.
  byte[] rest() {
    byte[] value = new byte[bytes.remaining()];
    bytes.get(value);
    return value;
  }

  /// Everything must have been read.
  public void end() throws DamagedDataException {
    if (bytes.hasRemaining()) {
      throw damaged("%d bytes too many".formatted(bytes.remaining()));
    }
  }
}
