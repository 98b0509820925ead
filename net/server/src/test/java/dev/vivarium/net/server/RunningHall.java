package dev.vivarium.net.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vivarium.engine.plugin.PluginLoadException;
import dev.vivarium.engine.plugin.WatPlugin;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.world.CommandResult;
import dev.vivarium.engine.world.TestWorld;
import dev.vivarium.engine.world.WorldCommand;
import dev.vivarium.net.server.room.Room;
import dev.vivarium.net.server.room.RoomOptions;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A world that ticks on a thread of its own and answers each number said on `hall/Up` by the same
/// on `hall/Down`, to everybody. Has entities that everybody sees.
final class RunningHall implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final WatPlugin HALL =
      WatPlugin.describedBy(
              """
              {"abi": 1,
               "components": [{"name": "Health", "fields": [
                 {"name": "points", "type": "f32", "range": [0, 100]},
                 {"name": "lives", "type": "u8"}]}],
               "messages": [
                 {"name": "Up", "locality": "remote", "fields": [{"name": "n", "type": "i32"}]},
                 {"name": "Down", "locality": "remote", "fields": [{"name": "n", "type": "i32"}]},
                 {"name": "Gossip", "locality": "local", "fields": [{"name": "n", "type": "i32"}]}],
               "systems": [{"name": "answer", "subscribes": [0]}]}
              """)
          .system(
              """
              (if (call $inbox (local.get $f)) (then
                (call $publish_i32 (local.get $f) (i32.const 1)
                  (call $inbox_i32 (local.get $f) (i32.const 0)))))
              """);

  private final TestWorld world = new TestWorld();
  private final Room room;
  private final Thread ticking;
  private volatile boolean over;

  RunningHall(VivariumServer server, RoomOptions options) throws PluginLoadException {
    world.add("hall", HALL);
    room = new Room(Room.idOf("Hall"), "Hall", "{\"world\":\"Hall\"}", 60, options);
    world.world().link(room);
    server.host(room);
    ticking = Thread.ofPlatform().name("hall").start(this::run);
  }

  private void run() {
    long next = System.nanoTime();
    while (!over) {
      world.tick(1);
      next = Math.max(next + TICK_NANOS, System.nanoTime() - TICK_NANOS);
      LockSupport.parkNanos(next - System.nanoTime());
    }
  }

  /// Before anybody has joined.
  long spawnOwnedBy(int client) {
    Map<String, String> components =
        Map.of(
            "vivarium/Synchronized", "{}",
            "vivarium/Owner", "{\"client\":" + client + "}",
            "vivarium/Transform", "{\"position\":[1,2,3]}",
            "hall/Health", "{\"points\":50,\"lives\":3}");
    Map<SchemaName, JsonNode> values = new TreeMap<>();
    components.forEach((name, json) -> values.put(SchemaName.parse(name), json(json)));
    var spawned = world.world().submit(new WorldCommand.Spawn(values)).join();
    return ((CommandResult.Done) spawned).entity();
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    over = true;
    try {
      ticking.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    room.close();
    world.close();
  }
}
