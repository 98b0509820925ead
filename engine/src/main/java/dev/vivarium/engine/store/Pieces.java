package dev.vivarium.engine.store;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A world as named pieces of bytes, so that what did not change from one save to the next need not
/// be written again. The segments are read-only and never change.
public final class Pieces {
  private final Map<String, MemorySegment> byKey = new LinkedHashMap<>();

  public void put(String key, MemorySegment bytes) {
    byKey.put(key, bytes.asReadOnly());
  }

  public void put(String key, byte[] bytes) {
    put(key, MemorySegment.ofArray(bytes));
  }

  public Map<String, MemorySegment> byKey() {
    return Collections.unmodifiableMap(byKey);
  }

  public boolean has(String key) {
    return byKey.containsKey(key);
  }

  public long totalBytes() {
    return byKey.values().stream().mapToLong(MemorySegment::byteSize).sum();
  }

  void remove(String key) {
    byKey.remove(key);
  }

  /// The piece of that name.
  ///
  /// @throws DamagedDataException if there is none
  public MemorySegment segment(String key) throws DamagedDataException {
    MemorySegment bytes = byKey.get(key);
    if (bytes == null) {
      throw new DamagedDataException("the piece '" + key + "' is missing");
    }
    return bytes;
  }

  /// A copy of the piece of that name.
  public byte[] bytes(String key) throws DamagedDataException {
    return segment(key).toArray(ValueLayout.JAVA_BYTE);
  }

  public DataReader reader(String key) throws DamagedDataException {
    return new DataReader(key, bytes(key));
  }

  /// All pieces, to be written one after the other.
  public List<MemorySegment> toParts() {
    return PieceDelta.between(new Pieces(), this);
  }

  /// Reads what [#toParts()] made, up to the reader's end.
  public static Pieces fromParts(DataReader in) throws DamagedDataException {
    Map<String, byte[]> read = new LinkedHashMap<>();
    PieceDelta.apply(in.rest(), read);
    Pieces pieces = new Pieces();
    read.forEach(pieces::put);
    return pieces;
  }
}
