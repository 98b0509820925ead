package dev.vivarium.net.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.net.server.ServerOptions.AttemptLimits;
import dev.vivarium.net.server.TestClient.Reply;
import dev.vivarium.net.server.TestClient.Session;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Requests over real TLS: who may what, and what is refused with which code.
class RestTest {
  private static final String KEY = TestClient.basic("defaultkey");

  private final ManualTime time = new ManualTime();
  private VivariumServer server;
  private TestClient client;

  @BeforeEach
  void start() throws IOException {
    server =
        VivariumServer.start(
            ServerOptions.builder(time)
                .passwordCost(4)
                .attempts(
                    new AttemptLimits(3, Duration.ofMinutes(1), 6, Duration.ofMinutes(10), 1_000))
                .clock(time)
                .build());
    client = new TestClient(server);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private Reply signIn(String kind, String query, String body) {
    return client.call("POST", "/v2/account/authenticate/" + kind + query, KEY, body);
  }

  private static void assertRefused(int status, int code, Reply reply) {
    assertEquals(status, reply.status(), reply::body);
    assertEquals(code, reply.code(), reply::body);
    assertEquals(reply.json().get("message"), reply.json().get("error"));
  }

  @Test
  void answersWhoeverAsksWhetherItLives() {
    assertEquals(new Reply(200, ""), client.call("GET", "/", "", ""));
    assertEquals(new Reply(200, "{}"), client.call("GET", "/healthcheck", "", ""));
    String metrics = client.call("GET", "/metrics", "", "").body();
    assertTrue(
        metrics.contains("vivarium_requests_total{route=\"GET /healthcheck\",status=\"200\"}"));
  }

  @Test
  void refusesWhatIsNotThereAndWhatIsElsewhere() {
    assertRefused(404, 5, client.call("GET", "/v2/nothing", "", ""));
    assertRefused(501, 12, client.call("GET", "/v2/friend", "", ""));
    assertRefused(501, 12, client.call("POST", "/v2/account/authenticate/steam", KEY, "{}"));
    assertRefused(501, 12, client.call("DELETE", "/v2/account", "", ""));
  }

  @Test
  void takesIdsOfTheAllowedLengthOnly() {
    assertRefused(400, 3, signIn("device", "", "{\"id\":\"" + "d".repeat(9) + "\"}"));
    assertEquals(200, signIn("device", "", "{\"id\":\"" + "d".repeat(10) + "\"}").status());
    assertEquals(200, signIn("device", "", "{\"id\":\"" + "d".repeat(128) + "\"}").status());
    assertRefused(400, 3, signIn("device", "", "{\"id\":\"" + "d".repeat(129) + "\"}"));
    assertRefused(400, 3, signIn("custom", "", "{\"id\":\"" + "c".repeat(5) + "\"}"));
    assertEquals(200, signIn("custom", "", "{\"id\":\"" + "c".repeat(6) + "\"}").status());
    assertRefused(400, 3, signIn("device", "", "{\"id\":\"with a blank\"}"));
    assertRefused(400, 3, signIn("device", "", "{}"));
    String name = "?username=" + "n".repeat(129);
    assertRefused(400, 3, signIn("custom", name, "{\"id\":\"custom\"}"));
  }

  @Test
  void takesTheServerKeyOnly() {
    String path = "/v2/account/authenticate/device";
    String body = "{\"id\":\"device-0001\"}";
    for (String header :
        new String[] {"", "Basic", "Basic !", TestClient.basic("other"), "Bearer x"}) {
      assertRefused(401, 16, client.call("POST", path, header, body));
    }
  }

  @Test
  void ignoresFieldsItDoesNotKnowAndRefusesOtherTypes() {
    assertEquals(200, signIn("device", "", "{\"id\":\"device-0001\",\"new\":[1]}").status());
    assertRefused(400, 3, signIn("device", "", "{\"id\":5}"));
    assertRefused(400, 3, signIn("device", "", "[]"));
    assertRefused(400, 3, signIn("device", "", "{"));
    assertRefused(400, 3, signIn("device", "?create=perhaps", "{\"id\":\"device-0001\"}"));
  }

  @Test
  void locksAnAccountAfterWrongPasswordsForAMinute() {
    String right = "{\"email\":\"bob@example.org\",\"password\":\"correct horse\"}";
    String wrong = "{\"email\":\"bob@example.org\",\"password\":\"wrong horse\"}";
    assertEquals(200, signIn("email", "", right).status());
    for (int i = 0; i < 3; i++) assertRefused(401, 16, signIn("email", "", wrong));
    assertRefused(429, 8, signIn("email", "", right));
    time.pass(Duration.ofSeconds(59));
    assertRefused(429, 8, signIn("email", "", right));
    time.pass(Duration.ofSeconds(1));
    assertEquals(200, signIn("email", "", right).status());
  }

  @Test
  void locksAnAddressThatGuessesAtManyAccounts() {
    for (int i = 0; i < 6; i++) {
      String body = "{\"email\":\"nobody" + i + "@example.org\",\"password\":\"some password\"}";
      assertRefused(404, 5, signIn("email", "?create=false", body));
    }
    assertRefused(429, 8, signIn("device", "", "{\"id\":\"device-0001\"}"));
    time.pass(Duration.ofMinutes(10));
    assertEquals(200, signIn("device", "", "{\"id\":\"device-0001\"}").status());
  }

  @Test
  void aTokenEndsWithItsTimeAndARefreshTokenMakesANewOne() {
    Session alice = client.signIn("alice");
    time.pass(Duration.ofSeconds(7_199));
    assertEquals(200, alice.call("GET", "/v2/account", "").status());
    time.pass(Duration.ofSeconds(2));
    assertRefused(401, 16, alice.call("GET", "/v2/account", ""));
    String body = "{\"token\":\"" + alice.refreshToken() + "\"}";
    Reply refreshed = client.call("POST", "/v2/account/session/refresh", KEY, body);
    String token = refreshed.json().get("token").asText();
    assertEquals(200, client.call("GET", "/v2/account", "Bearer " + token, "").status());
    time.pass(Duration.ofDays(1));
    assertRefused(401, 16, client.call("POST", "/v2/account/session/refresh", KEY, body));
  }

  @Test
  void aTokenThatSomebodyElseSignedIsNone() {
    Session alice = client.signIn("alice");
    String[] parts = alice.token().split("\\.", -1);
    String none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0." + parts[1] + ".";
    String changed =
        parts[0] + "." + client.signIn("bobby").token().split("\\.", -1)[1] + "." + parts[2];
    for (String token : new String[] {none, changed, alice.refreshToken(), "", "x", "a.b.c"}) {
      assertRefused(401, 16, client.call("GET", "/v2/account", "Bearer " + token, ""));
    }
  }

  @Test
  void logsOutNobodyElse() {
    Session alice = client.signIn("alice");
    Session bob = client.signIn("bobby");
    String body = "{\"token\":\"" + bob.token() + "\"}";
    assertRefused(400, 3, alice.call("POST", "/v2/session/logout", body));
    assertEquals(200, bob.call("GET", "/v2/account", "").status());
  }

  @Test
  void showsOwnAccountsWholeAndOthersInPart() {
    Session alice = client.signIn("alice");
    client.signIn("bobby");
    assertEquals(
        "device-alice", alice.call("GET", "/v2/account", "").json().at("/devices/0/id").asText());
    JsonNode users = alice.call("GET", "/v2/user?ids=&usernames=bobby&", "").json().get("users");
    assertEquals(1, users.size());
    assertFalse(users.toString().contains("device-"));
    assertRefused(400, 3, alice.call("GET", "/v2/user?ids=1", ""));
  }

  @Test
  void objectsAreReadAndWrittenByWhomTheirPermissionsSay() {
    Session owner = client.signIn("owner");
    Session other = client.signIn("other");
    for (int read = 0; read <= 2; read++) {
      for (int write = 0; write <= 1; write++) {
        String key = "k" + read + write;
        assertEquals(200, write(owner, key, "{\"a\":1}", "", read, write).status());
        assertEquals(read >= 1 ? 1 : 0, read(owner, owner, key), key);
        assertEquals(read == 2 ? 1 : 0, read(other, owner, key), key);
        Reply again = write(owner, key, "{\"a\":2}", "", read, write);
        assertEquals(write == 1 ? 200 : 400, again.status(), key);
        assertEquals(200, write(other, key, "{\"mine\":1}", "", 1, 1).status());
      }
    }
    assertRefused(400, 3, write(owner, "k", "{}", "", 3, 1));
    assertRefused(400, 3, write(owner, "k", "{}", "", 1, 2));
  }

  private static Reply write(
      Session session, String key, String value, String version, int read, int write) {
    return session.call(
        "PUT", "/v2/storage", "{\"objects\":[" + object(key, value, version, read, write) + "]}");
  }

  private static String object(String key, String value, String version, int read, int write) {
    return "{\"collection\":\"c\",\"key\":\""
        + key
        + "\",\"value\":\""
        + value.replace("\"", "\\\"")
        + "\",\"version\":\""
        + version
        + "\",\"permission_read\":"
        + read
        + ",\"permission_write\":"
        + write
        + "}";
  }

  private static int read(Session session, Session owner, String key) {
    String id =
        "{\"collection\":\"c\",\"key\":\"" + key + "\",\"user_id\":\"" + owner.userId() + "\"}";
    return session
        .call("POST", "/v2/storage", "{\"object_ids\":[" + id + "]}")
        .json()
        .path("objects")
        .size();
  }

  @Test
  void aBatchWithAWrongVersionWritesNothing() {
    Session alice = client.signIn("alice");
    String version =
        write(alice, "k", "{\"a\":1}", "*", 1, 1).json().at("/acks/0/version").asText();
    assertRefused(400, 3, write(alice, "k", "{\"a\":2}", "*", 1, 1));
    String batch = object("new", "{}", "", 1, 1) + "," + object("k", "{}", "wrong", 1, 1);
    assertRefused(400, 3, alice.call("PUT", "/v2/storage", "{\"objects\":[" + batch + "]}"));
    assertEquals(0, read(alice, alice, "new"));
    assertEquals(200, write(alice, "k", "{\"a\":3}", version, 1, 1).status());
    assertRefused(400, 3, write(alice, "k", "no object", "", 1, 1));
  }

  @Test
  void aCursorIsOfItsListOnly() {
    Session alice = client.signIn("alice");
    for (String key : new String[] {"a", "b"}) write(alice, key, "{}", "", 2, 1);
    JsonNode page = alice.call("GET", "/v2/storage/c?limit=1&", "").json();
    String cursor = page.get("cursor").asText();
    JsonNode next = alice.call("GET", "/v2/storage/c?limit=1&cursor=" + cursor, "").json();
    assertEquals("b", next.at("/objects/0/key").asText());
    assertFalse(next.has("cursor"));
    assertRefused(400, 3, alice.call("GET", "/v2/storage/d?cursor=" + cursor, ""));
    assertRefused(400, 3, alice.call("GET", "/v2/storage/c?cursor=%00", ""));
    assertRefused(400, 3, alice.call("GET", "/v2/storage/c?limit=0", ""));
    assertRefused(400, 3, alice.call("GET", "/v2/storage/c?limit=101", ""));
  }

  @Test
  void aBodyOverTheLimitIsRefusedAndTheServerGoesOn() {
    Session alice = client.signIn("alice");
    String body = "{\"location\":\"" + "x".repeat(256 * 1024) + "\"}";
    assertEquals(413, alice.call("PUT", "/v2/account", body).status());
    assertEquals(200, alice.call("GET", "/v2/account", "").status());
  }

  @Test
  void refusesToListenBeyondLoopbackWithTheKeyEverybodyKnows() {
    ServerOptions open = ServerOptions.builder(InstantSource.system()).host("0.0.0.0").build();
    var refused = assertThrows(IllegalArgumentException.class, () -> VivariumServer.start(open));
    assertTrue(String.valueOf(refused.getMessage()).contains("server key"));
  }
}
