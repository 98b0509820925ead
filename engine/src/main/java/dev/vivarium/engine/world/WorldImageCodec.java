package dev.vivarium.engine.world;

import dev.vivarium.engine.bus.Cause;
import dev.vivarium.engine.bus.MessageImage;
import dev.vivarium.engine.ecs.Moment;
import dev.vivarium.engine.plugin.PluginImage;
import dev.vivarium.engine.plugin.PluginInstance.FrameImage;
import dev.vivarium.engine.plugin.PluginInstance.InstanceImage;
import dev.vivarium.engine.plugin.PluginState;
import dev.vivarium.engine.plugin.abi.PluginDescriptor;
import dev.vivarium.engine.plugin.wasm.WasmImage;
import dev.vivarium.engine.schema.InvalidSchemaException;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.store.DamagedDataException;
import dev.vivarium.engine.store.DataReader;
import dev.vivarium.engine.store.DataWriter;
import dev.vivarium.engine.store.Pieces;
import dev.vivarium.engine.store.StoreImageCodec;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A whole world as pieces: its entities, `world`, `waiting`, and for each plugin its memory.
final class WorldImageCodec {
  private static final String WORLD = "world";
  private static final String WAITING = "waiting";
  private static final int PLUGINS_MAX = 256;
  private static final int SYSTEMS_MAX = 256;
  private static final int HANDLES_MAX = 1 << 16;
  private static final int GLOBALS_MAX = 1 << 16;
  private static final int TABLES_MAX = 256;
  private static final int TABLE_ENTRIES_MAX = 1 << 20;
  private static final int WAITING_MAX = 1 << 24;
  private static final int MESSAGE_BYTES_LEAST = 52;

  private WorldImageCodec() {}

  static Pieces write(WorldImage image) {
    Pieces pieces = new Pieces();
    DataWriter out = new DataWriter();
    out.i64(image.seed()).i64(image.tick()).i32(image.rateHz()).i64(image.nextSequence());
    out.i32(image.owners().size());
    image.owners().forEach(out::text);
    out.i32(image.plugins().size());
    for (PluginImage plugin : image.plugins()) {
      plugin(plugin, out, pieces);
    }
    pieces.put(WORLD, out.toSegment());
    pieces.put(WAITING, waiting(image.waiting()));
    StoreImageCodec.write(image.store(), pieces);
    return pieces;
  }

  private static String memoryOf(String plugin) {
    return "plugin/" + plugin + "/memory";
  }

  private static void plugin(PluginImage plugin, DataWriter out, Pieces pieces) {
    out.text(plugin.name()).text(plugin.digest());
    out.u8(plugin.state().ordinal()).u8(plugin.pendingStart());
    out.longs(plugin.lastRuns().stream().mapToLong(Moment::stamp).toArray());
    out.u8(plugin.instance().isPresent() ? 1 : 0);
    plugin.instance().ifPresent(instance -> instance(plugin.name(), instance, out, pieces));
  }

  private static void instance(
      String plugin, InstanceImage instance, DataWriter out, Pieces pieces) {
    pieces.put(memoryOf(plugin), instance.wasm().memory());
    out.longs(instance.wasm().globals());
    out.i32(instance.wasm().tables().length);
    for (int[] table : instance.wasm().tables()) {
      out.ints(table);
    }
    out.i32(instance.frames().size());
    for (FrameImage frame : instance.frames()) {
      out.i32(frame.pointer()).i32(frame.capacityBytes()).i32(frame.handleTarget());
      out.i32(frame.commandsCapacityBytes()).i32(frame.messagesCapacityBytes());
      out.longs(frame.handles());
    }
  }

  private static MemorySegment waiting(List<MessageImage> messages) {
    DataWriter out = new DataWriter().i32(messages.size());
    for (MessageImage m : messages) {
      out.text(m.subscriber()).text(m.channel().toString()).i64(m.sequence()).i64(m.tick());
      out.text(m.stage()).text(m.sender()).i64(m.senderClient()).bytes(m.payload());
      out.i64(m.cause().entity()).i64(m.cause().message());
    }
    return out.toSegment();
  }

  /// @throws DamagedDataException if the pieces contradict each other
  static WorldImage read(Pieces pieces) throws DamagedDataException {
    DataReader in = pieces.reader(WORLD);
    long seed = in.i64();
    long tick = in.i64();
    int rateHz = in.i32();
    long nextSequence = in.i64();
    if (tick < 0 || rateHz < 1 || rateHz > WorldOptions.RATE_HZ_MAX) {
      throw in.damaged("tick %d at %d Hz".formatted(tick, rateHz));
    }
    List<String> owners = texts(in);
    List<PluginImage> plugins = new ArrayList<>();
    for (int left = in.count(PLUGINS_MAX, 12); left > 0; left--) {
      plugins.add(plugin(in, pieces));
    }
    in.end();
    return new WorldImage(
        seed,
        tick,
        rateHz,
        StoreImageCodec.read(pieces),
        owners,
        plugins,
        waiting(pieces.reader(WAITING)),
        nextSequence);
  }

  private static List<String> texts(DataReader in) throws DamagedDataException {
    List<String> texts = new ArrayList<>();
    for (int left = in.count(PLUGINS_MAX + 1, 4); left > 0; left--) {
      texts.add(in.text());
    }
    return texts;
  }

  private static PluginImage plugin(DataReader in, Pieces pieces) throws DamagedDataException {
    String name = in.text();
    String digest = in.text();
    int state = in.u8();
    int pendingStart = in.u8();
    if (state >= PluginState.values().length || pendingStart > 3) {
      throw in.damaged("state %d, start %d of '%s'".formatted(state, pendingStart, name));
    }
    long[] lastRuns = in.longs(SYSTEMS_MAX);
    Optional<InstanceImage> instance =
        in.flag() ? Optional.of(instance(in, name, pieces)) : Optional.empty();
    return new PluginImage(
        name,
        digest,
        PluginState.values()[state],
        pendingStart,
        instance,
        Arrays.stream(lastRuns).mapToObj(Moment::new).toList());
  }

  private static InstanceImage instance(DataReader in, String plugin, Pieces pieces)
      throws DamagedDataException {
    byte[] memory = pieces.bytes(memoryOf(plugin));
    long[] globals = in.longs(GLOBALS_MAX);
    int[][] tables = new int[in.count(TABLES_MAX, 4)][];
    for (int i = 0; i < tables.length; i++) {
      tables[i] = in.ints(TABLE_ENTRIES_MAX);
    }
    List<FrameImage> frames = new ArrayList<>();
    for (int left = in.count(SYSTEMS_MAX, 24); left > 0; left--) {
      frames.add(frame(in, memory.length));
    }
    return new InstanceImage(new WasmImage(memory, globals, tables), frames);
  }

  private static FrameImage frame(DataReader in, int memoryBytes) throws DamagedDataException {
    FrameImage frame =
        new FrameImage(in.i32(), in.i32(), in.i32(), in.i32(), in.i32(), in.longs(HANDLES_MAX));
    if (frame.pointer() < 0
        || frame.capacityBytes() < 0
        || frame.capacityBytes() > memoryBytes - frame.pointer()
        || frame.handleTarget() < 0
        || frame.handleTarget() > HANDLES_MAX
        || frame.commandsCapacityBytes() < 0
        || frame.messagesCapacityBytes() < 0) {
      throw in.damaged("a frame outside of its plugin's memory");
    }
    return frame;
  }

  private static List<MessageImage> waiting(DataReader in) throws DamagedDataException {
    List<MessageImage> messages = new ArrayList<>();
    for (int left = in.count(WAITING_MAX, MESSAGE_BYTES_LEAST); left > 0; left--) {
      messages.add(message(in));
    }
    in.end();
    return messages;
  }

  private static MessageImage message(DataReader in) throws DamagedDataException {
    try {
      return new MessageImage(
          in.text(),
          SchemaName.parse(in.text()),
          in.i64(),
          in.i64(),
          in.text(),
          in.text(),
          in.i64(),
          in.bytes(PluginDescriptor.MESSAGE_BYTES_MAX),
          new Cause(in.i64(), in.i64()));
    } catch (InvalidSchemaException e) {
      throw new DamagedDataException("a waiting message makes no sense: " + e.getMessage(), e);
    }
  }
}
