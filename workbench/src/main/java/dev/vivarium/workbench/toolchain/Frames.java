package dev.vivarium.workbench.toolchain;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Texts over a byte stream: a length as big-endian u32, then UTF-8.
final class Frames {
  /// A module of 8 MiB in base 64, its source map, and room to spare.
  static final int MAX_BYTES = 64 << 20;

  private Frames() {}

  static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_BYTES) {
      throw new IOException("A frame of " + bytes.length + " bytes is over " + MAX_BYTES);
    }
    out.writeInt(bytes.length);
    out.write(bytes);
    out.flush();
  }

  /// The next text; empty at the stream's end.
  static Optional<String> read(DataInputStream in) throws IOException {
    int length;
    try {
      length = in.readInt();
    } catch (EOFException e) {
      return Optional.empty();
    }
    if (length < 0 || length > MAX_BYTES) {
      throw new IOException("A frame of " + (length & 0xffffffffL) + " bytes is over " + MAX_BYTES);
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) throw new EOFException("The stream ended inside a frame");
    return Optional.of(new String(bytes, StandardCharsets.UTF_8));
  }
}
