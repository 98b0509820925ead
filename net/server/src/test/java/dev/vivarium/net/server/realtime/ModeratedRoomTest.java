package dev.vivarium.net.server.realtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vivarium.engine.plugin.WatPlugin;
import dev.vivarium.engine.world.TestWorld;
import dev.vivarium.net.protocol.realtime.Notice;
import dev.vivarium.net.protocol.realtime.PresenterChanged;
import dev.vivarium.net.protocol.realtime.RemoteMessage;
import dev.vivarium.net.protocol.realtime.Target;
import dev.vivarium.net.server.ServerOptions;
import dev.vivarium.net.server.ServerOptions.People;
import dev.vivarium.net.server.TestClient;
import dev.vivarium.net.server.TestClient.Reply;
import dev.vivarium.net.server.TestClient.Session;
import dev.vivarium.net.server.TestClient.Socket;
import dev.vivarium.net.server.VivariumServer;
import dev.vivarium.net.server.control.OpenWorld;
import dev.vivarium.net.server.room.Role;
import dev.vivarium.net.server.room.Room;
import dev.vivarium.net.server.room.RoomOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is decided about people in a running world, as they feel it over both protocols.
class ModeratedRoomTest {
  private static final int MOST_TURNS = 10_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Hears numbers.
  private static final WatPlugin HALL =
      WatPlugin.describedBy(
              """
              {"abi": 1,
               "messages": [
                 {"name": "Up", "locality": "remote", "fields": [{"name": "n", "type": "i32"}]}],
               "systems": [{"name": "hear", "subscribes": [0]}]}
              """)
          .system("(drop (call $inbox (local.get $f)))");

  private final List<RawClient> clients = new ArrayList<>();
  private TestWorld world;
  private Room room;
  private VivariumServer server;
  private OpenWorld match;
  private TestClient rest;
  private Session boss;

  @BeforeEach
  void open() throws Exception {
    server =
        VivariumServer.start(
            ServerOptions.of(Optional.empty(), 0, InstantSource.system())
                .withPeople(new People(Role.PLAYER, Set.of("boss")))
                .withPasswordCost(4));
    world = new TestWorld();
    world.add("hall", HALL);
    room =
        new Room(
            Room.idOf("Hall"),
            "Hall",
            "{\"world\":\"Hall\"}",
            60,
            RoomOptions.DEFAULT.withRoles(server.roles()));
    world.world().link(room);
    match = server.host(room);
    rest = new TestClient(server);
    boss = rest.signIn("boss");
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

  private void until(BooleanSupplier so) {
    for (int turn = 0; turn < MOST_TURNS && !so.getAsBoolean(); turn++) {
      world.tick(1);
      clients.forEach(RawClient::tick);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    assertTrue(so.getAsBoolean(), () -> clients.stream().map(c -> c.received).toList().toString());
  }

  private RawClient connect(Session session) {
    RawClient client = new RawClient(server);
    // What it sends would meet a connection that the server ends.
    client.acknowledges = false;
    clients.add(client);
    return client.hello(session);
  }

  private RawClient enter(Session session) {
    RawClient client = connect(session);
    until(client::isWelcome);
    return client;
  }

  private static JsonNode done(Session session, String function, String json) throws IOException {
    Reply reply =
        session.call(
            "POST",
            "/v2/rpc/vivarium." + function,
            JSON.getNodeFactory().textNode(json).toString());
    assertEquals(200, reply.status(), reply::body);
    return JSON.readTree(reply.json().get("payload").asText());
  }

  private static long timesTold(RawClient client, String words) {
    return client.all(Notice.class).stream().filter(n -> n.reason().equals(words)).count();
  }

  private static String told(RawClient client, Notice.Kind kind) {
    return client.all(Notice.class).stream()
        .filter(notice -> notice.kind() == kind)
        .findFirst()
        .orElseThrow()
        .reason();
  }

  @Test
  void theKickedAreToldWhyAndMayComeBack() throws Exception {
    Session ada = rest.signIn("ada");
    RawClient client = enter(ada);

    String stay = "{\"client\":%d,\"reason\":\"too loud\"}".formatted(client.welcome().clientId());
    assertEquals(1, done(boss, "kick", stay).get("kicked").asInt());

    until(client::isClosed);
    client.tick();
    assertEquals("too loud", told(client, Notice.Kind.KICKED));
    enter(ada);
  }

  @Test
  void theBannedAreToldWhyAndMayNot() throws Exception {
    Session ada = rest.signIn("ada");
    RawClient client = enter(ada);

    done(boss, "ban", "{\"username\":\"ada\",\"world\":\"*\",\"reason\":\"vandal\"}");

    until(client::isClosed);
    client.tick();
    assertEquals("vandal", told(client, Notice.Kind.BANNED));
    RawClient again = connect(ada);
    until(again::isClosed);
    again.tick();
    assertEquals("User account banned: vandal.", told(again, Notice.Kind.BANNED));
    assertEquals(0, room.size());
  }

  @Test
  void aBanFromTheWorldReachesThoseWhoCameAsToAMatch() throws Exception {
    Socket socket = rest.signIn("ada").connect();
    JsonNode joined =
        socket.ask("j", "{\"match_join\":{\"match_id\":\"" + match.matchId() + "\"}}");
    assertTrue(joined.has("match"));
    assertEquals(1, room.size());

    done(boss, "ban", "{\"username\":\"ada\",\"world\":\"Hall\"}");

    assertTrue(socket.ask("p", "{\"ping\":{}}").has("pong"));
    until(() -> room.size() == 0);
  }

  @Test
  void theMutedStaySoWhenTheyComeAgain() throws Exception {
    Session ada = rest.signIn("ada");
    RawClient first = enter(ada);
    done(boss, "mute", "{\"username\":\"ada\"}");
    say(first);
    // Once as it comes about, and once for what was said.
    until(() -> timesTold(first, "you are muted") == 2);

    RawClient second = enter(ada);
    say(second);
    until(() -> timesTold(second, "you are muted") == 1);
    Socket socket = ada.connect();
    socket.ask("j", "{\"match_join\":{\"match_id\":\"" + match.matchId() + "\"}}");
    String said = "{\"channel\":\"hall/Up\",\"payload\":{\"n\":1}}";
    socket.send(
        "{\"match_data_send\":{\"match_id\":\"%s\",\"op_code\":\"1\",\"data\":\"%s\"}}"
            .formatted(
                match.matchId(),
                Base64.getEncoder().encodeToString(said.getBytes(StandardCharsets.UTF_8))));

    JsonNode refusal = socket.next("match_data").get("match_data");

    assertEquals("2", refusal.get("op_code").asText());
    byte[] data = Base64.getDecoder().decode(refusal.get("data").asText());
    assertTrue(new String(data, StandardCharsets.UTF_8).contains("muted"));
  }

  private static void say(RawClient client) {
    byte[] payload = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(1).array();
    client.send(
        new RemoteMessage(
            client.world().epoch(), client.channel("hall/Up"), 0, new Target.Server(), payload));
  }

  @Test
  void aNewRoleIsFeltAtOnceAndThePresenterMoves() throws Exception {
    RawClient ada = enter(rest.signIn("ada"));
    RawClient bob = enter(rest.signIn("bobby"));
    assertEquals(ada.welcome().clientId(), ada.welcome().presenterId());

    done(boss, "role", "{\"username\":\"ada\",\"role\":\"viewer\"}");

    int client = bob.welcome().clientId();
    until(() -> bob.all(PresenterChanged.class).stream().anyMatch(now -> now.clientId() == client));
    say(ada);
    until(() -> timesTold(ada, "who only watches sends nothing") == 1);
    JsonNode people = done(boss, "people", "{\"client\":%d}".formatted(client));
    assertTrue(people.at("/people/0/presents").asBoolean());
    assertTrue(people.at("/people/0/bytes_out").asLong() > 0);
  }
}
