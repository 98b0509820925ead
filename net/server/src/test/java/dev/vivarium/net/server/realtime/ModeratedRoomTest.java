package dev.vivarium.net.server.realtime;

import static dev.vivarium.net.server.realtime.RealtimeHall.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vivarium.net.protocol.realtime.Notice;
import dev.vivarium.net.protocol.realtime.PresenterChanged;
import dev.vivarium.net.protocol.realtime.Target;
import dev.vivarium.net.server.TestClient.Reply;
import dev.vivarium.net.server.TestClient.Session;
import dev.vivarium.net.server.TestClient.Socket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// What is decided about people in a running world, as they feel it over both protocols.
class ModeratedRoomTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @AutoClose private final RealtimeHall hall = RealtimeHall.moderatedBy("boss");
  private final Session boss = hall.rest.signIn("boss");

  private RawClient connect(Session session) {
    RawClient client = hall.connect();
    // What it sends would meet a connection that the server ends.
    client.acknowledges = false;
    return client.hello(session);
  }

  private RawClient enter(Session session) {
    RawClient client = connect(session);
    hall.until(client::isWelcome);
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
    Session ada = hall.rest.signIn("ada");
    RawClient client = enter(ada);

    String stay = "{\"client\":%d,\"reason\":\"too loud\"}".formatted(client.welcome().clientId());
    assertEquals(1, done(boss, "kick", stay).get("kicked").asInt());

    hall.until(client::isClosed);
    client.tick();
    assertEquals("too loud", told(client, Notice.Kind.KICKED));
    enter(ada);
  }

  @Test
  void theBannedAreToldWhyAndMayNot() throws Exception {
    Session ada = hall.rest.signIn("ada");
    RawClient client = enter(ada);

    done(boss, "ban", "{\"username\":\"ada\",\"world\":\"*\",\"reason\":\"vandal\"}");

    hall.until(client::isClosed);
    client.tick();
    assertEquals("vandal", told(client, Notice.Kind.BANNED));
    RawClient again = connect(ada);
    hall.until(again::isClosed);
    again.tick();
    assertEquals("User account banned: vandal.", told(again, Notice.Kind.BANNED));
    assertEquals(0, hall.room().size());
  }

  @Test
  void aBanFromTheWorldReachesThoseWhoCameAsToAMatch() throws Exception {
    Socket socket = hall.rest.signIn("ada").connect();
    JsonNode joined =
        socket.ask("j", "{\"match_join\":{\"match_id\":\"" + hall.match.matchId() + "\"}}");
    assertTrue(joined.has("match"));
    assertEquals(1, hall.room().size());

    done(boss, "ban", "{\"username\":\"ada\",\"world\":\"Hall\"}");

    assertTrue(socket.ask("p", "{\"ping\":{}}").has("pong"));
    hall.until(() -> hall.room().size() == 0);
  }

  @Test
  void theMutedStaySoWhenTheyComeAgain() throws Exception {
    Session ada = hall.rest.signIn("ada");
    RawClient first = enter(ada);
    done(boss, "mute", "{\"username\":\"ada\"}");
    say(first);
    // Once as it comes about, and once for what was said.
    hall.until(() -> timesTold(first, "you are muted") == 2);

    RawClient second = enter(ada);
    say(second);
    hall.until(() -> timesTold(second, "you are muted") == 1);
    Socket socket = ada.connect();
    socket.ask("j", "{\"match_join\":{\"match_id\":\"" + hall.match.matchId() + "\"}}");
    String said = "{\"channel\":\"hall/Up\",\"payload\":{\"n\":1}}";
    socket.send(
        "{\"match_data_send\":{\"match_id\":\"%s\",\"op_code\":\"1\",\"data\":\"%s\"}}"
            .formatted(
                hall.match.matchId(),
                Base64.getEncoder().encodeToString(said.getBytes(StandardCharsets.UTF_8))));

    JsonNode refusal = socket.next("match_data").get("match_data");

    assertEquals("2", refusal.get("op_code").asText());
    byte[] data = Base64.getDecoder().decode(refusal.get("data").asText());
    assertTrue(new String(data, StandardCharsets.UTF_8).contains("muted"));
  }

  private static void say(RawClient client) {
    client.send(message(client, "hall/Up", new Target.Server(), 1));
  }

  @Test
  void aNewRoleIsFeltAtOnceAndThePresenterMoves() throws Exception {
    RawClient ada = enter(hall.rest.signIn("ada"));
    RawClient bob = enter(hall.rest.signIn("bobby"));
    assertEquals(ada.welcome().clientId(), ada.welcome().presenterId());

    done(boss, "role", "{\"username\":\"ada\",\"role\":\"viewer\"}");

    int client = bob.welcome().clientId();
    hall.until(
        () -> bob.all(PresenterChanged.class).stream().anyMatch(now -> now.clientId() == client));
    say(ada);
    hall.until(() -> timesTold(ada, "who only watches sends nothing") == 1);
    JsonNode people = done(boss, "people", "{\"client\":%d}".formatted(client));
    assertTrue(people.at("/people/0/presents").asBoolean());
    assertTrue(people.at("/people/0/bytes_out").asLong() > 0);
  }
}
