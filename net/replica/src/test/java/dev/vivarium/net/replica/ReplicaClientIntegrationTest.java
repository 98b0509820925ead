package dev.vivarium.net.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.plugin.PluginLoadException;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.plugin.WatPlugin;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.engine.world.CommandResult;
import dev.vivarium.engine.world.TestWorld;
import dev.vivarium.engine.world.World;
import dev.vivarium.engine.world.WorldCommand;
import dev.vivarium.engine.world.WorldOptions;
import dev.vivarium.net.client.ClientClock;
import dev.vivarium.net.client.DefaultClient;
import dev.vivarium.net.client.Fingerprint;
import dev.vivarium.net.client.RestHttpAdapter;
import dev.vivarium.net.client.ServerAddress;
import dev.vivarium.net.client.ServerTrust;
import dev.vivarium.net.client.Session;
import dev.vivarium.net.client.realtime.MemoryModuleStore;
import dev.vivarium.net.client.realtime.RealtimeCallbacks;
import dev.vivarium.net.client.realtime.RealtimeConnection;
import dev.vivarium.net.client.realtime.RealtimeSettings;
import dev.vivarium.net.client.realtime.RealtimeState;
import dev.vivarium.net.client.realtime.TokenSource;
import dev.vivarium.net.client.transport.WebSocketCarrier;
import dev.vivarium.net.server.ServerOptions;
import dev.vivarium.net.server.VivariumServer;
import dev.vivarium.net.server.control.OpenWorld;
import dev.vivarium.net.server.room.Role;
import dev.vivarium.net.server.room.Room;
import dev.vivarium.net.server.room.RoomOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A replica in a room of a server, over a real socket with TLS.
class ReplicaClientIntegrationTest {
  private static final int RATE_HZ = 100;
  private static final int MOST_TURNS = 20_000;
  private static final SchemaName POS = new SchemaName("race", "Pos");
  private static final SchemaName SPEED = new SchemaName("race", "Speed");
  private static final SchemaName SHOWN = new SchemaName("race", "Shown");
  private static final SchemaName KICK = new SchemaName("race", "Kick");
  private static final String DESCRIPTOR =
      """
      {"abi": 1,
       "components": [
         {"name": "Pos", VERSION "fields": [{"name": "x", "type": "i32"}EXTRA]},
         {"name": "Speed", "fields": [{"name": "n", "type": "i32"}]},
         {"name": "Shown", "fields": [{"name": "n", "type": "i32"}]}],
       "messages": [
         {"name": "Kick", "locality": "remote", "fields": [{"name": "n", "type": "i32"}]}],
       "systems": [
         {"name": "drive", "predicted": true, "subscribes": [0], "queries": [{"terms": [
            {"component": 0, "access": "write"}, {"component": 1, "access": "read"}]}]},
         {"name": "show", "side": "client", "queries": [{"terms": [
            {"component": 2, "access": "write"}]}]}]}
      """;

  private final TestWorld world = new TestWorld(WorldOptions.DEFAULT.withRateHz(RATE_HZ));
  private final List<ReplicaClient> clients = new ArrayList<>();
  private final List<RealtimeConnection> connections = new ArrayList<>();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private Room room;
  private VivariumServer server;
  private OpenWorld match;
  private long nextTickNanos = System.nanoTime();

  @BeforeEach
  void open() throws Exception {
    room =
        new Room(
            Room.idOf("Race"),
            "Race",
            "{}",
            RATE_HZ,
            RoomOptions.DEFAULT.withRoles((user, name) -> Role.PLAYER));
    world.add(load("", "", shows(1)));
    world.world().link(room);
    server =
        VivariumServer.start(ServerOptions.builder(InstantSource.system()).passwordCost(4).build());
    match = server.host(room);
  }

  @AfterEach
  void close() throws Exception {
    clients.forEach(ReplicaClient::close);
    for (AutoCloseable each : opened) {
      each.close();
    }
    match.close();
    server.close();
    room.close();
    world.close();
  }

  private PluginModule load(String version, String extra, String show) throws PluginLoadException {
    String descriptor = DESCRIPTOR.replace("VERSION", version).replace("EXTRA", extra);
    WatPlugin plugin = WatPlugin.describedBy(descriptor).system(ReplicaTest.DRIVE).system(show);
    return world.load(PluginSource.of("race", plugin.wasm()));
  }

  /// A client half that writes a number to each first row.
  private static String shows(int n) {
    return ReplicaTest.write(n);
  }

  private ReplicaClient join(String name) {
    ServerAddress address = new ServerAddress("127.0.0.1", server.address().getPort(), true);
    ServerTrust trust =
        new ServerTrust.Pinned(Fingerprint.parse(server.fingerprint().orElseThrow()));
    RestHttpAdapter rest = new RestHttpAdapter(address, trust, Duration.ofMinutes(1));
    DefaultClient signIn = new DefaultClient(rest);
    CompletableFuture<Session> session =
        signIn.authenticateDevice(name + "-0123456789", true, name, Map.of());
    until(() -> {
      return session.isDone();
    });
    WebSocketCarrier carrier = new WebSocketCarrier(address, trust);
    opened.add(carrier);
    ReplicaClient client =
        new ReplicaClient(
            RealtimeSettings.of(address, "Race", TokenSource.of(session.join().token()), 1),
            (uri, timeout) -> {
              RealtimeConnection connection = carrier.open(uri, timeout);
              connections.add(connection);
              return connection;
            },
            new MemoryModuleStore(),
            new ReplicaSettings(WorldOptions.DEFAULT, Runnable::run),
            new RealtimeCallbacks() {},
            ClientClock.SYSTEM);
    clients.add(client);
    client.connection().connect();
    until(() -> client.replica().newest() != null);
    return client;
  }

  /// Lets the world tick at its rate, and everybody's client go on, until it is so.
  private void until(BooleanSupplier so) {
    for (int turn = 0; turn < MOST_TURNS && !so.getAsBoolean(); turn++) {
      step();
    }
    assertTrue(so.getAsBoolean());
  }

  private void step() {
    if (System.nanoTime() - nextTickNanos >= 0) {
      world.tick(1);
      nextTickNanos += 1_000_000_000L / RATE_HZ;
    }
    clients.forEach(ReplicaClient::tick);
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
  }

  private long spawn(Map<SchemaName, String> components) {
    Map<SchemaName, com.fasterxml.jackson.databind.JsonNode> values = new HashMap<>();
    components.forEach((name, text) -> values.put(name, Pair.json(text)));
    values.put(Vocabulary.SYNCHRONIZED.name(), Pair.json("{}"));
    return ((CommandResult.Done) world.world().execute(new WorldCommand.Spawn(values))).entity();
  }

  private long spawnCar(ReplicaClient of, int speed) {
    return spawn(
        Map.of(
            POS,
            "{\"x\": 0}",
            SPEED,
            "{\"n\": %d}".formatted(speed),
            Vocabulary.OWNER.name(),
            "{\"client\": %d}".formatted(of.replica().client())));
  }

  private void set(long entity, SchemaName component, String text) {
    world.world().execute(new WorldCommand.SetComponent(entity, component, Pair.json(text)));
  }

  private static int seen(ReplicaClient by, long entity, SchemaName component) {
    World seen = by.replica().world().orElseThrow();
    return Pair.first(seen, by.replica().toLocal(entity), component);
  }

  private boolean isInStep(ReplicaClient client) {
    ServerSide side = new ServerSide(world.world(), 1);
    return side.difference(side.visible(), side.stateOf(client.replica(), 1)).isEmpty();
  }

  @Test
  void aClientHalfRunsAndStateIsEqualOnBothSidesOnceItRests() {
    ReplicaClient ada = join("ada");
    ReplicaClient bob = join("bob");
    long car = spawnCar(ada, 1);
    long sign =
        spawn(
            Map.of(
                SHOWN, "{\"n\": 0}", Vocabulary.TRANSFORM.name(), "{\"position\": [1, 2, 3.3]}"));
    until(() -> seen(bob, car, POS) != Pair.MISSING && seen(ada, sign, SHOWN) != Pair.MISSING);
    until(() -> seen(ada, sign, SHOWN) == 1);
    until(() -> seen(ada, car, POS) > 50 && seen(bob, car, POS) > 50);
    set(car, SPEED, "{\"n\": 0}");
    set(sign, SHOWN, "{\"n\": 1}");
    until(() -> isInStep(ada) && isInStep(bob));
  }

  @Test
  void whatAClientDoesShowsAtOnceAndWhatTheServerSaysIsRight() {
    ReplicaClient ada = join("ada");
    long car = spawnCar(ada, 1);
    until(() -> seen(ada, car, POS) != Pair.MISSING && seen(ada, car, POS) > 50);
    int before = seen(ada, car, POS);
    assertTrue(ada.replica().send(KICK, new byte[] {(byte) 0xe8, 3, 0, 0}));
    until(() -> seen(ada, car, POS) >= before + 1000);
    until(() -> Pair.first(world.world(), car, POS) >= 1000);
    assertTrue(seen(ada, car, POS) < before + 2000);
    long corrections = ada.replica().corrections();
    set(car, POS, "{\"x\": -100000}");
    until(() -> seen(ada, car, POS) < 0);
    assertTrue(ada.replica().corrections() > corrections);
    set(car, SPEED, "{\"n\": 0}");
    until(() -> isInStep(ada));
  }

  @Test
  void aReloadInMidFlightReachesEveryClientWithoutADisconnect() throws Exception {
    ReplicaClient ada = join("ada");
    long car = spawnCar(ada, 1);
    long sign = spawn(Map.of(SHOWN, "{\"n\": 0}"));
    until(() -> seen(ada, sign, SHOWN) != Pair.MISSING && seen(ada, sign, SHOWN) == 1);
    World before = ada.replica().world().orElseThrow();
    String y = ", {\"name\": \"y\", \"type\": \"i32\"}";
    // Rows of Pos are wider now; the system that steps through them has to know.
    PluginModule next =
        world.load(
            PluginSource.of(
                "race",
                WatPlugin.describedBy(
                        DESCRIPTOR.replace("VERSION", "\"version\": 2,").replace("EXTRA", y))
                    .system("")
                    .system(shows(2))
                    .wasm()));
    world.swap(next);
    set(car, POS, "{\"x\": 7, \"y\": 9}");
    until(() -> seen(ada, sign, SHOWN) == 2);
    until(() -> seen(ada, car, POS) == 7);
    assertEquals(before, ada.replica().world().orElseThrow());
    byte[] value = before.store().get(ada.replica().toLocal(car), before.store().type(POS));
    assertEquals(9, TestWorld.buffer(Objects.requireNonNull(value)).getInt(4));
    set(sign, SHOWN, "{\"n\": 2}");
    until(() -> isInStep(ada));
  }

  @Test
  void aConnectionThatBreaksIsTakenUpAgainWithTheWorldAsItWas() {
    ReplicaClient ada = join("ada");
    long car = spawnCar(ada, 1);
    until(() -> seen(ada, car, POS) != Pair.MISSING && seen(ada, car, POS) > 20);
    World before = ada.replica().world().orElseThrow();
    int client = ada.replica().client();
    long local = ada.replica().toLocal(car);
    connections.getLast().close();
    until(() -> connections.size() == 2 && ada.connection().state() == RealtimeState.LIVE);
    assertEquals(client, ada.replica().client());
    assertEquals(before, ada.replica().world().orElseThrow());
    int then = seen(ada, car, POS);
    assertTrue(ada.replica().send(KICK, new byte[] {(byte) 0xe8, 3, 0, 0}));
    until(() -> Pair.first(world.world(), car, POS) > then + 1000);
    set(car, SPEED, "{\"n\": 0}");
    until(() -> isInStep(ada));
    assertEquals(local, ada.replica().toLocal(car));
  }
}
