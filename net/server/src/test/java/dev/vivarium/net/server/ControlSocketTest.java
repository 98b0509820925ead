package dev.vivarium.net.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.net.server.TestClient.Session;
import dev.vivarium.net.server.TestClient.Socket;
import dev.vivarium.net.server.transport.SocketLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The socket over real TLS: what is let in, what is thrown out, and that nobody else notices.
class ControlSocketTest {
  private VivariumServer server;
  private TestClient client;

  @BeforeEach
  void start() throws IOException {
    start(ServerOptions.CONTROL_SOCKET);
  }

  private void start(SocketLimits limits) throws IOException {
    server =
        VivariumServer.start(
            ServerOptions.builder(InstantSource.system()).passwordCost(4).socket(limits).build());
    client = new TestClient(server);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private static SocketLimits limits(int queue, Duration pongWait, int messages, int bytes) {
    return new SocketLimits(true, 4_096, queue, Duration.ofSeconds(15), pongWait, messages, bytes);
  }

  @Test
  void refusesATokenThatIsNoneBeforeUpgrading() {
    for (String path : new String[] {"/ws", "/ws?token=", "/ws?token=a.b.c"}) {
      assertThrows(CompletionException.class, () -> client.connect(path).join());
      assertEquals(426, client.call("GET", path, "", "").status());
    }
  }

  @Test
  void refusesARefreshTokenAndAForgedOne() {
    Session alice = client.signIn("alice");
    String forged = alice.token().substring(0, alice.token().lastIndexOf('.') + 1) + "AAAA";
    for (String token : new String[] {alice.refreshToken(), forged}) {
      assertThrows(CompletionException.class, () -> client.connect("/ws?token=" + token).join());
    }
  }

  @Test
  void answersWithTheMarkOfTheRequest() {
    Socket alice = client.signIn("alice").connect();
    assertEquals("{\"cid\":\"77\",\"pong\":{}}", alice.ask("77", "{\"ping\":{}}").toString());
    assertEquals(
        3, alice.ask("8", "{\"match_join\":{\"match_id\":\"x\"}}").at("/error/code").asInt());
    assertTrue(alice.ask("9", "{\"ping\":{}}").has("pong"));
  }

  @Test
  void closesAfterAnErrorOnAMessageItDoesNotKnow() {
    Session session = client.signIn("alice");
    Socket empty = session.connect();
    assertEquals(2, empty.send("{\"cid\":\"1\"}").next("error").at("/error/code").asInt());
    assertEquals(1007, empty.closeCode());
    Socket unknown = session.connect();
    assertEquals(1, unknown.ask("1", "{\"dance\":{}}").at("/error/code").asInt());
    assertEquals(1007, unknown.closeCode());
    Socket field = session.connect();
    assertEquals(3, field.ask("1", "{\"ping\":{\"x\":1}}").at("/error/code").asInt());
    assertEquals(1007, field.closeCode());
  }

  @Test
  void closesWithoutAWordOnWhatIsNoJsonAndOnBinary() {
    Session session = client.signIn("alice");
    Socket other = client.signIn("bob-of-the-others").connect();
    Socket text = session.connect().send("no JSON");
    assertEquals(1007, text.closeCode());
    assertTrue(text.received().isEmpty());
    Socket binary = session.connect();
    binary.raw().sendBinary(ByteBuffer.wrap(new byte[] {1}), true).join();
    assertEquals(1003, binary.closeCode());
    assertTrue(binary.received().isEmpty());
    assertTrue(other.ask("1", "{\"ping\":{}}").has("pong"));
  }

  @Test
  void takesAMessageOfTheLargestSizeAndNoneLarger() {
    Session session = client.signIn("alice");
    Socket socket = session.connect();
    String start = "{\"status_update\":{\"status\":\"x\"";
    String end = "},\"cid\":\"1\"}";
    String full = start + " ".repeat(4_096 - start.length() - end.length()) + end;
    assertEquals("{\"cid\":\"1\"}", socket.send(full).next("1").toString());
    assertEquals(1009, socket.send(full + " ").closeCode());
    Socket fragments = session.connect();
    fragments.raw().sendText(full, false).join();
    fragments.raw().sendText(" ", true).join();
    assertEquals(1009, fragments.closeCode());
  }

  @Test
  void closesWhoSendsTooMuch() throws IOException {
    stop();
    start(limits(64, Duration.ofSeconds(25), 5, 256 * 1024));
    Socket socket = client.signIn("alice").connect();
    for (int i = 0; i < 40; i++) {
      if (socket.raw().isOutputClosed()) break;
      var _ = socket.raw().sendText("{\"ping\":{}}", true).exceptionally(e -> socket.raw()).join();
    }
    assertEquals(1008, socket.closeCode());
  }

  @Test
  void aReaderThatNeverReadsIsDroppedAndDelaysNobody() throws Exception {
    stop();
    start(limits(64, Duration.ofMinutes(5), 1_000_000, 1 << 30));
    try (SSLSocket raw = open(client.signIn("slow"))) {
      join(raw.getOutputStream(), "{\"channel_join\":{\"target\":\"room\",\"type\":1}}");
      Socket fast = client.signIn("fast").connect();
      String join = "{\"channel_join\":{\"target\":\"room\",\"type\":1,\"persistence\":false}}";
      String room = fast.ask("join", join).at("/channel/id").asText();
      String content = "{\\\"t\\\":\\\"" + "x".repeat(3_000) + "\\\"}";
      String say =
          "{\"channel_message_send\":{\"channel_id\":\""
              + room
              + "\",\"content\":\""
              + content
              + "\"}}";
      int sent = 0;
      while (sent < 20_000 && overflows() == 0) {
        for (int i = 0; i < 50; i++, sent++) {
          assertTrue(fast.ask("m" + sent, say).has("channel_message_ack"));
        }
      }
      assertEquals(1, overflows());
    }
  }

  private int overflows() {
    return client
        .call("GET", "/metrics", "", "")
        .body()
        .lines()
        .filter(line -> line.startsWith("vivarium_socket_overflows_total "))
        .map(line -> (int) Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
        .findFirst()
        .orElse(0);
  }

  private SSLSocket open(Session session) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            TestClient.trusting(server)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.address().getPort());
    socket.setSoTimeout(20_000);
    String request =
        "GET /ws?token="
            + session.token()
            + " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) head.append((char) in.read());
    assertTrue(head.toString().startsWith("HTTP/1.1 101"), head::toString);
    return socket;
  }

  /// One masked text frame; the mask is zero.
  private static void join(OutputStream out, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    assertTrue(bytes.length < 126);
    out.write(new byte[] {(byte) 0x81, (byte) (0x80 | bytes.length), 0, 0, 0, 0});
    out.write(bytes);
    out.flush();
  }

  @Test
  void aFrameWithoutAMaskClosesThatSocket() throws Exception {
    try (SSLSocket raw = open(client.signIn("alice"))) {
      raw.getOutputStream().write(new byte[] {(byte) 0x81, 2, '{', '}'});
      raw.getOutputStream().flush();
      assertEquals(0x88, raw.getInputStream().read());
      int length = raw.getInputStream().read();
      byte[] reason = raw.getInputStream().readNBytes(length);
      assertEquals(1002, ((reason[0] & 0xff) << 8) | (reason[1] & 0xff));
    }
  }

  @Test
  void aClientWithoutASignOfLifeIsDropped() throws Exception {
    stop();
    start(limits(64, Duration.ofMillis(300), 100, 256 * 1024));
    try (SSLSocket raw = open(client.signIn("alice"))) {
      assertEquals(0, raw.getInputStream().readAllBytes().length);
    }
  }

  @Test
  void loggingOutEndsTheSocketAndTheTokens() {
    Session alice = client.signIn("alice");
    Socket socket = alice.connect();
    String body =
        "{\"token\":\"" + alice.token() + "\",\"refresh_token\":\"" + alice.refreshToken() + "\"}";
    assertEquals(200, alice.call("POST", "/v2/session/logout", body).status());
    assertEquals(1001, socket.closeCode());
    assertEquals(401, alice.call("GET", "/v2/account", "").status());
    assertThrows(CompletionException.class, alice::connect);
    String refresh = "{\"token\":\"" + alice.refreshToken() + "\"}";
    assertEquals(
        401,
        client
            .call("POST", "/v2/account/session/refresh", TestClient.basic("defaultkey"), refresh)
            .status());
  }

  @Test
  void drainingTellsEverySocket() {
    Socket socket = client.signIn("alice").connect();
    server.drain(Duration.ofSeconds(10));
    assertEquals(1001, socket.closeCode());
  }

  @Test
  void aWorldIsToldOfThoseWhoComeAndGo() {
    Pond pond = Pond.openOn(server);
    Socket alice = client.signIn("alice").connect();
    String id = pond.match().matchId();
    JsonNode joined = alice.ask("1", "{\"match_join\":{\"match_id\":\"" + id + "\"}}");
    assertTrue(joined.at("/match/authoritative").asBoolean());
    assertEquals(1, pond.members().size());
    pond.match().remove(pond.members().getFirst().sessionId());
    assertTrue(pond.members().isEmpty());
    JsonNode refused =
        alice.ask(
            "2", "{\"match_join\":{\"match_id\":\"" + id + "\",\"metadata\":{\"as\":\"vandal\"}}}");
    assertEquals(5, refused.at("/error/code").asInt());
    pond.match().close();
    assertFalse(alice.ask("3", "{\"match_join\":{\"match_id\":\"" + id + "\"}}").has("match"));
  }
}
