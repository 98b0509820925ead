package dev.vivarium.engine.store;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Reads a [RecordFile] from its beginning; a record is handed out only if both its checksums hold.
public final class RecordReader implements Closeable {
  private final Path file;
  private final InputStream in;
  private final long stamp;
  private long left;
  private long number;

  /// @param kind given to it by its writer
  public record Entry(int kind, byte[] body) {}

  private RecordReader(Path file, InputStream in, long stamp, long left) {
    this.file = file;
    this.in = in;
    this.stamp = stamp;
    this.left = left;
  }

  /// @throws DamagedDataException if the file does not begin as such a file does
  public static RecordReader open(Path file, String magic) throws IOException {
    long size = Files.size(file);
    InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      byte[] header = in.readNBytes(RecordFile.FILE_HEADER_BYTES);
      if (header.length < RecordFile.FILE_HEADER_BYTES) {
        throw new DamagedDataException(file + ": the file is cut short");
      }
      ByteBuffer read = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
      long stamp = read.getLong(12);
      if (read.getInt(8) != RecordFile.VERSION && crcHolds(header)) {
        throw new DamagedDataException(
            "%s: version %d, and this program reads %d; use the program that wrote it, or begin anew"
                .formatted(file, read.getInt(8), RecordFile.VERSION));
      }
      if (!RecordFile.fileHeader(magic, stamp).equals(ByteBuffer.wrap(header))) {
        throw new DamagedDataException(file + ": its header is damaged, or it is another file");
      }
      return new RecordReader(file, in, stamp, size - RecordFile.FILE_HEADER_BYTES);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private static boolean crcHolds(byte[] header) {
    CRC32C crc = new CRC32C();
    crc.update(header, 0, header.length - 4);
    return ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getInt(header.length - 4)
        == (int) crc.getValue();
  }

  public long stamp() {
    return stamp;
  }

  /// The next record; empty at the file's end.
  ///
  /// @throws DamagedDataException if it is cut off or its checksums do not hold
  public Optional<Entry> next() throws IOException {
    if (left == 0) {
      return Optional.empty();
    }
    byte[] header = read(RecordFile.RECORD_HEADER_BYTES);
    ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    int kind = fields.getInt();
    int length = fields.getInt();
    fields.position(24);
    int bodyCrc = fields.getInt();
    ByteBuffer wanted = RecordFile.recordHeader(kind, length, stamp, number, bodyCrc);
    if (!wanted.equals(ByteBuffer.wrap(header))) {
      throw damaged("its header is damaged");
    }
    if (length < 0 || length > StoreLimits.RECORD_BYTES) {
      throw damaged("%d bytes; at most %d are read".formatted(length, StoreLimits.RECORD_BYTES));
    }
    byte[] body = read(length);
    CRC32C crc = new CRC32C();
    crc.update(body);
    if ((int) crc.getValue() != bodyCrc) {
      throw damaged("its content is damaged");
    }
    number++;
    return Optional.of(new Entry(kind, body));
  }

  private byte[] read(int count) throws IOException {
    if (count > left) {
      throw damaged("it is cut off");
    }
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw damaged("it is cut off");
    }
    left -= count;
    return bytes;
  }

  private DamagedDataException damaged(String how) {
    return new DamagedDataException("%s, record %d: %s".formatted(file, number, how));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
