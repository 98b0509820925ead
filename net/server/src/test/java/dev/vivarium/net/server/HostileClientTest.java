package dev.vivarium.net.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.net.protocol.realtime.Ack;
import dev.vivarium.net.protocol.realtime.Notice;
import dev.vivarium.net.protocol.realtime.RealtimeCodec;
import dev.vivarium.net.server.RawWire.Conversation;
import dev.vivarium.net.server.RawWire.Frame;
import dev.vivarium.net.server.ServerOptions.AttemptLimits;
import dev.vivarium.net.server.TestClient.Session;
import dev.vivarium.net.server.realtime.RealtimeOptions;
import dev.vivarium.net.server.realtime.RealtimeServer;
import dev.vivarium.net.server.transport.SocketLimits;
import dev.vivarium.net.server.transport.TransportLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a client may try against a server over TLS, one behaviour a test; somebody else talks on
/// meanwhile and is not disturbed.
class HostileClientTest {
  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final Duration LONG = Duration.ofSeconds(25);

  private final ManualTime time = new ManualTime();
  private final Random random = new Random(7);
  private VivariumServer server;
  private TestClient client;
  private Bystander bystander;

  @BeforeEach
  void start() throws IOException {
    start(ServerOptions.builder(time).socket(limits(1_000, 1 << 20)));
  }

  /// Not from the start: the first handshake of all takes its time.
  private void losePatience() throws IOException {
    restart(
        ServerOptions.builder(time)
            .transport(new TransportLimits(64, 64, 1_000, PATIENCE, LONG, LONG, 256 * 1_024)));
  }

  private void start(ServerOptions.Builder options) throws IOException {
    server = VivariumServer.start(options.passwordCost(4).build());
    client = new TestClient(server);
    bystander = new Bystander(client);
  }

  @AfterEach
  void stop() {
    try {
      bystander.assertUndisturbed();
    } finally {
      close();
    }
  }

  private void close() {
    bystander.close();
    client.close();
    server.close();
  }

  private void restart(ServerOptions.Builder options) throws IOException {
    close();
    start(options);
  }

  private static SocketLimits limits(int messages, int bytes) {
    return new SocketLimits(true, 4_096, 64, Duration.ofSeconds(15), LONG, messages, bytes);
  }

  private Socket secure() throws IOException {
    Socket socket =
        TestClient.trusting(server)
            .getSocketFactory()
            .createSocket(InetAddress.getLoopbackAddress(), server.address().getPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
    socket.getOutputStream().flush();
  }

  /// Drips until the server ends it; the bytes themselves would be right for ever.
  private static boolean endedWhileDripping(Socket socket, String drop) throws IOException {
    socket.setSoTimeout(20);
    for (int drops = 0; drops < 1_000; drops++) {
      try {
        say(socket, drop);
        if (socket.getInputStream().read() < 0) return true;
      } catch (SocketTimeoutException e) {
        // Not yet: another drop.
      } catch (SocketException e) {
        return true;
      }
    }
    return false;
  }

  @Test
  void endsHeadersThatDripIn() throws IOException {
    losePatience();
    try (Socket slow = secure()) {
      say(slow, "GET /healthcheck HTTP/1.1\r\n");
      assertTrue(endedWhileDripping(slow, "A: b\r\n"));
    }
  }

  @Test
  void endsABodyThatDripsIn() throws IOException {
    losePatience();
    try (Socket slow = secure()) {
      say(slow, "POST /v2/account HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n");
      assertTrue(endedWhileDripping(slow, "x"));
    }
  }

  @Test
  void endsAHandshakeThatNeverEnds() throws IOException {
    losePatience();
    try (Socket silent = RawWire.connect(server);
        Socket begun = RawWire.connect(server)) {
      // A handshake record that announces 512 bytes and brings three.
      begun.getOutputStream().write(new byte[] {22, 3, 1, 2, 0, 1, 0, 1});
      assertEquals(-1, silent.getInputStream().read());
      assertTrue(ends(begun));
    }
  }

  @Test
  void endsAHandshakeThatDripsIn() throws IOException {
    losePatience();
    try (Socket slow = RawWire.connect(server)) {
      slow.getOutputStream().write(new byte[] {22, 3, 1, 2, 0, 1, 0, 1});
      assertTrue(endedWhileDripping(slow, "x"));
    }
  }

  @Test
  void endsWhoSpeaksNoTlsAtAll() throws IOException {
    try (Socket plain = RawWire.connect(server)) {
      say(plain, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
      assertTrue(ends(plain));
    }
  }

  /// At most an alert, then the end.
  private static boolean ends(Socket socket) throws IOException {
    try {
      return socket.getInputStream().readAllBytes().length < 64;
    } catch (SocketException reset) {
      return true;
    }
  }

  @Test
  void takesNoCompressedBody() throws IOException {
    Session alice = client.signIn("alice");
    byte[] bomb = zipped(new byte[64 << 20]);
    assertTrue(bomb.length < 256 * 1_024, "small on the wire");
    String head =
        "PUT /v2/account HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
            + alice.token()
            + "\r\nConnection: close\r\nContent-Encoding: gzip\r\nContent-Length: "
            + bomb.length
            + "\r\n\r\n";
    try (Socket socket = secure()) {
      Conversation heard =
          RawWire.converse(
              socket, new byte[0], RawWire.joined(List.of(head.getBytes(US_ASCII), bomb)));
      assertEquals(400, heard.responses().getFirst().status());
    }
  }

  private static byte[] zipped(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    }
    return out.toByteArray();
  }

  @Test
  void agreesToNoCompressedMessagesAndTakesNone() throws IOException {
    Session alice = client.signIn("alice");
    String upgrade =
        new String(RawWire.upgrade("/ws", alice.token()), US_ASCII)
            .replace(
                "Sec-WebSocket-Version",
                "Sec-WebSocket-Extensions: permessage-deflate\r\nSec-WebSocket-Version");
    byte[] compressed = RawWire.frame(RawWire.TEXT, "{\"ping\":{}}".getBytes(UTF_8), random);
    compressed[0] |= 0x40;
    try (Socket socket = secure()) {
      String head = new String(RawWire.open(socket, upgrade.getBytes(US_ASCII)), US_ASCII);
      assertTrue(head.startsWith("HTTP/1.1 101"), head);
      assertFalse(head.toLowerCase(Locale.ROOT).contains("extensions"), head);
      socket.getOutputStream().write(compressed);
      assertEquals(0x88, socket.getInputStream().read());
      int length = socket.getInputStream().read();
      byte[] reason = socket.getInputStream().readNBytes(length);
      assertEquals(1002, new Frame(RawWire.CLOSE, reason).closeCode());
    }
  }

  @Test
  void takesNoEndlessMessageOfSmallFragments() throws IOException {
    Session alice = client.signIn("alice");
    byte[] first = RawWire.frame(RawWire.TEXT, "x".repeat(100).getBytes(UTF_8), random);
    first[0] &= 0x7f;
    byte[] more = RawWire.frame(0, "x".repeat(100).getBytes(UTF_8), random);
    more[0] &= 0x7f;
    byte[][] parts = new byte[60][];
    Arrays.fill(parts, more);
    parts[0] = first;
    parts[59] = RawWire.close(1000, random);
    assertEquals(1009, closeCode(alice, RawWire.joined(List.of(parts))));
  }

  @Test
  void takesNoFrameThatAnnouncesMoreThanAMessageMayHold() throws IOException {
    byte[] frame = RawWire.frame(RawWire.TEXT, new byte[70_000], random);
    // Sixty-three bits of length, and no such bytes after it.
    Arrays.fill(frame, 2, 10, (byte) 0xff);
    frame[2] = 0x7f;
    assertEquals(1009, closeCode(client.signIn("alice"), Arrays.copyOf(frame, 100)));
  }

  @Test
  void answersACloseFrameWithACodeThatIsNone() throws IOException {
    assertEquals(1002, closeCode(client.signIn("alice"), RawWire.close(524, random)));
  }

  private int closeCode(Session session, byte[] said) throws IOException {
    try (Socket socket = secure()) {
      Conversation heard = RawWire.converse(socket, RawWire.upgrade("/ws", session.token()), said);
      return heard.frames().stream()
          .filter(frame -> frame.opCode() == RawWire.CLOSE)
          .findFirst()
          .orElseThrow()
          .closeCode();
    }
  }

  @Test
  void aTokenIsWorthNothingAfterItsSessionLoggedOutAndOthersGoOn() {
    Session first = client.signIn("alice");
    Session second = client.signIn("alice");
    String both =
        "{\"token\":\"" + first.token() + "\",\"refresh_token\":\"" + first.refreshToken() + "\"}";
    assertEquals(200, first.call("POST", "/v2/session/logout", both).status());
    for (int replay = 0; replay < 3; replay++) {
      assertEquals(401, first.call("GET", "/v2/account", "").status());
      assertThrows(CompletionException.class, first::connect);
    }
    assertEquals(200, second.call("GET", "/v2/account", "").status());
    assertTrue(second.connect().ask("1", "{\"ping\":{}}").has("pong"));
  }

  @Test
  void aRefreshTokenIsNoSessionTokenNorTheOtherWayRound() {
    Session alice = client.signIn("alice");
    String refresh = "Bearer " + alice.refreshToken();
    assertEquals(401, client.call("GET", "/v2/account", refresh, "").status());
    String key = TestClient.basic("defaultkey");
    String body = "{\"token\":\"" + alice.token() + "\"}";
    assertEquals(401, client.call("POST", "/v2/account/session/refresh", key, body).status());
  }

  @Test
  void nobodySpeaksForAnother() {
    Pond pond = Pond.openOn(server);
    Session alice = client.signIn("alice");
    Session mallory = client.signIn("mallory");
    String join = "{\"match_join\":{\"match_id\":\"" + pond.match().matchId() + "\"}}";
    TestClient.Socket hearer = alice.connect();
    JsonNode joined = hearer.ask("1", join);
    TestClient.Socket liar = mallory.connect();
    liar.ask("1", join);
    String self = joined.at("/match/self").toString();
    JsonNode refused =
        liar.ask(
            "2",
            "{\"match_data_send\":{\"match_id\":\""
                + pond.match().matchId()
                + "\",\"op_code\":\"5\",\"data\":\"eA==\",\"presence\":"
                + self
                + "}}");
    assertEquals(3, refused.at("/error/code").asInt());
    TestClient.Socket again = mallory.connect();
    again.ask("1", "{\"channel_join\":{\"target\":\"hall\",\"type\":1}}");
    JsonNode forged =
        again.ask(
            "2",
            "{\"channel_message_send\":{\"channel_id\":\"2...hall\",\"content\":\"{}\","
                + "\"sender_id\":\""
                + alice.userId()
                + "\"}}");
    assertEquals(3, forged.at("/error/code").asInt());
  }

  @Test
  void whoSendsTooManyBytesIsClosed() throws IOException {
    restart(ServerOptions.builder(time).socket(limits(10_000, 10_000)));
    TestClient.Socket flood = client.signIn("flood").connect();
    String big = "{\"status_update\":{\"status\":\"" + "x".repeat(2_000) + "\"}}";
    for (int i = 0; i < 20; i++) {
      var _ = flood.raw().sendText(big, true);
    }
    assertEquals(1008, flood.closeCode());
  }

  @Test
  void handshakesOverTheRateAreClosedAndTakenAgainLater() throws IOException {
    restart(
        ServerOptions.builder(time)
            .clock(time)
            .transport(new TransportLimits(64, 64, 1, LONG, LONG, LONG, 1_024)));
    int taken = 0;
    while (taken < 100 && speaks()) taken++;
    assertTrue(taken < 10, taken + " connections at once");
    assertFalse(speaks());
    time.pass(Duration.ofSeconds(2));
    assertTrue(speaks());
  }

  private boolean speaks() {
    try (Socket socket = secure()) {
      say(socket, "GET /healthcheck HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      return socket.getInputStream().readAllBytes().length > 0;
    } catch (IOException refused) {
      return false;
    }
  }

  @Test
  void whoTriesToSignInTooOftenMustWait() throws IOException {
    Duration minute = Duration.ofMinutes(1);
    restart(
        ServerOptions.builder(time)
            .clock(time)
            .attempts(new AttemptLimits(5, minute, 20, minute, 10)));
    String path = "/v2/account/authenticate/device?create=false";
    String key = TestClient.basic("defaultkey");
    int answered = 0;
    while (answered < 50 && signIn(path, key) != 429) answered++;
    assertTrue(answered < 10, answered + " tries");
    time.pass(minute);
    assertEquals(404, signIn(path, key));
  }

  private int signIn(String path, String key) {
    return client.call("POST", path, key, "{\"id\":\"device-of-nobody\"}").status();
  }

  @Test
  void upgradesToRealtimeOverTheRateAreRefused() throws IOException {
    restart(ServerOptions.builder(time).realtime(RealtimeOptions.DEFAULT.withHandshakes(3)));
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      try (Socket socket = secure()) {
        String head =
            new String(RawWire.open(socket, RawWire.upgrade(RealtimeServer.PATH, "")), US_ASCII);
        statuses.add(Integer.parseInt(head.substring(9, 12)));
      }
    }
    assertEquals(List.of(101, 101, 101, 429, 429), statuses);
  }

  @Test
  void whoUpgradesToRealtimeAndSaysNothingIsToldAndClosed() throws IOException {
    restart(
        ServerOptions.builder(time)
            .realtime(RealtimeOptions.DEFAULT.withHelloWait(Duration.ofMillis(200))));
    assertEquals(Notice.Kind.REFUSED, refusedBy(new byte[0]));
  }

  @Test
  void whatComesBeforeHelloIsRefused() throws IOException {
    byte[] ack = RealtimeCodec.encode(new Ack(5, false));
    assertEquals(Notice.Kind.REFUSED, refusedBy(RawWire.frame(RawWire.BINARY, ack, random)));
  }

  /// What the server says before it closes a realtime connection for policy.
  private Notice.Kind refusedBy(byte[] said) throws IOException {
    try (Socket socket = secure()) {
      RawWire.open(socket, RawWire.upgrade(RealtimeServer.PATH, ""));
      socket.getOutputStream().write(said);
      socket.getOutputStream().flush();
      List<Frame> heard = RawWire.hear(socket);
      assertEquals(1008, heard.getLast().closeCode());
      return ((Notice) RealtimeCodec.decodeFromServer(heard.getFirst().payload())).kind();
    }
  }
}
