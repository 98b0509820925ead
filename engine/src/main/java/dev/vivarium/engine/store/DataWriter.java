package dev.vivarium.engine.store;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Collects values as bytes, little-endian; text and arrays with their length before them.
public final class DataWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteBuffer number = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);

  public DataWriter u8(int value) {
    out.write(value);
    return this;
  }

  public DataWriter i32(int value) {
    out.write(number.putInt(0, value).array(), 0, 4);
    return this;
  }

  public DataWriter i64(long value) {
    out.write(number.putLong(0, value).array(), 0, 8);
    return this;
  }

  public DataWriter f64(double value) {
    return i64(Double.doubleToRawLongBits(value));
  }

  public DataWriter text(String value) {
    return bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  public DataWriter bytes(byte[] value) {
    i32(value.length);
    out.writeBytes(value);
    return this;
  }

  public DataWriter ints(int[] values) {
    i32(values.length);
    for (int value : values) {
      i32(value);
    }
    return this;
  }

  public DataWriter longs(long[] values) {
    i32(values.length);
    for (long value : values) {
      i64(value);
    }
    return this;
  }

  public byte[] toBytes() {
    return out.toByteArray();
  }

  public MemorySegment toSegment() {
    return MemorySegment.ofArray(toBytes()).asReadOnly();
  }
}
