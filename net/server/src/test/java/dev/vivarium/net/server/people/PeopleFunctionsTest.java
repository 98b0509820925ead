package dev.vivarium.net.server.people;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vivarium.net.server.ManualTime;
import dev.vivarium.net.server.ServerOptions;
import dev.vivarium.net.server.TestClient;
import dev.vivarium.net.server.TestClient.Reply;
import dev.vivarium.net.server.TestClient.Session;
import dev.vivarium.net.server.TestClient.Socket;
import dev.vivarium.net.server.VivariumServer;
import dev.vivarium.net.server.control.OpenWorld;
import dev.vivarium.net.server.room.Role;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Roles, bans and mutes over real TLS, on a server with two worlds.
class PeopleFunctionsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HTTP_KEY = "http-key-of-this-test";
  private static final String KEY = TestClient.basic("defaultkey");

  private final ManualTime time = new ManualTime();
  private final Hall red = new Hall("red");
  private final Hall blue = new Hall("blue");
  @TempDir private Path folder;
  private VivariumServer server;
  private TestClient client;
  private OpenWorld redMatch;

  @BeforeEach
  void start() throws IOException {
    server =
        VivariumServer.start(
            ServerOptions.builder(time)
                .keptIn(folder)
                .passwordCost(4)
                .httpKey(HTTP_KEY)
                .people(new ServerOptions.People(Role.VIEWER, Set.of("boss", "Chief@example.org")))
                .clock(time)
                .build());
    redMatch = server.open(red);
    var _ = server.open(blue);
    client = new TestClient(server);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private void startAgain() throws IOException {
    stop();
    start();
  }

  private static Reply call(Session session, String function, String json) {
    String body = JSON.getNodeFactory().textNode(json).toString();
    return session.call("POST", "/v2/rpc/vivarium." + function, body);
  }

  private static JsonNode done(Reply reply) {
    assertEquals(200, reply.status(), reply::body);
    try {
      return JSON.readTree(reply.json().get("payload").asText());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void refused(int status, int code, String words, Reply reply) {
    assertEquals(status, reply.status(), reply::body);
    assertEquals(code, reply.code(), reply::body);
    assertTrue(reply.json().get("message").asText().contains(words), reply::body);
  }

  private Role role(Session session, String world) {
    return server.roles().of(UUID.fromString(session.userId()), world);
  }

  private Reply signIn(String name) {
    return client.call(
        "POST", "/v2/account/authenticate/device", KEY, "{\"id\":\"device-" + name + "\"}");
  }

  @Test
  void whoWasGivenNoRoleHasTheDefaultOne() {
    Session ada = client.signIn("ada");

    JsonNode own = done(call(ada, "role", "{\"world\":\"red\"}"));

    assertEquals("viewer", own.get("role").asText());
    assertEquals(ada.userId(), own.get("user_id").asText());
  }

  @Test
  void aRoleIsForOneWorldOrForThoseThatGiveNoOther() throws IOException {
    Session boss = client.signIn("boss");
    Session ada = client.signIn("ada");

    done(call(boss, "role", "{\"username\":\"ada\",\"world\":\"*\",\"role\":\"builder\"}"));
    done(call(boss, "role", "{\"username\":\"ada\",\"world\":\"red\",\"role\":\"player\"}"));

    assertEquals(Role.PLAYER, role(ada, "red"));
    assertEquals(Role.BUILDER, role(ada, "blue"));
    startAgain();
    assertEquals(Role.PLAYER, role(ada, "red"));
    assertEquals(Role.BUILDER, role(ada, "blue"));
    Session again = client.signIn("boss");
    done(call(again, "role", "{\"username\":\"ada\",\"world\":\"red\",\"role\":\"default\"}"));
    assertEquals(Role.BUILDER, role(ada, "red"));
    done(call(again, "role", "{\"username\":\"ada\",\"world\":\"*\",\"role\":\"default\"}"));
    assertEquals(Role.VIEWER, role(ada, "red"));
  }

  @Test
  void roomsHearOfNewRoles() {
    Session boss = client.signIn("boss");
    Session ada = client.signIn("ada");
    long place = red.enter(UUID.fromString(ada.userId()), "ada");

    done(
        call(
            boss,
            "role",
            "{\"client\":%d,\"world\":\"red\",\"role\":\"builder\"}".formatted(place)));
    done(call(boss, "role", "{\"username\":\"ada\",\"world\":\"*\",\"role\":\"admin\"}"));

    assertEquals(List.of("role BUILDER", "role BUILDER"), red.notes());
    assertEquals(List.of("role ADMIN of nobody"), blue.notes());
  }

  @Test
  void operatorsAreAdminsWhenTheirAccountIsMadeLaterToo() throws IOException {
    Session boss = client.signIn("boss");
    String chief = "{\"email\":\"chief@example.org\",\"password\":\"long enough\"}";
    Reply signedIn = client.call("POST", "/v2/account/authenticate/email?username=c&", KEY, chief);
    assertEquals(200, signedIn.status());

    assertEquals(Role.ADMIN, role(boss, "red"));
    startAgain();
    assertEquals(Role.ADMIN, role(boss, "blue"));
    assertEquals("admin", ownRole(signedIn));
  }

  @Test
  void anOperatorsNameIsWorthNothingToWhoTakesItLater() {
    Session boss = client.signIn("boss");
    assertEquals(Role.ADMIN, role(boss, "red"));
    assertEquals(200, boss.call("PUT", "/v2/account", "{\"username\":\"renamed\"}").status());
    Reply thief = signInAsThief("boss");

    assertEquals("viewer", ownRole(thief));
    assertEquals(Role.ADMIN, role(boss, "red"));
  }

  @Test
  void aUserNameThatLooksLikeTheAddressIsNoOperator() {
    Reply thief = signInAsThief(URLEncoder.encode("chief@example.org", StandardCharsets.UTF_8));

    assertEquals("viewer", ownRole(thief));
  }

  private Reply signInAsThief(String username) {
    Reply thief =
        client.call(
            "POST",
            "/v2/account/authenticate/device?username=" + username + "&",
            KEY,
            "{\"id\":\"device-of-thief\"}");
    assertEquals(200, thief.status());
    return thief;
  }

  /// In all worlds, as who has signed in is told it.
  private String ownRole(Reply signedIn) {
    String token = "Bearer " + signedIn.json().get("token").asText();
    Reply role =
        client.call("POST", "/v2/rpc/vivarium.role", token, "\"{\\\"world\\\":\\\"*\\\"}\"");
    return done(role).get("role").asText();
  }

  @Test
  void whoHasNotTheRoleIsRefusedEachFunction() {
    Session ada = client.signIn("ada");
    client.signIn("bobby");
    String bob = "{\"username\":\"bobby\",\"world\":\"red\"}";

    for (String function : List.of("role", "kick", "ban", "unban", "mute")) {
      refused(403, 7, "no admin of red", call(ada, function, bob));
    }
    refused(
        403,
        7,
        "no admin of every world",
        call(ada, "ban", "{\"username\":\"bobby\",\"world\":\"*\"}"));
    refused(403, 7, "Only the presenter", call(ada, "present", "{\"client\":2,\"world\":\"red\"}"));
    assertEquals(List.of(), red.notes());
  }

  @Test
  void theSocketRefusesThemInItsOwnWay() {
    Session ada = client.signIn("ada");
    client.signIn("bobby");
    Socket socket = ada.connect();

    JsonNode reply =
        socket.ask(
            "1",
            "{\"rpc\":{\"id\":\"vivarium.ban\",\"payload\":"
                + "\"{\\\"world\\\":\\\"red\\\",\\\"username\\\":\\\"bobby\\\"}\"}}");

    assertEquals(7, reply.at("/error/code").asInt());
    assertEquals("You are no admin of red.", reply.at("/error/message").asText());
  }

  @Test
  void theHttpKeyIsTheOperators() {
    Session ada = client.signIn("ada");
    String json = "{\"username\":\"ada\",\"world\":\"*\",\"role\":\"admin\"}";
    String path =
        "/v2/rpc/vivarium.role?http_key=%s&payload=%s"
            .formatted(HTTP_KEY, URLEncoder.encode(json, StandardCharsets.UTF_8));

    assertEquals("admin", done(client.call("GET", path, "", "")).get("role").asText());

    assertEquals(Role.ADMIN, role(ada, "red"));
    refused(401, 16, "HTTP key", client.call("GET", path.replace(HTTP_KEY, "another"), "", ""));
  }

  @Test
  void adminsOfOneWorldAreAdminsOfThatOne() {
    Session boss = client.signIn("boss");
    Session ada = client.signIn("ada");
    client.signIn("bobby");
    done(call(boss, "role", "{\"username\":\"ada\",\"world\":\"red\",\"role\":\"admin\"}"));

    done(call(ada, "ban", "{\"username\":\"bobby\",\"world\":\"red\"}"));
    refused(403, 7, "blue", call(ada, "ban", "{\"username\":\"bobby\",\"world\":\"blue\"}"));
    refused(403, 7, "every", call(ada, "ban", "{\"username\":\"bobby\",\"world\":\"*\"}"));
    refused(403, 7, "operator", call(ada, "kick", "{\"username\":\"boss\",\"world\":\"red\"}"));
    done(call(boss, "role", "{\"username\":\"bobby\",\"world\":\"*\",\"role\":\"admin\"}"));
    refused(403, 7, "every world", call(ada, "mute", "{\"username\":\"bobby\",\"world\":\"red\"}"));
    refused(400, 3, "yourself", call(ada, "ban", "{\"username\":\"ada\",\"world\":\"red\"}"));
  }

  @Test
  void theBannedAreKeptOutOfTheServerUntilTheirTimeIsOver() throws IOException {
    Session boss = client.signIn("boss");
    Session ada = client.signIn("ada");
    Socket open = ada.connect();
    red.enter(UUID.fromString(ada.userId()), "ada");
    String words = "User account banned until 2026-11-21T13:00:00Z: spam.";

    JsonNode ban =
        done(
            call(
                boss,
                "ban",
                "{\"username\":\"ada\",\"world\":\"*\",\"reason\":\"spam\",\"seconds\":3600}"));

    assertEquals("2026-11-21T13:00:00Z", ban.get("until").asText());
    assertEquals(1008, open.closeCode());
    assertEquals(List.of("expel spam"), red.notes());
    refused(403, 7, words, signIn("ada"));
    refused(403, 7, words, ada.call("GET", "/v2/account", ""));
    refused(403, 7, words, refresh(ada));
    assertThrows(CompletionException.class, ada::connect);
    assertTrue(server.principal(ada.token()).isEmpty());
    startAgain();
    refused(403, 7, words, signIn("ada"));
    time.pass(Duration.ofHours(1));
    assertEquals(200, signIn("ada").status());
    assertEquals(200, refresh(ada).status());
  }

  private Reply refresh(Session session) {
    return client.call(
        "POST",
        "/v2/account/session/refresh",
        KEY,
        "{\"token\":\"" + session.refreshToken() + "\"}");
  }

  @Test
  void aBanIsLifted() {
    Session boss = client.signIn("boss");
    Session ada = client.signIn("ada");
    done(call(boss, "ban", "{\"user_id\":\"" + ada.userId() + "\",\"world\":\"*\"}"));
    refused(403, 7, "User account banned.", signIn("ada"));

    String user = "{\"username\":\"ada\",\"world\":\"*\"}";
    assertTrue(done(call(boss, "unban", user)).get("was_banned").asBoolean());

    assertEquals(200, signIn("ada").status());
    assertFalse(done(call(boss, "unban", user)).get("was_banned").asBoolean());
  }

  @Test
  void aBanFromOneWorldLeavesTheOthersOpen() {
    Session boss = client.signIn("boss");
    Session ada = client.signIn("ada");
    Socket socket = ada.connect();
    done(call(boss, "ban", "{\"username\":\"ada\",\"world\":\"red\",\"reason\":\"shouting\"}"));

    JsonNode refused = join(socket, redMatch.matchId());
    JsonNode allowed = join(socket, blue.id() + ".vivarium");

    assertEquals(5, refused.at("/error/code").asInt());
    assertEquals("User account banned from red: shouting.", refused.at("/error/message").asText());
    assertTrue(allowed.has("match"), allowed::toString);
    assertTrue(server.ban(UUID.fromString(ada.userId()), "red").isPresent());
    assertTrue(server.ban(UUID.fromString(ada.userId()), "blue").isEmpty());
  }

  private static JsonNode join(Socket socket, String matchId) {
    return socket.ask("j", "{\"match_join\":{\"match_id\":\"" + matchId + "\"}}");
  }

  @Test
  void kicksEveryStayOfAUser() {
    Session boss = client.signIn("boss");
    UUID ada = UUID.fromString(client.signIn("ada").userId());
    red.enter(ada, "ada");
    long second = red.enter(ada, "ada");

    JsonNode kicked =
        done(
            call(
                boss,
                "kick",
                "{\"client\":%d,\"world\":\"red\",\"reason\":\"out\"}".formatted(second)));

    assertEquals(2, kicked.get("kicked").asInt());
    assertEquals(List.of("kick 2 out", "kick 3 out"), red.notes());
  }

  @Test
  void theMutedAreHeardNeitherInChannelsNorByOthersInAMatch() {
    Session boss = client.signIn("boss");
    Session ada = client.signIn("ada");
    red.enter(UUID.fromString(ada.userId()), "ada");
    Socket socket = ada.connect();
    String channel =
        socket
            .ask("c", "{\"channel_join\":{\"target\":\"lobby\",\"type\":1}}")
            .at("/channel/id")
            .asText();
    String match = socket.ask("m", "{\"match_create\":{}}").at("/match/match_id").asText();
    String muting = "{\"username\":\"ada\",\"world\":\"red\",\"muted\":%s}";

    done(call(boss, "mute", muting.formatted("true")));

    assertEquals("You are muted", say(socket, channel).at("/error/message").asText());
    send(socket, match);
    assertEquals("You are muted", socket.next("error").at("/error/message").asText());
    done(call(boss, "mute", muting.formatted("false")));
    assertTrue(say(socket, channel).has("channel_message_ack"));
    assertEquals(List.of("mute 2", "unmute 2"), red.notes());
  }

  private static JsonNode say(Socket socket, String channel) {
    return socket.ask(
        "s", "{\"channel_message_send\":{\"channel_id\":\"" + channel + "\",\"content\":\"{}\"}}");
  }

  private static void send(Socket socket, String matchId) {
    socket.send(
        "{\"match_data_send\":{\"match_id\":\"" + matchId + "\",\"op_code\":\"1\",\"data\":\"\"}}");
  }

  @Test
  void aMuteIsLifted() {
    Session boss = client.signIn("boss");
    red.enter(UUID.fromString(client.signIn("ada").userId()), "ada");
    String ada = "{\"username\":\"ada\",\"world\":\"red\"%s}";
    done(call(boss, "mute", ada.formatted("")));

    assertTrue(
        done(call(boss, "mute", ada.formatted(",\"muted\":false"))).get("was_muted").asBoolean());

    assertEquals(List.of("mute 2", "unmute 2"), red.notes());
  }

  @Test
  void thePresenterHandsItsPlaceOver() {
    Session ada = client.signIn("ada");
    Session bob = client.signIn("bobby");
    red.enter(UUID.fromString(ada.userId()), "ada");
    red.enter(UUID.fromString(bob.userId()), "bobby");

    refused(403, 7, "Only", call(bob, "present", "{\"client\":3,\"world\":\"red\"}"));
    done(call(ada, "present", "{\"client\":3,\"world\":\"red\"}"));
    refused(403, 7, "Only", call(ada, "present", "{\"client\":2,\"world\":\"red\"}"));
    done(call(client.signIn("boss"), "present", "{\"client\":2,\"world\":\"red\"}"));

    assertTrue(red.people().getFirst().presents());
    refused(400, 9, "Client 9", call(ada, "present", "{\"client\":9,\"world\":\"red\"}"));
  }

  @Test
  void showsWhoIsThereAndTheirTrafficToBuilders() {
    Session boss = client.signIn("boss");
    Session ada = client.signIn("ada");
    for (int i = 0; i < 3; i++) red.enter(UUID.fromString(ada.userId()), "ada");

    JsonNode plain = done(call(ada, "people", "{\"world\":\"red\",\"limit\":2}"));
    JsonNode rest = done(call(ada, "people", "{\"world\":\"red\",\"after\":3}"));
    JsonNode one = done(call(boss, "people", "{\"world\":\"red\",\"client\":3}"));

    assertEquals(2, plain.get("people").size());
    assertEquals(3, plain.get("next").asInt());
    assertEquals("ada", plain.at("/people/0/username").asText());
    assertTrue(plain.at("/people/0/presents").asBoolean());
    assertFalse(plain.at("/people/0").has("ping_ns"));
    assertEquals(1, rest.get("people").size());
    assertFalse(rest.has("next"));
    assertEquals(5, one.at("/people/0/ping_ns").asInt());
    assertEquals(8, one.at("/people/0/bytes_by_component").get("a/B").asInt());
  }

  @Test
  void refusesWhatItDoesNotUnderstand() {
    Session boss = client.signIn("boss");
    client.signIn("ada");

    refused(400, 3, "world is required", call(boss, "kick", "{\"username\":\"ada\"}"));
    refused(
        404,
        5,
        "no world green. Here there are: blue, red.",
        call(boss, "people", "{\"world\":\"green\"}"));
    refused(404, 5, "not found", call(boss, "ban", "{\"world\":\"red\",\"username\":\"eve\"}"));
    refused(404, 5, "Client 7", call(boss, "kick", "{\"world\":\"red\",\"client\":7}"));
    refused(400, 3, "one world", call(boss, "kick", "{\"world\":\"*\",\"client\":7}"));
    refused(400, 3, "One of", call(boss, "ban", "{\"world\":\"red\"}"));
    refused(
        400,
        3,
        "Unknown field secnds",
        call(boss, "ban", "{\"world\":\"red\",\"username\":\"ada\",\"secnds\":5}"));
    refused(
        400,
        3,
        "seconds must be",
        call(boss, "ban", "{\"world\":\"red\",\"username\":\"ada\",\"seconds\":0}"));
    refused(
        400,
        3,
        "reason must be",
        call(boss, "ban", "{\"world\":\"red\",\"username\":\"ada\",\"reason\":\"a\\u0007b\"}"));
    refused(
        400,
        3,
        "role must be",
        call(boss, "role", "{\"world\":\"red\",\"username\":\"ada\",\"role\":\"king\"}"));
    refused(400, 3, "no JSON object", call(boss, "people", "[[[[[]]]]]"));
    refused(400, 3, "4096", call(boss, "people", " ".repeat(4_097)));
  }

  @Test
  void twoWorldsOfOneNameAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> server.open(new Hall("red")));
  }
}
