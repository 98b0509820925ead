package dev.vivarium.net.server.realtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.net.protocol.realtime.Notice;
import dev.vivarium.net.server.ManualTime;
import dev.vivarium.net.server.ServerOptions;
import dev.vivarium.net.server.ServerOptions.AttemptLimits;
import dev.vivarium.net.server.TestClient;
import dev.vivarium.net.server.TestClient.Reply;
import dev.vivarium.net.server.TestClient.Session;
import dev.vivarium.net.server.TestHall;
import dev.vivarium.net.server.VivariumServer;
import dev.vivarium.net.server.room.RoomOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tokens and keys that are worth nothing, tried at every door: requests, both sockets, refreshing.
class TokenAbuseTest {
  private static final String KEY = TestClient.basic("defaultkey");
  private static final int MOST_TURNS = 10_000;

  private final ManualTime time = new ManualTime();
  @TempDir private Path folder;
  private VivariumServer server;
  private TestClient client;
  private TestHall hall;

  @BeforeEach
  void start() throws IOException {
    hall = new TestHall(RoomOptions.DEFAULT);
    server = start(folder);
    var _ = server.host(hall.room());
    client = new TestClient(server);
  }

  private VivariumServer start(Path kept) throws IOException {
    return VivariumServer.start(
        ServerOptions.builder(time)
            .keptIn(kept)
            .passwordCost(4)
            .attempts(
                new AttemptLimits(5, Duration.ofMinutes(1), 10_000, Duration.ofMinutes(10), 10_000))
            .clock(time)
            .build());
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
    hall.close();
  }

  /// The token opens no door.
  private void opensNothing(String token) {
    refused(client.call("GET", "/v2/account", "Bearer " + token, ""));
    refused(client.call("POST", "/v2/rpc/vivarium.role", "Bearer " + token, "\"\""));
    assertThrows(
        CompletionException.class, () -> client.connect("/ws?token=" + token).join(), "/ws");
    try (RawClient raw = new RawClient(server)) {
      raw.hello(new Session(client, "", token, ""));
      for (int turn = 0; turn < MOST_TURNS && !raw.isClosed(); turn++) {
        raw.tick();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
      assertTrue(raw.isClosed(), "/realtime");
      assertTrue(raw.wasTold(Notice.Kind.REFUSED), "/realtime");
    }
    assertEquals(0, hall.room().size());
  }

  private static void refused(Reply reply) {
    assertEquals(401, reply.status(), reply::body);
    assertEquals(16, reply.code(), reply::body);
  }

  private Reply refresh(String token) {
    return client.call("POST", "/v2/account/session/refresh", KEY, "{\"token\":\"" + token + "\"}");
  }

  @Test
  void aTokenIsWorthNothingAfterLogoutEvenToTheServerStartedAgain() throws IOException {
    Session ada = client.signIn("ada");
    assertEquals(200, ada.call("POST", "/v2/session/logout", "{}").status());

    opensNothing(ada.token());
    refused(refresh(ada.refreshToken()));
    stop();
    start();
    opensNothing(ada.token());
    refused(refresh(ada.refreshToken()));
  }

  @Test
  void aTokenOfAnotherServerOrOfNobodyIsWorthNothing(@TempDir Path elsewhere) throws IOException {
    Session ada = client.signIn("ada");
    String[] parts = ada.token().split("\\.", -1);
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    String longer = claims.replaceFirst("\"exp\":\\d+", "\"exp\":99999999999");

    for (String forged :
        List.of(
            encoded("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + parts[1] + ".",
            encoded("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + parts[1] + "." + parts[2],
            parts[0] + "." + encoded(longer) + "." + parts[2],
            parts[0] + "." + parts[1] + "." + parts[2].substring(1),
            ada.refreshToken())) {
      opensNothing(forged);
    }
    refused(refresh(ada.token()));
    try (VivariumServer other = start(elsewhere);
        TestClient there = new TestClient(other)) {
      Session stranger = there.signIn("ada");
      opensNothing(stranger.token());
      refused(refresh(stranger.refreshToken()));
    }
  }

  private static String encoded(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anExpiredTokenOpensNothingAndAnExpiredRefreshTokenMakesNone() {
    Session ada = client.signIn("ada");
    time.pass(Duration.ofHours(2).plusSeconds(1));
    opensNothing(ada.token());
    assertEquals(200, refresh(ada.refreshToken()).status());
    time.pass(Duration.ofHours(22));
    refused(refresh(ada.refreshToken()));
  }

  @Test
  void aWrongKeySignsNobodyInNorRefreshes() {
    Session ada = client.signIn("ada");
    String wrong = TestClient.basic("defaultkey2");
    refused(
        client.call("POST", "/v2/account/authenticate/device", wrong, "{\"id\":\"device-ada\"}"));
    refused(
        client.call(
            "POST",
            "/v2/account/session/refresh",
            wrong,
            "{\"token\":\"" + ada.refreshToken() + "\"}"));
    refused(client.call("GET", "/v2/rpc/vivarium.people?http_key=", "", ""));
    refused(client.call("GET", "/v2/rpc/vivarium.people?http_key=guess", "", ""));
  }

  @Test
  void whoGuessesSlowlyIsLimitedByTheHour() {
    String right = "{\"email\":\"bob@example.org\",\"password\":\"correct horse\"}";
    String wrong = "{\"email\":\"bob@example.org\",\"password\":\"wrong horse\"}";
    assertEquals(200, email(right).status());
    for (int guess = 0; guess < 100; guess++) {
      assertEquals(401, email(wrong).status());
      time.pass(Duration.ofSeconds(20));
    }

    assertEquals(429, email(right).status());
    time.pass(Duration.ofHours(1).minusSeconds(20 * 100));
    assertEquals(200, email(right).status());
  }

  private Reply email(String body) {
    return client.call("POST", "/v2/account/authenticate/email", KEY, body);
  }
}
