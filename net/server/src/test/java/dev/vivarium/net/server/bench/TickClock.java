package dev.vivarium.net.server.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// When each of the last ticks began, shared between processes by a file in memory. Nanoseconds of
/// the monotonic clock, which is one for all processes of a machine.
final class TickClock {
  private static final int TICKS = 4_096;

  private final ByteBuffer starts;

  TickClock(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
      starts =
          channel
              .map(FileChannel.MapMode.READ_WRITE, 0, (long) TICKS * Long.BYTES)
              .order(ByteOrder.nativeOrder());
    }
  }

  void begins(long tick, long nanos) {
    starts.putLong((int) (tick % TICKS) * Long.BYTES, nanos);
  }

  long start(long tick) {
    return starts.getLong((int) (tick % TICKS) * Long.BYTES);
  }
}
