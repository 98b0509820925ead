package dev.vivarium.engine.world;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vivarium.engine.plugin.Budget;
import dev.vivarium.engine.plugin.Gear;
import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.plugin.SourcePositions;
import dev.vivarium.engine.plugin.StopOrder;
import dev.vivarium.engine.plugin.abi.PluginDescriptor;
import dev.vivarium.engine.plugin.abi.Side;
import dev.vivarium.engine.schema.InvalidSchemaException;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.store.ContentFolder;
import dev.vivarium.engine.store.DamagedDataException;
import dev.vivarium.engine.store.DataReader;
import dev.vivarium.engine.store.DataWriter;
import dev.vivarium.engine.store.Pieces;
import dev.vivarium.engine.store.RecordReader;
import dev.vivarium.engine.tick.StartReason;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The records of a recording as bytes.
final class RecordingCodec {
  static final String MAGIC = "VIVRECO1";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final int MODULE_BYTES_MAX = 64 << 20;
  private static final int PLUGINS_MAX = 256;
  private static final int ENTITIES_MAX = 10_000_000;
  private static final int NAMES_MAX = 65_536;

  private static final int HEADER = 1;
  private static final int MODULE = 2;
  private static final int KEYFRAME = 3;
  private static final int COMMAND = 4;
  private static final int SWAP = 5;
  private static final int ADDED = 6;
  private static final int RATE = 7;
  private static final int STOP = 8;
  private static final int HASH = 9;
  private static final int END = 10;
  private static final int ARRIVED = 11;
  private static final int CLIENT_FAILED = 12;

  private RecordingCodec() {}

  static int kind(RecordedEntry entry) {
    return switch (entry) {
      case RecordedEntry.Header e -> HEADER;
      case RecordedEntry.Module e -> MODULE;
      case RecordedEntry.Keyframe e -> KEYFRAME;
      case RecordedEntry.Command e -> COMMAND;
      case RecordedEntry.Swap e -> SWAP;
      case RecordedEntry.Added e -> ADDED;
      case RecordedEntry.Rate e -> RATE;
      case RecordedEntry.Stop e -> STOP;
      case RecordedEntry.Hash e -> HASH;
      case RecordedEntry.End e -> END;
      case RecordedEntry.Arrived e -> ARRIVED;
      case RecordedEntry.ClientFailed e -> CLIENT_FAILED;
    };
  }

  static List<MemorySegment> write(RecordedEntry entry) {
    DataWriter out = new DataWriter();
    switch (entry) {
      case RecordedEntry.Header e ->
          out.i64(e.seed()).i32(e.rateHz()).u8(e.side().ordinal()).i32(e.hashEveryTicks());
      case RecordedEntry.Module e -> module(e.source(), out);
      case RecordedEntry.Keyframe e -> {
        return keyframe(e, out);
      }
      case RecordedEntry.Command e -> command(e.command(), out.i64(e.tick()));
      case RecordedEntry.Swap e -> swap(e, out);
      case RecordedEntry.Added e -> {
        out.i64(e.tick()).u8(e.reason().code());
        out.ints(e.modules().stream().mapToInt(Integer::intValue).toArray());
      }
      case RecordedEntry.Rate e -> out.i64(e.tick()).i32(e.rateHz());
      case RecordedEntry.Stop e ->
          out.i64(e.order().tick()).text(e.order().system()).u8(e.order().afterRun() ? 1 : 0);
      case RecordedEntry.Hash e -> out.i64(e.tick()).i64(e.stateHash());
      case RecordedEntry.End e -> out.i64(e.tick());
      case RecordedEntry.Arrived e ->
          out.i64(e.tick()).text(e.channel().toString()).i64(e.client()).bytes(e.payload());
      case RecordedEntry.ClientFailed e -> out.i64(e.tick()).text(e.plugin()).text(e.message());
    }
    return List.of(out.toSegment());
  }

  private static List<MemorySegment> keyframe(RecordedEntry.Keyframe e, DataWriter out) {
    out.i64(e.tick()).i32(e.modules().size());
    e.modules().forEach((name, module) -> out.text(name).i32(module));
    List<MemorySegment> parts = new ArrayList<>();
    parts.add(out.toSegment());
    parts.addAll(e.pieces().toParts());
    return parts;
  }

  private static void module(PluginSource source, DataWriter out) {
    out.text(source.name()).u8(source.gear().ordinal());
    names(source.granted(), out);
    Map<String, JsonNode> settings = new TreeMap<>(source.settings());
    out.i32(settings.size());
    settings.forEach((key, value) -> out.text(key).text(value.toString()));
    budget(source.budget(), out);
    out.text(ContentFolder.digest(source.wasm())).bytes(source.wasm());
  }

  private static void names(Set<String> names, DataWriter out) {
    out.i32(names.size());
    new TreeSet<>(names).forEach(out::text);
  }

  private static void budget(Budget b, DataWriter out) {
    out.i64(b.hardLimitNanos()).i64(b.softLimitNanos()).i32(b.softLimitTicks());
    out.i32(b.warmUpTicks()).i32(b.memoryPages()).i32(b.commandsMax()).i32(b.messagesMax());
    out.i32(b.messageBytesMax()).i32(b.logLinesMax()).i32(b.stateBytesMax());
  }

  private static void swap(RecordedEntry.Swap e, DataWriter out) {
    out.i64(e.tick()).i32(e.versions().size());
    for (RecordedEntry.Replaced version : e.versions()) {
      out.i32(version.module());
      Set<String> reset = new HashSet<>();
      version.reset().forEach(name -> reset.add(name.toString()));
      names(reset, out);
    }
  }

  private static void command(WorldCommand command, DataWriter out) {
    switch (command) {
      case WorldCommand.SetComponent c ->
          out.u8(1).i64(c.entity()).text(c.component().toString()).text(c.value().toString());
      case WorldCommand.RemoveComponent c ->
          out.u8(2).i64(c.entity()).text(c.component().toString());
      case WorldCommand.Spawn c -> components(c.components(), out.u8(3));
      case WorldCommand.Despawn c -> out.u8(4).i64(c.entity());
      case WorldCommand.Send c ->
          out.u8(5).text(c.channel().toString()).i64(c.client()).text(c.payload().toString());
      case WorldCommand.StopPlugin c -> out.u8(6).text(c.plugin());
      case WorldCommand.StartPlugin c -> out.u8(7).text(c.plugin());
      case WorldCommand.Keep c -> out.u8(8).i64(c.entity()).text(c.scene()).text(c.id());
      case WorldCommand.Hold c -> out.u8(9).i64(c.entity());
      case WorldCommand.Release c -> {
        out.u8(10).i32(c.entities().size());
        c.entities().forEach(out::i64);
      }
      case WorldCommand.Revive c -> {
        out.u8(11).i32(c.entities().size());
        for (WorldCommand.Revived e : c.entities()) {
          components(e.components(), out.i64(e.entity()).i32(e.owner()).i64(e.serial()));
        }
      }
    }
  }

  private static void components(Map<SchemaName, JsonNode> components, DataWriter out) {
    Map<SchemaName, JsonNode> sorted = new TreeMap<>(components);
    out.i32(sorted.size());
    sorted.forEach((name, value) -> out.text(name.toString()).text(value.toString()));
  }

  // Reading.

  static RecordedEntry read(RecordReader.Entry record) throws DamagedDataException {
    DataReader in = new DataReader("recording", record.body());
    try {
      RecordedEntry entry = read(record.kind(), in);
      in.end();
      return entry;
    } catch (IllegalArgumentException e) {
      throw new DamagedDataException("a record makes no sense: " + e.getMessage(), e);
    }
  }

  private static RecordedEntry read(int kind, DataReader in) throws DamagedDataException {
    return switch (kind) {
      case HEADER -> new RecordedEntry.Header(in.i64(), in.i32(), in.one(Side.values()), in.i32());
      case MODULE -> new RecordedEntry.Module(module(in));
      case KEYFRAME -> keyframe(in);
      case COMMAND -> new RecordedEntry.Command(in.i64(), command(in));
      case SWAP -> swap(in);
      case ADDED -> added(in);
      case RATE -> new RecordedEntry.Rate(in.i64(), in.i32());
      case STOP -> new RecordedEntry.Stop(new StopOrder(in.i64(), in.text(), in.flag()));
      case HASH -> new RecordedEntry.Hash(in.i64(), in.i64());
      case END -> new RecordedEntry.End(in.i64());
      case ARRIVED ->
          new RecordedEntry.Arrived(
              in.i64(), name(in), in.i64(), in.bytes(PluginDescriptor.MESSAGE_BYTES_MAX));
      case CLIENT_FAILED -> new RecordedEntry.ClientFailed(in.i64(), in.text(), in.text());
      default -> throw in.damaged("kind " + kind + "; a newer version may have written it");
    };
  }

  private static RecordedEntry keyframe(DataReader in) throws DamagedDataException {
    long tick = in.i64();
    Map<String, Integer> modules = new LinkedHashMap<>();
    for (int left = in.count(PLUGINS_MAX, 8); left > 0; left--) {
      modules.put(in.text(), in.i32());
    }
    return new RecordedEntry.Keyframe(tick, modules, Pieces.fromParts(in));
  }

  private static RecordedEntry added(DataReader in) throws DamagedDataException {
    long tick = in.i64();
    StartReason reason = StartReason.of(Math.clamp(in.u8(), 1, 3));
    List<Integer> modules = new ArrayList<>();
    for (int module : in.ints(PLUGINS_MAX)) {
      modules.add(module);
    }
    return new RecordedEntry.Added(tick, modules, reason);
  }

  private static PluginSource module(DataReader in) throws DamagedDataException {
    String name = in.text();
    Gear gear = in.one(Gear.values());
    Set<String> granted = names(in);
    Map<String, JsonNode> settings = new TreeMap<>();
    for (int left = in.count(NAMES_MAX, 8); left > 0; left--) {
      settings.put(in.text(), json(in));
    }
    Budget budget = budget(in);
    String digest = in.text();
    byte[] wasm = in.bytes(MODULE_BYTES_MAX);
    if (!ContentFolder.digest(wasm).equals(digest)) {
      throw in.damaged("the module of '%s' is not what its digest says".formatted(name));
    }
    return new PluginSource(name, wasm, gear, SourcePositions.UNKNOWN, granted, settings, budget);
  }

  private static Budget budget(DataReader in) throws DamagedDataException {
    return new Budget(
        in.i64(), in.i64(), in.i32(), in.i32(), in.i32(), in.i32(), in.i32(), in.i32(), in.i32(),
        in.i32());
  }

  private static Set<String> names(DataReader in) throws DamagedDataException {
    Set<String> names = new HashSet<>();
    for (int left = in.count(NAMES_MAX, 4); left > 0; left--) {
      names.add(in.text());
    }
    return names;
  }

  private static RecordedEntry swap(DataReader in) throws DamagedDataException {
    long tick = in.i64();
    List<RecordedEntry.Replaced> versions = new ArrayList<>();
    for (int left = in.count(PLUGINS_MAX, 8); left > 0; left--) {
      int module = in.i32();
      Set<SchemaName> reset = new HashSet<>();
      for (String name : names(in)) {
        reset.add(SchemaName.parse(name));
      }
      versions.add(new RecordedEntry.Replaced(module, reset));
    }
    return new RecordedEntry.Swap(tick, versions);
  }

  private static JsonNode json(DataReader in) throws DamagedDataException {
    try {
      return JSON.readTree(in.text());
    } catch (JsonProcessingException e) {
      throw in.damaged("a value that is no JSON");
    }
  }

  private static WorldCommand command(DataReader in) throws DamagedDataException {
    int kind = in.u8();
    return switch (kind) {
      case 1 -> new WorldCommand.SetComponent(in.i64(), name(in), json(in));
      case 2 -> new WorldCommand.RemoveComponent(in.i64(), name(in));
      case 3 -> new WorldCommand.Spawn(components(in));
      case 4 -> new WorldCommand.Despawn(in.i64());
      case 5 -> new WorldCommand.Send(name(in), in.i64(), json(in));
      case 6 -> new WorldCommand.StopPlugin(in.text());
      case 7 -> new WorldCommand.StartPlugin(in.text());
      case 8 -> new WorldCommand.Keep(in.i64(), in.text(), in.text());
      case 9 -> new WorldCommand.Hold(in.i64());
      case 10 -> {
        List<Long> entities = new ArrayList<>();
        for (int left = in.count(ENTITIES_MAX, 8); left > 0; left--) {
          entities.add(in.i64());
        }
        yield new WorldCommand.Release(entities);
      }
      case 11 -> {
        List<WorldCommand.Revived> entities = new ArrayList<>();
        for (int left = in.count(ENTITIES_MAX, 24); left > 0; left--) {
          entities.add(new WorldCommand.Revived(in.i64(), in.i32(), in.i64(), components(in)));
        }
        yield new WorldCommand.Revive(entities);
      }
      default -> throw in.damaged("command " + kind);
    };
  }

  private static Map<SchemaName, JsonNode> components(DataReader in) throws DamagedDataException {
    Map<SchemaName, JsonNode> components = new TreeMap<>();
    for (int left = in.count(NAMES_MAX, 8); left > 0; left--) {
      components.put(name(in), json(in));
    }
    return components;
  }

  private static SchemaName name(DataReader in) throws DamagedDataException {
    try {
      return SchemaName.parse(in.text());
    } catch (InvalidSchemaException e) {
      throw new DamagedDataException(String.valueOf(e.getMessage()), e);
    }
  }
}
