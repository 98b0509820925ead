package dev.vivarium.net.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/// Frames as they stand on the wire (RFC 6455, 5.2; a server's are not masked), so that one which
/// goes to many sockets is made and copied once. Belongs to one thread.
final class WireFrames implements AutoCloseable {
  private static final int FINAL = 0x80;
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int LENGTH_IN_16_BITS = 126;
  private static final int LENGTH_IN_64_BITS = 127;
  private static final int HEADER_BYTES_MAX = 10;

  private final IdentityHashMap<Frame, ByteBuf> made = new IdentityHashMap<>();
  private @Nullable Frame last;
  private ByteBuf lastMade = Unpooled.EMPTY_BUFFER;

  /// A frame's bytes, the caller's to release. Mostly the same is asked for again and again.
  @SuppressWarnings("ReferenceEquality") // The very frame.
  ByteBuf of(Frame frame, ByteBufAllocator allocator) {
    if (frame != last) {
      lastMade = made.computeIfAbsent(frame, it -> encode(it, allocator));
      last = frame;
    }
    return lastMade.retainedDuplicate();
  }

  private static ByteBuf encode(Frame frame, ByteBufAllocator allocator) {
    byte[] bytes = frame.bytes();
    int opCode =
        switch (frame) {
          case Frame.Text text -> TEXT;
          case Frame.Binary binary -> BINARY;
        };
    ByteBuf wire = allocator.directBuffer(HEADER_BYTES_MAX + bytes.length);
    wire.writeByte(FINAL | opCode);
    if (bytes.length < LENGTH_IN_16_BITS) {
      wire.writeByte(bytes.length);
    } else if (bytes.length <= 0xffff) {
      wire.writeByte(LENGTH_IN_16_BITS).writeShort(bytes.length);
    } else {
      wire.writeByte(LENGTH_IN_64_BITS).writeLong(bytes.length);
    }
    return wire.writeBytes(bytes);
  }

  @Override
  public void close() {
    made.values().forEach(ByteBuf::release);
    made.clear();
    last = null;
  }
}
