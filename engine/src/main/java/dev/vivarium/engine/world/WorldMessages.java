package dev.vivarium.engine.world;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.engine.bus.Channel;
import dev.vivarium.engine.bus.MessageBus;
import dev.vivarium.engine.plugin.LogLine;
import dev.vivarium.engine.schema.SchemaCodec;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.tick.TickTime;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The messages that the host itself publishes.
final class WorldMessages {
  static final SchemaName FRAME_TIME = new SchemaName("vivarium", "FrameTime");
  private static final SchemaName LOG = new SchemaName("vivarium", "Log");
  private static final int LOG_TEXT_BYTES = 1024;
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

  /// Passes a log line on to who subscribed to them, cut to what the channel holds.
  static void publishLog(MessageBus bus, LogLine line) {
    if (!bus.hasSubscribers(LOG)) {
      return;
    }
    Channel channel = bus.channel(LOG).orElseThrow();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    String level = line.level().name();
    json.put("level", level.charAt(0) + level.substring(1).toLowerCase(Locale.ROOT));
    json.put("plugin", line.plugin());
    json.put("text", shortened(line.text(), LOG_TEXT_BYTES));
    bus.inject(line.tick(), channel, 0, SchemaCodec.encodeMessage(channel.schema().layout(), json));
  }

  private static String shortened(String text, int mostBytes) {
    String cut = text;
    while (cut.getBytes(StandardCharsets.UTF_8).length > mostBytes) {
      cut = cut.substring(0, cut.length() * 3 / 4);
    }
    return cut;
  }
}
