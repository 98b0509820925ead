package dev.vivarium.engine.plugin.wasm;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.ConstantEvaluators;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.TrapException;
import run.endive.runtime.WasmRuntimeException;
import run.endive.wasm.types.ActiveDataSegment;
import run.endive.wasm.types.DataSegment;
import run.endive.wasm.types.MemoryLimits;
import run.endive.wasm.types.PassiveDataSegment;

/// A plugin's memory as one `byte[]`, exactly as long as its pages, little-endian. The only memory
/// implementation in the process, so that compiled code's calls to it stay monomorphic.
///
/// Growing replaces the array: callers read [#bytes()] or [#segment()] anew after each call into
/// the plugin.
// The interface still asks for the methods of threads, which it is about to drop.
@SuppressWarnings("removal")
public final class FlatMemory implements Memory {
  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);
  private static final VarHandle FLOAT = view(float[].class);
  private static final VarHandle DOUBLE = view(double[].class);

  private final int initialPages;
  private final int maximumPages;
  private byte[] bytes;
  private MemorySegment segment;
  private DataSegment @Nullable [] dataSegments;

  FlatMemory(MemoryLimits limits, int maximumPages) {
    this.initialPages = limits.initialPages();
    this.maximumPages = Math.min(limits.maximumPages(), maximumPages);
    this.bytes = new byte[Memory.bytes(initialPages)];
    this.segment = MemorySegment.ofArray(bytes);
  }

  private static VarHandle view(Class<?> arrayType) {
    return MethodHandles.byteArrayViewVarHandle(arrayType, ByteOrder.LITTLE_ENDIAN);
  }

  /// The backing array; replaced when the memory grows.
  public byte[] bytes() {
    return bytes;
  }

  /// A view of [#bytes()].
  public MemorySegment segment() {
    return segment;
  }

  public int sizeBytes() {
    return bytes.length;
  }

  void replace(byte[] content) {
    bytes = content;
    segment = MemorySegment.ofArray(content);
  }

  @Override
  public int pages() {
    return bytes.length / PAGE_SIZE;
  }

  @Override
  public int grow(int pages) {
    int before = pages();
    if (pages < 0 || pages > maximumPages - before) {
      return -1;
    }
    if (pages > 0) {
      replace(Arrays.copyOf(bytes, Memory.bytes(before + pages)));
    }
    return before;
  }

  @Override
  public int initialPages() {
    return initialPages;
  }

  @Override
  public int maximumPages() {
    return maximumPages;
  }

  @Override
  public boolean shared() {
    return false;
  }

  @Override
  public Object lock(int address) {
    throw new UnsupportedOperationException("threads are not supported");
  }

  @Override
  public int waitOn(int address, int expected, long timeout) {
    throw new UnsupportedOperationException("threads are not supported");
  }

  @Override
  public int waitOn(int address, long expected, long timeout) {
    throw new UnsupportedOperationException("threads are not supported");
  }

  @Override
  public int notify(int address, int maxThreads) {
    return 0;
  }

  @Override
  public void initialize(Instance instance, DataSegment[] segments) {
    dataSegments = segments.clone();
    for (DataSegment data : segments) {
      if (data instanceof ActiveDataSegment active) {
        long offset =
            ConstantEvaluators.computeConstantValue(instance, active.offsetInstructions())[0];
        copyIn((int) offset, active.data(), 0, active.data().length);
      } else if (!(data instanceof PassiveDataSegment)) {
        throw new TrapException("unknown data segment");
      }
    }
  }

  @Override
  public void initPassiveSegment(int segmentId, int dest, int offset, int size) {
    if (dataSegments == null) {
      throw outOfBounds(dest, size);
    }
    copyIn(dest, dataSegments[segmentId].data(), offset, size);
  }

  private void copyIn(int address, byte[] source, int offset, int size) {
    if (size < 0
        || offset < 0
        || offset > source.length - size
        || address < 0
        || address > bytes.length - size) {
      throw outOfBounds(address, size);
    }
    System.arraycopy(source, offset, bytes, address, size);
  }

  private WasmRuntimeException outOfBounds(int address, int size) {
    return new WasmRuntimeException(
        "out of bounds memory access: %d bytes at %d of %d"
            .formatted(size, Integer.toUnsignedLong(address), bytes.length));
  }

  @Override
  public void write(int address, byte[] data, int offset, int size) {
    copyIn(address, data, offset, size);
  }

  @Override
  public byte read(int address) {
    return bytes[address];
  }

  @Override
  public byte[] readBytes(int address, int size) {
    if (size < 0 || address < 0 || address > bytes.length - size) {
      throw outOfBounds(address, size);
    }
    return Arrays.copyOfRange(bytes, address, address + size);
  }

  @Override
  public void writeI32(int address, int value) {
    INT.set(bytes, address, value);
  }

  @Override
  public int readInt(int address) {
    return (int) INT.get(bytes, address);
  }

  @Override
  public void writeLong(int address, long value) {
    LONG.set(bytes, address, value);
  }

  @Override
  public long readLong(int address) {
    return (long) LONG.get(bytes, address);
  }

  @Override
  public void writeShort(int address, short value) {
    SHORT.set(bytes, address, value);
  }

  @Override
  public short readShort(int address) {
    return (short) SHORT.get(bytes, address);
  }

  @Override
  public long readU16(int address) {
    return (short) SHORT.get(bytes, address) & 0xffffL;
  }

  @Override
  public void writeByte(int address, byte value) {
    bytes[address] = value;
  }

  @Override
  public void writeF32(int address, float value) {
    INT.set(bytes, address, Float.floatToRawIntBits(value));
  }

  @Override
  public long readF32(int address) {
    return (int) INT.get(bytes, address);
  }

  @Override
  public float readFloat(int address) {
    return (float) FLOAT.get(bytes, address);
  }

  @Override
  public void writeF64(int address, double value) {
    LONG.set(bytes, address, Double.doubleToRawLongBits(value));
  }

  @Override
  public double readDouble(int address) {
    return (double) DOUBLE.get(bytes, address);
  }

  @Override
  public long readF64(int address) {
    return (long) LONG.get(bytes, address);
  }

  @Override
  public void zero() {
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public void fill(byte value, int from, int to) {
    if (from < 0 || to < from || to > bytes.length) {
      throw outOfBounds(from, to - from);
    }
    Arrays.fill(bytes, from, to, value);
  }

  @Override
  public void copy(int dest, int src, int size) {
    copyIn(dest, bytes, src, size);
  }

  @Override
  public void drop(int segmentId) {
    if (dataSegments != null) {
      dataSegments[segmentId] = PassiveDataSegment.EMPTY;
    }
  }
}
