package dev.vivarium.engine.world;

import dev.vivarium.engine.bus.Channel;
import dev.vivarium.engine.bus.MessageBus;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.tick.TickTime;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The messages that the host itself publishes.
final class WorldMessages {
  static final SchemaName FRAME_TIME = new SchemaName("vivarium", "FrameTime");
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private WorldMessages() {}

  /// Tells who subscribed what time it is, before the first stage.
  static void publishFrameTime(MessageBus bus, TickTime time) {
    if (!bus.hasSubscribers(FRAME_TIME)) {
      return;
    }
    Channel channel = bus.channel(FRAME_TIME).orElseThrow();
    byte[] payload = new byte[channel.schema().layout().sizeBytes()];
    MemorySegment segment = MemorySegment.ofArray(payload);
    segment.set(LONG, 0, time.tick());
    segment.set(DOUBLE, 8, time.seconds());
    segment.set(FLOAT, 16, time.deltaSeconds());
    bus.inject(time.tick(), channel, 0, payload);
  }
}
