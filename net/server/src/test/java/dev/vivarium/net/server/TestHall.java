package dev.vivarium.net.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vivarium.engine.plugin.PluginLoadException;
import dev.vivarium.engine.plugin.WatPlugin;
import dev.vivarium.engine.schema.SchemaCodec;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.engine.world.CommandResult;
import dev.vivarium.engine.world.TestWorld;
import dev.vivarium.engine.world.WorldCommand;
import dev.vivarium.engine.world.WorldTap;
import dev.vivarium.net.server.room.Room;
import dev.vivarium.net.server.room.RoomOptions;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// The world `Hall` and its room. It answers each number said on `hall/Up` by the same on
/// `hall/Down`, to everybody, and its entities have `hall/Health`. It ticks when it is told to.
public final class TestHall implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_TURNS = 10_000;

  private static final String UP_AND_DOWN =
      """
      {"name": "Up", "locality": "remote", "fields": [{"name": "n", "type": "i32"}]},
      {"name": "Down", "locality": "remote", "fields": [{"name": "n", "type": "i32"}]}\
      """;

  private static final String ANSWER =
      """
      (block $done
        (loop $next
          (br_if $done (i32.ge_u (local.get $i) (call $inbox (local.get $f))))
          (call $publish_i32 (local.get $f) (i32.const 1)
            (call $inbox_i32 (local.get $f) (local.get $i)))
          (local.set $i (i32.add (local.get $i) (i32.const 1)))
          (br $next)))
      """;

  private static final WatPlugin PLUGIN =
      WatPlugin.describedBy(
              """
              {"abi": 1,
               "components": [{"name": "Health", "fields": [
                 {"name": "points", "type": "f32", "range": [0, 100]},
                 {"name": "lives", "type": "u8"}]}],
               "messages": [%s,
                 {"name": "Gossip", "locality": "local", "fields": [{"name": "n", "type": "i32"}]}],
               "systems": [{"name": "answer", "subscribes": [0]}]}
              """
                  .formatted(UP_AND_DOWN))
          .system(ANSWER);

  /// The same with one field more and one channel fewer.
  private static final WatPlugin WITH_ARMOUR =
      WatPlugin.describedBy(
              """
              {"abi": 1,
               "components": [{"name": "Health", "version": 2, "fields": [
                 {"name": "points", "type": "f32", "range": [0, 100]},
                 {"name": "lives", "type": "u8"},
                 {"name": "armour", "type": "f32"}]}],
               "messages": [%s],
               "systems": [{"name": "answer", "subscribes": [0]}]}
              """
                  .formatted(UP_AND_DOWN))
          .system(ANSWER);

  private final List<String> connections = new ArrayList<>();
  private final Room room;
  private TestWorld world;

  public TestHall(RoomOptions options) {
    room = new Room(Room.idOf("Hall"), "Hall", "{\"world\":\"Hall\"}", 60, options);
    world = begin();
  }

  private TestWorld begin() {
    TestWorld begun = new TestWorld();
    try {
      begun.add("hall", PLUGIN);
    } catch (PluginLoadException e) {
      throw new AssertionError(e);
    }
    begun.world().attach(new ConnectionsTap());
    begun.world().link(room);
    return begun;
  }

  /// Notes what the world is told of its clients.
  private final class ConnectionsTap implements WorldTap {
    @Override
    public void arrived(long tick, SchemaName channel, long client, byte[] payload) {
      if (channel.equals(Vocabulary.CONNECTIONS.name())) {
        JsonNode told =
            SchemaCodec.decodeMessage(
                Vocabulary.CONNECTIONS.layout(), MemorySegment.ofArray(payload), 0, payload.length);
        connections.add(
            "%s joined %s left %s"
                .formatted(told.get("clients"), told.get("joined"), told.get("left")));
      }
    }
  }

  public Room room() {
    return room;
  }

  public TestWorld world() {
    return world;
  }

  /// What the world was told of its clients, as `[2,3] joined [3] left []`.
  public List<String> connections() {
    return connections;
  }

  /// Lets the world go on, turn by turn, until it is so.
  ///
  /// @param others who go on after it in each turn
  /// @return whether it has come to be so
  public boolean goesOnUntil(BooleanSupplier so, Runnable others) {
    return turns(() -> world.tick(1), so, others);
  }

  /// The same without a tick: the world stands still, and answers.
  public boolean idlesUntil(BooleanSupplier so, Runnable others) {
    return turns(() -> world.world().idle(), so, others);
  }

  private static boolean turns(Runnable worlds, BooleanSupplier so, Runnable others) {
    for (int turn = 0; turn < MOST_TURNS && !so.getAsBoolean(); turn++) {
      worlds.run();
      others.run();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    return so.getAsBoolean();
  }

  /// An entity that everybody sees, with 50 points and 3 lives.
  public long spawnOwnedBy(int client) {
    return ((CommandResult.Done) world.world().execute(spawn(client))).entity();
  }

  static WorldCommand.Spawn spawn(int owner) {
    Map<SchemaName, JsonNode> components = new TreeMap<>();
    Map.of(
            "vivarium/Synchronized", "{}",
            "vivarium/Owner", "{\"client\":" + owner + "}",
            "vivarium/Transform", "{\"position\":[1,2,3]}",
            "hall/Health", "{\"points\":50,\"lives\":3}")
        .forEach((name, json) -> components.put(SchemaName.parse(name), json(json)));
    return new WorldCommand.Spawn(components);
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// Saves a version in which `hall/Health` has a third field, `armour`.
  public void reload() throws PluginLoadException {
    world.swap(world.load("hall", WITH_ARMOUR));
  }

  /// Puts another world, which has no entities, in the place of this one.
  public void beginAnew() {
    world.world().unlink(room);
    world.close();
    connections.clear();
    world = begin();
  }

  /// The payload of a message of the hall.
  public static byte[] number(int n) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(n).array();
  }

  /// A value of `hall/Health`.
  public static byte[] health(float points, int lives) {
    return ByteBuffer.allocate(8)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putFloat(points)
        .put((byte) lives)
        .array();
  }

  /// After the server.
  @Override
  public void close() {
    room.close();
    world.close();
  }
}
