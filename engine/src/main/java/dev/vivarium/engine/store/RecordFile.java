package dev.vivarium.engine.store;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32C;

/// A file of records, each with its number, its length and two checksums; written at the end only.
/// One thread at a time.
///
/// A file begins with 8 bytes of magic, a u32 version and a u64 stamp. A record has a header of 32
/// bytes: u32 kind, u32 body length, u64 stamp of the file, u64 number from 0, u32 CRC32C of the
/// body, u32 CRC32C of the 28 bytes before it.
public final class RecordFile implements Closeable {
  public static final int VERSION = 2;
  static final int FILE_HEADER_BYTES = 24;
  static final int RECORD_HEADER_BYTES = 32;
  private static final int COPY_BYTES = 1 << 16;

  private final FileChannel channel;
  private final long stamp;
  private final ByteBuffer buffer = ByteBuffer.allocate(COPY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private long number;

  private RecordFile(FileChannel channel, long stamp) {
    this.channel = channel;
    this.stamp = stamp;
  }

  /// Makes a new file.
  ///
  /// @param magic 8 characters
  /// @param stamp repeated in every record, so that none of another file passes for one of this
  public static RecordFile create(Path file, String magic, long stamp) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    RecordFile made = new RecordFile(channel, stamp);
    ByteBuffer header = fileHeader(magic, stamp);
    made.writeFully(header);
    return made;
  }

  static ByteBuffer fileHeader(String magic, long stamp) {
    ByteBuffer header = ByteBuffer.allocate(FILE_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 8; i++) {
      header.put((byte) magic.charAt(i));
    }
    header.putInt(VERSION).putLong(stamp);
    CRC32C crc = new CRC32C();
    crc.update(header.array(), 0, FILE_HEADER_BYTES - 4);
    return header.putInt((int) crc.getValue()).flip();
  }

  /// Appends a record made of these parts one after the other.
  ///
  /// @return bytes written
  public long append(int kind, List<MemorySegment> parts) throws IOException {
    long length = parts.stream().mapToLong(MemorySegment::byteSize).sum();
    if (length > StoreLimits.RECORD_BYTES) {
      throw new IOException(
          "a record of %d bytes; at most %d are written"
              .formatted(length, StoreLimits.RECORD_BYTES));
    }
    CRC32C crc = new CRC32C();
    for (MemorySegment part : parts) {
      checksum(part, crc);
    }
    writeFully(recordHeader(kind, (int) length, stamp, number, (int) crc.getValue()));
    for (MemorySegment part : parts) {
      writePart(part);
    }
    number++;
    return RECORD_HEADER_BYTES + length;
  }

  public long append(int kind, byte[] body) throws IOException {
    return append(kind, List.of(MemorySegment.ofArray(body)));
  }

  static ByteBuffer recordHeader(int kind, int length, long stamp, long number, int bodyCrc) {
    ByteBuffer header = ByteBuffer.allocate(RECORD_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(kind).putInt(length).putLong(stamp).putLong(number).putInt(bodyCrc);
    CRC32C crc = new CRC32C();
    crc.update(header.array(), 0, RECORD_HEADER_BYTES - 4);
    return header.putInt((int) crc.getValue()).flip();
  }

  private void checksum(MemorySegment part, CRC32C crc) {
    for (long at = 0; at < part.byteSize(); at += COPY_BYTES) {
      crc.update(block(part, at));
    }
  }

  private void writePart(MemorySegment part) throws IOException {
    for (long at = 0; at < part.byteSize(); at += COPY_BYTES) {
      writeFully(block(part, at));
    }
  }

  private ByteBuffer block(MemorySegment part, long at) {
    int count = (int) Math.min(COPY_BYTES, part.byteSize() - at);
    MemorySegment.copy(part, at, MemorySegment.ofArray(buffer.array()), 0, count);
    return buffer.clear().limit(count);
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /// Bytes of the file so far.
  public long sizeBytes() throws IOException {
    return channel.position();
  }

  /// Returns once everything appended is on the disk.
  public void force() throws IOException {
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
