package dev.vivarium.net.protocol.replication;

/// What stands before a frame's body: version and flags (u8), then as varints the schema epoch, the
/// tick, unless the frame is full the number of ticks since its baseline, and, if the body is
/// compressed, its bytes when it is not.
///
/// @param baselineTicks ticks since the baseline; 0 for a full frame
/// @param bodyBytes of the uncompressed body; 0 if it is not compressed
/// @param headerBytes where the body begins
public record FrameHeader(
    int epoch, long tick, long baselineTicks, int bodyBytes, int headerBytes) {
  static final int VERSION = 1;

  private static final int COMPRESSED = 0x10;
  private static final int FULL = 0x20;
  private static final int KNOWN = 0x3f;
  static final int MAX_BYTES = 1 + 5 + 9 + 9 + 5;

  boolean full() {
    return baselineTicks == 0;
  }

  /// Tick of the frame that this one is a delta against; of no meaning for a full one.
  public long baselineTick() {
    return tick - baselineTicks;
  }

  /// Reads the header without touching the body.
  ///
  /// @throws MalformedFrameException if it is none
  public static FrameHeader read(byte[] frame) {
    if (frame.length > ReplicationLimits.FRAME_BYTES) {
      throw new MalformedFrameException("a frame of " + frame.length + " bytes");
    }
    var in = new VarintReader(frame);
    int first = in.next();
    if ((first & ~KNOWN) != 0 || (first & 0xf) != VERSION) {
      throw new MalformedFrameException("a frame of version and flags " + first);
    }
    int epoch = (int) in.varint(Integer.MAX_VALUE);
    long tick = in.varint(Long.MAX_VALUE);
    long baselineTicks = (first & FULL) != 0 ? 0 : in.varint(tick);
    if ((first & FULL) == 0 && baselineTicks == 0) {
      throw new MalformedFrameException("frame " + tick + " is a delta against itself");
    }
    boolean compressed = (first & COMPRESSED) != 0;
    int bodyBytes = compressed ? (int) in.varint(ReplicationLimits.BODY_BYTES) : 0;
    if (compressed && bodyBytes == 0) {
      throw new MalformedFrameException("frame " + tick + " holds nothing, compressed");
    }
    return new FrameHeader(epoch, tick, baselineTicks, bodyBytes, in.at());
  }

  /// @return where the header ends
  static int write(byte[] out, int epoch, long tick, long baselineTicks, int bodyBytes) {
    int flags = (baselineTicks == 0 ? FULL : 0) | (bodyBytes > 0 ? COMPRESSED : 0);
    out[0] = (byte) (VERSION | flags);
    int at = varint(out, 1, epoch);
    at = varint(out, at, tick);
    at = baselineTicks == 0 ? at : varint(out, at, baselineTicks);
    return bodyBytes == 0 ? at : varint(out, at, bodyBytes);
  }

  private static int varint(byte[] out, int at, long value) {
    long rest = value;
    int next = at;
    while (rest > 0x7f) {
      out[next++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    out[next] = (byte) rest;
    return next + 1;
  }
}
