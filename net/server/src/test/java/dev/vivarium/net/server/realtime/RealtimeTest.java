package dev.vivarium.net.server.realtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vivarium.engine.plugin.WatPlugin;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.world.CommandResult;
import dev.vivarium.engine.world.TestWorld;
import dev.vivarium.engine.world.WorldCommand;
import dev.vivarium.net.protocol.realtime.Input;
import dev.vivarium.net.protocol.realtime.InputDone;
import dev.vivarium.net.protocol.realtime.Notice;
import dev.vivarium.net.protocol.realtime.RemoteMessage;
import dev.vivarium.net.protocol.realtime.Target;
import dev.vivarium.net.protocol.replication.Snapshot;
import dev.vivarium.net.server.ManualTime;
import dev.vivarium.net.server.ServerOptions;
import dev.vivarium.net.server.TestClient;
import dev.vivarium.net.server.VivariumServer;
import dev.vivarium.net.server.control.OpenWorld;
import dev.vivarium.net.server.room.Role;
import dev.vivarium.net.server.room.Room;
import dev.vivarium.net.server.room.RoomOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The realtime protocol over real sockets with TLS, against a running world.
class RealtimeTest {
  private static final int MOST_TURNS = 10_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Answers each number by the same number, to everybody.
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

  private final ManualTime time = new ManualTime();
  private final List<RawClient> clients = new ArrayList<>();
  private TestWorld world;
  private Room room;
  private VivariumServer server;
  private OpenWorld match;
  private TestClient rest;

  @BeforeEach
  void open() throws Exception {
    world = new TestWorld();
    world.add("hall", HALL);
    room =
        new Room(
            Room.idOf("Hall"),
            "Hall",
            "{\"world\":\"Hall\"}",
            60,
            RoomOptions.DEFAULT.withClock(time).withRoles((user, name) -> Role.PLAYER));
    world.world().link(room);
    server =
        VivariumServer.start(
            ServerOptions.of(Optional.empty(), 0, InstantSource.system()).withPasswordCost(4));
    match = server.host(room);
    rest = new TestClient(server);
  }

  @AfterEach
  void close() {
    clients.forEach(RawClient::close);
    rest.close();
    match.close();
    server.close();
    room.close();
    world.close();
  }

  /// Lets the world and everybody's socket go on until it is so.
  private void until(BooleanSupplier so) {
    for (int turn = 0; turn < MOST_TURNS && !so.getAsBoolean(); turn++) {
      world.tick(1);
      clients.forEach(RawClient::tick);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    assertTrue(so.getAsBoolean());
  }

  private RawClient connect() {
    RawClient client = new RawClient(server);
    clients.add(client);
    return client;
  }

  private RawClient join(String name) {
    RawClient client = connect().hello(rest.signIn(name));
    until(client::hasState);
    return client;
  }

  private long spawn(Map<String, String> components) {
    Map<SchemaName, JsonNode> values = new TreeMap<>();
    components.forEach((name, json) -> values.put(SchemaName.parse(name), json(json)));
    CommandResult result = world.world().execute(new WorldCommand.Spawn(values));
    return ((CommandResult.Done) result).entity();
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private long spawnOwnedBy(int client) {
    return spawn(
        Map.of(
            "vivarium/Synchronized", "{}",
            "vivarium/Owner", "{\"client\":" + client + "}",
            "vivarium/Transform", "{\"position\":[1,2,3]}",
            "hall/Health", "{\"points\":50,\"lives\":3}"));
  }

  private static byte[] number(int n) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(n).array();
  }

  private static byte[] health(float points, int lives) {
    return ByteBuffer.allocate(8)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putFloat(points)
        .put((byte) lives)
        .array();
  }

  private static byte[] value(RawClient client, String component, long entity) {
    Snapshot state = client.state();
    int number = client.component(component);
    byte[] row = new byte[state.plan().components().get(number).rowBytes()];
    state.copyRow(number, state.rowOf(number, entity), row, 0);
    return row;
  }

  private static float points(RawClient client, long entity) {
    return ByteBuffer.wrap(value(client, "hall/Health", entity))
        .order(ByteOrder.LITTLE_ENDIAN)
        .getFloat();
  }

  private RemoteMessage message(RawClient from, String channel, Target target, int n) {
    return new RemoteMessage(from.world().epoch(), from.channel(channel), 0, target, number(n));
  }

  private static List<String> heard(RawClient client) {
    return client.all(RemoteMessage.class).stream()
        .map(m ->
            m.sender() + ":" + ByteBuffer.wrap(m.payload()).order(ByteOrder.LITTLE_ENDIAN).getInt())
        .toList();
  }

  @Test
  void whoSaysHelloIsWelcomedAndSeesTheWorld() {
    long entity = spawnOwnedBy(0);

    RawClient ada = join("ada");

    assertEquals("Hall", ada.welcome().room());
    assertEquals(2, ada.welcome().clientId());
    assertEquals(1, ada.state().entities());
    assertEquals(50f, points(ada, entity), 0.001f);
    assertTrue(ada.state().rowOf(ada.component("vivarium/Transform"), entity) >= 0);
  }

  @Test
  void changesReachEverybodyAsDeltas() {
    RawClient ada = join("ada");
    RawClient bob = join("bob");
    long entity = spawnOwnedBy(0);

    until(() -> ada.state().entities() == 1 && bob.state().entities() == 1);
    assertEquals(50f, points(bob, entity), 0.001f);
    assertEquals(1, ada.fullFrames);
    world.world().execute(new WorldCommand.Despawn(entity));
    until(() -> ada.state().entities() == 0 && bob.state().entities() == 0);
  }

  @Test
  void whatOneSendsReachesThePluginsAndTheirAnswerEverybody() {
    RawClient ada = join("ada");
    RawClient bob = join("bob");

    ada.send(message(ada, "hall/Up", new Target.Server(), 42));

    until(() -> heard(ada).equals(List.of("0:42")) && heard(bob).equals(List.of("0:42")));
  }

  @Test
  void anOwnerWritesToItsEntityAndIsTold() {
    RawClient ada = join("ada");
    long entity = spawnOwnedBy(ada.welcome().clientId());
    until(() -> ada.state().entities() == 1);

    ada.send(
        new Input(
            ada.world().epoch(),
            1,
            ada.state().tick(),
            List.of(new Input.Write(entity, ada.component("hall/Health"), health(75, 2)))));

    until(() -> points(ada, entity) > 74.9f);
    InputDone done = ada.all(InputDone.class).getFirst();
    assertEquals(1, done.sequence());
    assertEquals(List.of(), ada.all(Notice.class));
  }
}
