package dev.vivarium.net.server.realtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vivarium.engine.plugin.WatPlugin;
import dev.vivarium.engine.schema.SchemaCodec;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.engine.world.CommandResult;
import dev.vivarium.engine.world.TestWorld;
import dev.vivarium.engine.world.WorldCommand;
import dev.vivarium.engine.world.WorldTap;
import dev.vivarium.net.protocol.realtime.Ack;
import dev.vivarium.net.protocol.realtime.ClientHalf;
import dev.vivarium.net.protocol.realtime.Goodbye;
import dev.vivarium.net.protocol.realtime.Hello;
import dev.vivarium.net.protocol.realtime.Input;
import dev.vivarium.net.protocol.realtime.InputDone;
import dev.vivarium.net.protocol.realtime.ModuleBytes;
import dev.vivarium.net.protocol.realtime.NeedModules;
import dev.vivarium.net.protocol.realtime.Notice;
import dev.vivarium.net.protocol.realtime.Ping;
import dev.vivarium.net.protocol.realtime.Pong;
import dev.vivarium.net.protocol.realtime.PresenterChanged;
import dev.vivarium.net.protocol.realtime.RemoteMessage;
import dev.vivarium.net.protocol.realtime.Sha256;
import dev.vivarium.net.protocol.realtime.Target;
import dev.vivarium.net.protocol.replication.Snapshot;
import dev.vivarium.net.server.ManualTime;
import dev.vivarium.net.server.ServerOptions;
import dev.vivarium.net.server.TestClient;
import dev.vivarium.net.server.VivariumServer;
import dev.vivarium.net.server.control.OpenWorld;
import dev.vivarium.net.server.room.Participant;
import dev.vivarium.net.server.room.Role;
import dev.vivarium.net.server.room.Room;
import dev.vivarium.net.server.room.RoomOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
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

  /// The same with one field more.
  private static final WatPlugin HALL_WITH_ARMOUR =
      WatPlugin.describedBy(
              """
              {"abi": 1,
               "components": [{"name": "Health", "version": 2, "fields": [
                 {"name": "points", "type": "f32", "range": [0, 100]},
                 {"name": "lives", "type": "u8"},
                 {"name": "armour", "type": "f32"}]}],
               "messages": [
                 {"name": "Up", "locality": "remote", "fields": [{"name": "n", "type": "i32"}]},
                 {"name": "Down", "locality": "remote", "fields": [{"name": "n", "type": "i32"}]}],
               "systems": [{"name": "answer", "subscribes": [0]}]}
              """)
          .system(
              """
              (if (call $inbox (local.get $f)) (then
                (call $publish_i32 (local.get $f) (i32.const 1)
                  (call $inbox_i32 (local.get $f) (i32.const 0)))))
              """);

  private static final WatPlugin SHINE =
      WatPlugin.describedBy(
              """
              {"abi": 1, "systems": [{"name": "shine", "side": "client"}]}
              """)
          .system("");

  private final List<String> connections = new ArrayList<>();
  private final Set<UUID> viewers = ConcurrentHashMap.newKeySet();
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
            RoomOptions.DEFAULT.withClock(time).withRoles(this::role));
    world.world().link(room);
    world.world().attach(new ConnectionsTap());
    server =
        VivariumServer.start(
            ServerOptions.of(Optional.empty(), 0, InstantSource.system()).withPasswordCost(4));
    match = server.host(room);
    rest = new TestClient(server);
  }

  /// Who is called viewer only watches.
  private Role role(UUID userId, String name) {
    return viewers.contains(userId) ? Role.VIEWER : Role.PLAYER;
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
    TestClient.Session session = rest.signIn(name);
    if (name.startsWith("viewer")) {
      viewers.add(UUID.fromString(session.userId()));
    }
    RawClient client = connect().hello(session);
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
    } catch (IOException e) {
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

  private Input input(RawClient from, long sequence, long entity, String component, byte[] value) {
    return new Input(
        from.world().epoch(),
        sequence,
        from.state().tick(),
        List.of(new Input.Write(entity, from.component(component), value)));
  }

  @Test
  void nobodyWritesToWhatBelongsToOthers() {
    RawClient ada = join("ada");
    RawClient eve = join("eve");
    long entity = spawnOwnedBy(ada.welcome().clientId());
    until(() -> eve.state().entities() == 1);

    eve.send(input(eve, 1, entity, "hall/Health", health(1, 1)));
    eve.send(input(eve, 2, entity, "hall/Health", health(2, 1)));
    until(() -> eve.all(InputDone.class).stream().anyMatch(done -> done.sequence() == 2));

    assertEquals(50f, points(eve, entity), 0.001f);
    assertEquals(List.of("input was not taken: an entity that is not yours"), informed(eve));
    assertEquals(List.of(), informed(ada));
  }

  private static List<String> informed(RawClient client) {
    return client.all(Notice.class).stream()
        .filter(notice -> notice.kind() == Notice.Kind.INFORMATION)
        .map(Notice::reason)
        .toList();
  }

  @Test
  void anOwnersWritesStayWithinTheSchemasLimits() {
    RawClient ada = join("ada");
    int self = ada.welcome().clientId();
    long entity = spawnOwnedBy(self);
    until(() -> ada.state().entities() == 1);
    byte[] owner = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(1).array();

    ada.send(input(ada, 1, entity, "hall/Health", health(101, 1)));
    ada.send(input(ada, 2, entity, "hall/Health", health(Float.NaN, 1)));
    ada.send(input(ada, 3, entity, "hall/Health", new byte[7]));
    ada.send(input(ada, 4, entity, "vivarium/Owner", owner));
    ada.send(input(ada, 5, entity, "vivarium/Light", new byte[28]));
    ada.send(input(ada, 6, entity + 1, "hall/Health", health(1, 1)));
    until(() -> ada.all(InputDone.class).stream().anyMatch(done -> done.sequence() == 6));

    assertEquals(50f, points(ada, entity), 0.001f);
    assertEquals(self, ada.state().owner(0));
    assertEquals(
        List.of(
            "input was not taken: hall/Health.points is out of range",
            "input was not taken: hall/Health has 8 bytes, not 7",
            "input was not taken: vivarium/Owner is not for clients to write",
            "input was not taken: your entity has no vivarium/Light",
            "input was not taken: an entity that is not yours"),
        informed(ada));
  }

  @Test
  void nobodySendsInSomebodyElsesName() {
    RawClient ada = join("ada");
    RawClient eve = join("eve");
    RemoteMessage forged =
        new RemoteMessage(
            eve.world().epoch(),
            eve.channel("hall/Up"),
            ada.welcome().clientId(),
            new Target.Server(),
            number(1));

    eve.send(forged);
    until(eve::isClosed);

    assertTrue(eve.wasTold(Notice.Kind.REFUSED));
    assertFalse(ada.isClosed());
    assertEquals(List.of(), heard(ada));
    assertEquals(1, room.size());
  }

  @Test
  void localChannelsCannotBeSentOnNeitherToTheWorldNorToOthers() {
    RawClient ada = join("ada");
    RawClient bob = join("bob");

    ada.send(message(ada, "hall/Gossip", new Target.Server(), 1));
    ada.send(message(ada, "hall/Gossip", new Target.Everyone(), 2));
    ada.send(message(ada, "hall/Up", new Target.Clients(List.of(3)), 3));
    until(() -> !heard(bob).isEmpty());

    assertEquals(List.of("2:3"), heard(bob));
    assertEquals(List.of("hall/Gossip: the channel is local to the world"), informed(ada));
  }

  @Test
  void aMessageToOthersBearsItsSendersNumber() {
    RawClient ada = join("ada");
    RawClient bob = join("bob");
    RawClient eve = join("eve");

    bob.send(message(bob, "hall/Up", new Target.Clients(List.of(2)), 5));
    bob.send(message(bob, "hall/Up", new Target.Everyone(), 6));
    until(() -> !heard(eve).isEmpty() && heard(ada).size() == 2);

    assertEquals(List.of("3:5", "3:6"), heard(ada));
    assertEquals(List.of("3:6"), heard(bob));
    assertEquals(List.of("3:6"), heard(eve));
  }

  @Test
  void whatIsNoPayloadOfTheChannelIsRefused() {
    RawClient ada = join("ada");
    int up = ada.channel("hall/Up");
    int epoch = ada.world().epoch();

    ada.send(new RemoteMessage(epoch, up, 0, new Target.Server(), new byte[1]));
    ada.send(new RemoteMessage(epoch, up, 0, new Target.Everyone(), new byte[1]));
    ada.send(new RemoteMessage(epoch, 4_000, 0, new Target.Server(), number(1)));
    ada.send(new RemoteMessage(epoch + 1, up, 0, new Target.Server(), number(1)));
    ada.send(message(ada, "hall/Up", new Target.Server(), 9));
    until(() -> heard(ada).equals(List.of("0:9")));

    assertEquals(
        Set.of(
            "hall/Up: the payload is not as the channel's schema says",
            "the world has no channel number 4000"),
        Set.copyOf(informed(ada)));
  }

  @Test
  void aMessageThatIsNoneClosesThatOneConnection() {
    RawClient ada = join("ada");
    RawClient eve = join("eve");

    eve.send(new byte[] {99, 1, 2});
    until(eve::isClosed);

    assertTrue(eve.wasTold(Notice.Kind.REFUSED));
    ada.send(message(ada, "hall/Up", new Target.Server(), 1));
    until(() -> heard(ada).equals(List.of("0:1")));
  }

  @Test
  void whoIsNotSignedInOrSpeaksAnotherVersionIsToldSo() {
    RawClient stranger = connect().send(new Hello(1, "no token", "", ""));
    RawClient future = connect().send(new Hello(2, rest.signIn("ada").token(), "", ""));
    RawClient lost = connect().send(new Hello(1, rest.signIn("ada").token(), "Cellar", ""));
    until(() -> stranger.isClosed() && future.isClosed() && lost.isClosed());

    assertTrue(stranger.wasTold(Notice.Kind.REFUSED));
    assertTrue(future.wasTold(Notice.Kind.OTHER_VERSION));
    assertTrue(lost.wasTold(Notice.Kind.REFUSED));
    assertEquals(0, room.size());
  }

  @Test
  void aLostConnectionComesBackToItsPlace() {
    RawClient ada = join("ada");
    long entity = spawnOwnedBy(2);
    until(() -> ada.state().entities() == 1);
    TestClient.Session session = rest.signIn("ada");

    ada.breakOff();
    time.pass(Duration.ofSeconds(29));
    RawClient again = connect().hello(session, ada.welcome().resumeToken());
    until(again::hasState);

    assertEquals(2, again.welcome().clientId());
    assertEquals(1, again.fullFrames);
    again.send(input(again, 1, entity, "hall/Health", health(60, 1)));
    until(() -> points(again, entity) > 59);
    assertEquals(List.of("[2] joined [2] left []"), connections);
  }

  @Test
  void aResumeTokenIsGoodOnceAndForItsUserOnly() {
    RawClient ada = join("ada");
    String token = ada.welcome().resumeToken();

    RawClient eve = connect().hello(rest.signIn("eve"), token);
    until(eve::hasState);
    RawClient again = connect().hello(rest.signIn("ada"), token);
    until(again::hasState);
    RawClient replayed = connect().hello(rest.signIn("ada"), token);
    until(replayed::hasState);

    assertEquals(3, eve.welcome().clientId());
    assertEquals(2, again.welcome().clientId());
    assertEquals(4, replayed.welcome().clientId());
    assertTrue(ada.wasTold(Notice.Kind.REPLACED));
    assertFalse(again.isClosed());
  }

  @Test
  void aPlaceIsGivenUpAfterHalfAMinute() {
    RawClient ada = join("ada");
    join("bob");
    ada.breakOff();
    until(() -> room.people().getFirst().client() == 2 && room.size() == 2);
    awaitLost(2);

    time.pass(Duration.ofSeconds(31));
    until(() -> room.size() == 1);
    until(() -> connections.getLast().equals("[3] joined [] left [2]"));

    RawClient again = connect().hello(rest.signIn("ada"), ada.welcome().resumeToken());
    until(again::hasState);
    assertEquals(4, again.welcome().clientId());
  }

  /// Until the server has noticed that a client's connection is gone.
  private void awaitLost(int client) {
    until(() -> !room.isConnected(client));
  }

  @Test
  void whoSaysGoodbyeIsGoneAtOnce() {
    RawClient ada = join("ada");
    ada.send(new Goodbye("done"));
    until(() -> room.size() == 0);
  }

  @Test
  void aSlowReaderIsSkippedThenLetGoWhileOthersGoOn() {
    RawClient quick = join("quick");
    RawClient slow = join("slow");
    slow.acknowledges = false;
    long before = quick.state().tick();
    until(() -> quick.state().tick() > before + 200);
    long seen = slow.state().tick();

    assertTrue(seen < before + 100, "sent on although nothing was acknowledged");
    time.pass(Duration.ofSeconds(11));
    until(slow::isClosed);

    assertTrue(slow.wasTold(Notice.Kind.TOO_SLOW));
    long then = quick.state().tick();
    until(() -> quick.state().tick() > then + 50);
    assertEquals(1, quick.fullFrames);
  }

  @Test
  void whoCannotApplyAFrameGetsAFullOne() {
    RawClient ada = join("ada");
    ada.send(new Ack(0, true));
    until(() -> ada.fullFrames == 2);
  }

  @Test
  void aReloadReachesEverybodyWithoutADisconnect() throws Exception {
    RawClient ada = join("ada");
    long entity = spawnOwnedBy(2);
    until(() -> ada.state().entities() == 1);
    int epoch = ada.world().epoch();

    world.swap(world.load("hall", HALL_WITH_ARMOUR));
    until(() -> ada.world().epoch() > epoch && ada.hasState() && ada.fullFrames == 2);

    assertEquals(12, value(ada, "hall/Health", entity).length);
    assertEquals(50f, points(ada, entity), 0.001f);
    ada.send(message(ada, "hall/Up", new Target.Server(), 3));
    until(() -> heard(ada).equals(List.of("0:3")));
    assertFalse(ada.isClosed());
  }

  @Test
  void clientHalvesComeByDigestWhereTheyAreWanted() throws Exception {
    world.add("shine", SHINE);
    RawClient ada = connect().hello(rest.signIn("ada"));
    until(() -> ada.isWelcome() && !ada.world().halves().isEmpty());
    ClientHalf half = ada.world().halves().getFirst();
    assertEquals("shine", half.plugin());

    ada.send(new NeedModules(List.of(half.digest())));
    until(() -> ada.hasState() && !ada.all(ModuleBytes.class).isEmpty());

    ByteArrayOutputStream module = new ByteArrayOutputStream();
    ada.all(ModuleBytes.class).forEach(piece -> module.writeBytes(piece.piece()));
    assertArrayEquals(SHINE.wasm(), module.toByteArray());
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(module.toByteArray());
    assertEquals(half.digest(), Sha256.of(digest));
  }

  @Test
  void framesWaitForAClientThatIsToGetModulesFirst() throws Exception {
    try (TestWorld bright = new TestWorld();
        Room cellar = new Room(Room.idOf("Cellar"), "Cellar", "{}", 60)) {
      bright.add("shine", SHINE);
      bright.world().link(cellar);
      OpenWorld cellarMatch = server.host(cellar);
      RawClient ada = connect().send(new Hello(1, rest.signIn("ada").token(), "Cellar", ""));
      until(ada::isWelcome);
      for (int i = 0; i < 20; i++) {
        bright.tick(1);
        ada.send(new Ping(i));
        int pongs = i + 1;
        until(() -> ada.all(Pong.class).size() == pongs);
      }
      assertFalse(ada.hasState());

      ada.send(new NeedModules(List.of()));
      until(() -> {
        bright.tick(1);
        return ada.hasState();
      });
      assertEquals(List.of(), ada.all(ModuleBytes.class));
      cellarMatch.close();
    }
  }

  @Test
  void whoOnlyWatchesSeesAndDoesNothing() {
    RawClient ada = join("ada");
    RawClient viewer = join("viewer-vera");
    long entity = spawnOwnedBy(viewer.welcome().clientId());
    until(() -> viewer.state().entities() == 1);

    viewer.send(message(viewer, "hall/Up", new Target.Server(), 1));
    viewer.send(message(viewer, "hall/Up", new Target.Everyone(), 1));
    viewer.send(input(viewer, 1, entity, "hall/Health", health(1, 1)));
    until(() -> !viewer.all(InputDone.class).isEmpty());

    assertEquals(50f, points(viewer, entity), 0.001f);
    assertEquals(
        List.of(
            "who only watches sends nothing",
            "input was not taken: who only watches sends nothing"),
        informed(viewer));
    assertEquals(List.of(), heard(ada));
  }

  @Test
  void nobodyHearsWhoIsMutedUntilItNoLongerIs() {
    RawClient ada = join("ada");
    RawClient eve = join("eve");
    assertTrue(room.mute(3, true));
    assertTrue(room.isMuted(room.people().get(1).userId()));

    eve.send(message(eve, "hall/Up", new Target.Server(), 1));
    eve.send(message(eve, "hall/Up", new Target.Everyone(), 2));
    until(() -> informed(eve).size() == 2);
    assertTrue(room.mute(3, false));
    eve.send(message(eve, "hall/Up", new Target.Everyone(), 3));
    until(() -> !heard(ada).isEmpty());

    assertEquals(List.of("3:3"), heard(ada));
  }

  @Test
  void thePresenterIsHandedOnAndFollowed() {
    RawClient vera = join("viewer-vera");
    RawClient ada = join("ada");
    RawClient bob = join("bob");
    assertEquals(0, vera.welcome().presenterId());
    assertEquals(3, bob.welcome().presenterId());

    assertFalse(room.present(2), "who only watches cannot present");
    assertTrue(room.present(4));
    until(() -> presenters(ada).equals(List.of(4)) && presenters(vera).equals(List.of(3, 4)));
    assertTrue(room.kick(4, "enough"));
    until(() -> presenters(ada).equals(List.of(4, 3)) && bob.isClosed());

    assertTrue(bob.wasTold(Notice.Kind.KICKED));
    assertEquals(2, room.size());
  }

  private static List<Integer> presenters(RawClient client) {
    return client.all(PresenterChanged.class).stream().map(PresenterChanged::clientId).toList();
  }

  @Test
  void thePeopleAreKnownWithPingAndBytesByComponent() {
    RawClient ada = join("ada");
    spawnOwnedBy(2);
    until(() -> ada.state().entities() == 1);
    time.pass(Duration.ofSeconds(3));
    until(() -> !ada.all(Ping.class).isEmpty());
    ada.send(new Pong(ada.all(Ping.class).getLast().sentNanos(), 0, 0));
    time.pass(Duration.ofMillis(1));
    ada.send(new Ping(5));
    until(() -> !ada.all(Pong.class).isEmpty());

    Participant self = room.people().getFirst();

    assertEquals("ada", self.username());
    assertTrue(self.presents());
    assertTrue(self.bytesIn() > 0 && self.bytesOut() > 0);
    assertTrue(self.bytesByComponent().getOrDefault("vivarium/Transform", 0L) > 0, self.toString());
  }

  @Test
  void everybodyIsToldBeforeTheServerStops() {
    RawClient ada = join("ada");
    server.drain(Duration.ofSeconds(10));
    until(ada::isClosed);
    assertTrue(ada.wasTold(Notice.Kind.DRAINING));
  }

  @Test
  void twoWorldsAreToldApartByName() {
    try (TestWorld cellarWorld = new TestWorld();
        Room cellar = new Room(Room.idOf("Cellar"), "Cellar", "{}", 60)) {
      cellarWorld.world().link(cellar);
      OpenWorld cellarMatch = server.host(cellar);
      RawClient ada = connect().send(new Hello(1, rest.signIn("ada").token(), "Cellar", ""));
      until(() -> {
        cellarWorld.tick(1);
        return ada.hasState();
      });
      assertEquals("Cellar", ada.welcome().room());
      assertEquals(1, cellar.size());
      assertEquals(0, room.size());
      cellarMatch.close();
    }
  }

  @Test
  void aReaderThatNeverReadsHoldsUpNeitherTheWorldNorOthers() {
    RawClient quick = join("quick");
    RawClient deaf = new RawClient(server, false);
    clients.add(deaf);
    deaf.hello(rest.signIn("deaf"));
    until(() -> room.size() == 2);
    for (int i = 0; i < 300; i++) {
      spawnOwnedBy(0);
    }
    long before = quick.state().tick();
    until(() -> quick.state().tick() > before + 200 && quick.state().entities() == 300);
    quick.send(message(quick, "hall/Up", new Target.Server(), 1));
    until(() -> heard(quick).equals(List.of("0:1")));
    time.pass(Duration.ofSeconds(11));
    until(() -> !room.isConnected(3));
    assertTrue(room.isConnected(2));
  }

  @Test
  void whoSaysNothingIsSentAway() throws Exception {
    server.close();
    server =
        VivariumServer.start(
            ServerOptions.of(Optional.empty(), 0, InstantSource.system())
                .withPasswordCost(4)
                .withRealtime(
                    RealtimeOptions.DEFAULT
                        .withHelloWait(Duration.ofMillis(50))
                        .withHandshakes(2)));
    RawClient silent = connect();
    until(silent::isClosed);
    assertTrue(silent.wasTold(Notice.Kind.REFUSED));

    RawClient second = connect();
    assertThrows(CompletionException.class, this::connect, "a third within the minute");
    until(second::isClosed);
  }

  @Test
  void inputsAreRecordedAsCommandsAndHaveTheSameEffectInAReplay() {
    RawClient ada = join("ada");
    long entity = spawnOwnedBy(2);
    until(() -> ada.state().entities() == 1);
    List<String> commands = new ArrayList<>();
    world
        .world()
        .attach(
            new WorldTap() {
              @Override
              public void executed(long tick, WorldCommand command, CommandResult result) {
                commands.add(tick + " " + command);
              }
            });

    ada.send(input(ada, 1, entity, "hall/Health", health(75, 2)));
    until(() -> !ada.all(InputDone.class).isEmpty());

    long tick = ada.all(InputDone.class).getFirst().tick();
    assertEquals(
        List.of(
            tick
                + " SetComponent[entity="
                + entity
                + ", component=hall/Health, value={\"points\":75.0,\"lives\":2}]"),
        commands);
  }

  @Test
  void aClientWritesNoMoreInATickThanIsAllowed() {
    RawClient ada = join("ada");
    long entity = spawnOwnedBy(2);
    until(() -> ada.state().entities() == 1);
    int health = ada.component("hall/Health");
    List<Input.Write> writes = new ArrayList<>();
    for (int i = 0; i < Input.WRITES; i++) {
      writes.add(new Input.Write(entity, health, health(i % 100, 1)));
    }
    ada.send(new Input(ada.world().epoch(), 1, 0, writes));
    ada.send(new Input(ada.world().epoch(), 2, 0, writes));
    until(() -> ada.all(InputDone.class).stream().anyMatch(done -> done.sequence() == 2));

    List<Long> ticks = ada.all(InputDone.class).stream().map(InputDone::tick).distinct().toList();
    assertEquals(
        ticks.size() == 1
            ? List.of("input was not taken: more than 256 writes in one tick")
            : List.of(),
        informed(ada));
  }

  @Test
  void anInputOfAnotherEpochOrSeenBeforeChangesNothing() {
    RawClient ada = join("ada");
    long entity = spawnOwnedBy(2);
    until(() -> ada.state().entities() == 1);
    int health = ada.component("hall/Health");
    int epoch = ada.world().epoch();

    ada.send(new Input(epoch + 1, 1, 0, List.of(new Input.Write(entity, health, health(1, 1)))));
    ada.send(new Input(epoch, 5, 0, List.of(new Input.Write(entity, health, health(80, 1)))));
    ada.send(new Input(epoch, 5, 0, List.of(new Input.Write(entity, health, health(2, 1)))));
    ada.send(new Input(epoch, 4, 0, List.of(new Input.Write(entity, health, health(3, 1)))));
    ada.send(new Input(epoch, 6, 0, List.of()));
    until(() -> ada.all(InputDone.class).stream().anyMatch(done -> done.sequence() == 6));

    assertEquals(80f, points(ada, entity), 0.001f);
  }

  @Test
  void whoComesWhileTheWorldStandsStillSeesItToo() {
    long entity = spawnOwnedBy(0);
    RawClient ada = connect().hello(rest.signIn("ada"));
    for (int turn = 0; turn < MOST_TURNS && !ada.hasState(); turn++) {
      world.world().idle();
      ada.tick();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    assertEquals(50f, points(ada, entity), 0.001f);
    long still = world.world().tick();

    until(() -> ada.state().tick() >= still + 2);
    assertEquals(1, ada.fullFrames);
  }

  @Test
  void theServerCountsItsClientsAndFrames() {
    join("ada");
    String metrics = rest.call("GET", "/metrics", "", "").body();
    assertTrue(metrics.contains("vivarium_realtime_clients 1.0"), metrics);
    assertFalse(metrics.contains("vivarium_frames_total 0.0"), metrics);
    assertFalse(metrics.contains("vivarium_frame_bytes_total 0.0"), metrics);
    assertFalse(metrics.contains("vivarium_encode_seconds_count 0"), metrics);
  }
}
