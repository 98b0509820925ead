package dev.vivarium.net.protocol.replication;

/// Reads the varints of a header.
final class VarintReader {
  private static final int MAX_SHIFT = 56;

  private final byte[] bytes;
  private int at;

  VarintReader(byte[] bytes) {
    this.bytes = bytes;
  }

  int at() {
    return at;
  }

  int next() {
    if (at == bytes.length) {
      throw new MalformedFrameException("the frame ends within its header");
    }
    return bytes[at++] & 0xff;
  }

  /// A number from 0 to `max`, 63 bits at most.
  long varint(long max) {
    long value = 0;
    for (int shift = 0; shift <= MAX_SHIFT; shift += 7) {
      int part = next();
      value |= (long) (part & 0x7f) << shift;
      if (part < 0x80) {
        return checked(value, max);
      }
    }
    throw new MalformedFrameException("a number of more than 63 bits in the header");
  }

  private static long checked(long value, long max) {
    if (value > max) {
      throw new MalformedFrameException(value + " in the header where " + max + " is the most");
    }
    return value;
  }
}
