package dev.vivarium.net.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.net.client.LoopbackWebSocketServer.Frame;
import dev.vivarium.net.client.LoopbackWebSocketServer.Peer;
import dev.vivarium.net.client.SocketClosed.Cause;
import dev.vivarium.net.protocol.control.Rpc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Real sockets over loopback; TLS where it is the subject.
@Timeout(60)
class WebSocketAdapterIntegrationTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  @TempDir static Path folder = Path.of("");
  private static @Nullable TestCertificate certificate;

  private final List<String> told = new ArrayList<>();
  private final Set<Thread> threads = new HashSet<>();
  private final LoopbackWebSocketServer server = new LoopbackWebSocketServer(null);
  private final WebSocketAdapter adapter = listening(new ServerTrust.Authorities());

  WebSocketAdapterIntegrationTest() throws IOException {}

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificate = TestCertificate.make(folder);
  }

  private static TestCertificate certificate() {
    return Objects.requireNonNull(certificate);
  }

  @AfterEach
  void stop() throws IOException {
    adapter.close();
    server.close();
  }

  private WebSocketAdapter listening(ServerTrust trust) {
    WebSocketAdapter made = new WebSocketAdapter(trust);
    made.onConnected(() -> tell("connected"));
    made.onReceived(this::tell);
    made.onClosed(end -> tell("closed " + end.cause() + " " + end.code()));
    return made;
  }

  private void tell(String event) {
    told.add(event);
    threads.add(Thread.currentThread());
  }

  private static void tickUntil(Runnable tick, BooleanSupplier isDone) {
    while (!isDone.getAsBoolean()) {
      tick.run();
      LockSupport.parkNanos(200_000);
    }
  }

  private void tickUntilTold(int count) {
    tickUntil(adapter::tick, () -> told.size() >= count);
  }

  private Peer open() throws Exception {
    adapter.connect(server.address().webSocket("/ws?token=t"), TIMEOUT);
    Peer peer = server.accept().upgrade();
    tickUntilTold(1);
    return peer;
  }

  @Test
  void carriesTextsBothWaysOnTheTickingThread() throws Exception {
    adapter.connect(server.address().webSocket("/ws?token=t"), TIMEOUT);
    assertTrue(adapter.isConnecting());
    try (Peer peer = server.accept().upgrade()) {
      assertEquals("GET /ws?token=t HTTP/1.1", peer.requestLine());
      tickUntilTold(1);
      assertTrue(adapter.isConnected());
      assertFalse(adapter.isConnecting());
      for (int count = 0; count < 50; count++) {
        assertTrue(adapter.send("ünö " + count, true));
        assertEquals("ünö " + count, peer.read().text());
        peer.say("two " + count);
      }
      tickUntilTold(51);
    }
    assertEquals("two 49", told.get(50));
    assertEquals(Set.of(Thread.currentThread()), threads);
  }

  @Test
  void joinsTextsThatComeInParts() throws Exception {
    try (Peer peer = open()) {
      peer.write(Frame.TEXT, "one ".getBytes(UTF_8), false);
      peer.write(0, "two ".getBytes(UTF_8), false);
      peer.write(Frame.PING, new byte[] {7});
      peer.write(0, "three".getBytes(UTF_8), true);
      tickUntilTold(2);
      assertEquals("one two three", told.getLast());
      Frame pong = peer.read();
      assertEquals(Frame.PONG, pong.opcode());
      assertArrayEquals(new byte[] {7}, pong.payload());
    }
  }

  @Test
  void tellsAServersCloseAfterWhatItSaid() throws Exception {
    try (Peer peer = open()) {
      peer.say("last words");
      peer.write(Frame.CLOSE, new byte[] {0x03, (byte) 0xe9, 'b', 'y', 'e'});
      tickUntilTold(3);
      assertEquals(List.of("connected", "last words", "closed BY_SERVER 1001"), told);
      assertFalse(adapter.isConnected());
      assertEquals(Frame.CLOSE, peer.read().opcode());
      assertFalse(adapter.send("too late", true));
    }
  }

  @Test
  void tellsABrokenConnection() throws Exception {
    open().close();
    tickUntilTold(2);
    assertEquals("closed BROKEN 1006", told.getLast());
    assertFalse(adapter.isConnected());
  }

  @Test
  void closesWithAFrameAfterWhatWasSent() throws Exception {
    try (Peer peer = open()) {
      assertTrue(adapter.send("one", true));
      assertTrue(adapter.send("two", true));
      adapter.close();
      assertFalse(adapter.isConnected());
      assertEquals(List.of("connected"), told);
      assertEquals("one", peer.read().text());
      assertEquals("two", peer.read().text());
      Frame close = peer.read();
      assertEquals(Frame.CLOSE, close.opcode());
      assertArrayEquals(new byte[] {0x03, (byte) 0xe8}, close.payload());
      peer.say("unheard");
      assertTrue(peer.isCut(), "a server that does not answer is left");
      adapter.tick();
      assertEquals(List.of("connected", "closed BY_US 1000"), told);
    }
  }

  @Test
  void tellsARefusalWithItsStatus() throws Exception {
    adapter.connect(server.address().webSocket("/ws"), TIMEOUT);
    try (Peer peer = server.accept()) {
      peer.answer("401 Unauthorized", "Content-Length: 0");
      tickUntilTold(1);
    }
    assertEquals(List.of("closed NOT_OPENED 401"), told);
    assertFalse(adapter.isConnecting());
  }

  @Test
  void tellsAServerThatIsNotThere() throws Exception {
    server.close();
    adapter.connect(server.address().webSocket("/ws"), TIMEOUT);
    tickUntilTold(1);
    assertEquals(List.of("closed NOT_OPENED 1006"), told);
  }

  @Test
  void anAttemptCanBeGivenUp() throws Exception {
    adapter.connect(server.address().webSocket("/ws"), TIMEOUT);
    try (Peer peer = server.accept()) {
      adapter.close();
      assertFalse(adapter.isConnecting());
      adapter.tick();
      assertEquals(List.of("closed BY_US 1000"), told);
      assertTrue(peer.isCut());
    }
  }

  @Test
  void aSilentServerIsGivenUp() throws Exception {
    adapter.connect(server.address().webSocket("/ws"), Duration.ofSeconds(2));
    try (Peer peer = server.accept()) {
      tickUntilTold(1);
      assertEquals(List.of("closed NOT_OPENED 1006"), told);
      assertTrue(peer.isCut());
    }
  }

  @Test
  void connectsAgainOnceTheEndIsTold() throws Exception {
    open().close();
    tickUntil(() -> {}, () -> !adapter.isConnected());
    assertThrows(
        IllegalStateException.class,
        () -> adapter.connect(server.address().webSocket("/ws"), TIMEOUT));
    tickUntilTold(2);
    try (Peer peer = open()) {
      tickUntilTold(3);
      peer.say("again");
      tickUntilTold(4);
    }
    assertEquals("again", told.getLast());
  }

  @Test
  void endsWhereATextIsTooLarge() throws Exception {
    try (Peer peer = open()) {
      byte[] part = new byte[64 * 1024];
      Arrays.fill(part, (byte) 'a');
      for (int sent = 0; sent < 5; sent++) {
        peer.write(sent == 0 ? Frame.TEXT : 0, part, false);
      }
      tickUntilTold(2);
      assertEquals("closed BAD_INPUT 1009", told.getLast());
      assertTrue(peer.isCut());
    }
  }

  @Test
  void endsWhereAMessageIsBinary() throws Exception {
    try (Peer peer = open()) {
      peer.write(Frame.BINARY, new byte[] {1});
      tickUntilTold(2);
      assertEquals("closed BAD_INPUT 1003", told.getLast());
      assertTrue(peer.isCut());
    }
  }

  /// The server must wait: what fits into the buffers of both ends is far less than what it says.
  @Test
  void readsNoFurtherThanItsQueue() throws Exception {
    try (Peer peer = open()) {
      String text = "a".repeat(100_000);
      AtomicInteger written = new AtomicInteger();
      Thread speaker =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  for (int count = 0; count < 1_000; count++) {
                    peer.say(text);
                    written.incrementAndGet();
                  }
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      tickUntil(() -> {}, () -> written.get() >= WebSocketAdapter.MAX_WAITING_FRAMES);
      assertFalse(speaker.join(Duration.ofMillis(500)));
      assertTrue(written.get() < 700, written + " were taken");
      assertEquals(List.of("connected"), told);

      tickUntilTold(1_001);
      assertTrue(speaker.join(TIMEOUT));
    }
  }

  @Test
  void sendsAreBounded() throws Exception {
    try (Peer peer = open()) {
      String text = "a".repeat(60_000);
      int taken = 0;
      while (taken < 5_000 && adapter.send(text, true)) {
        taken++;
      }
      assertTrue(taken < 5_000, "the server reads nothing");
      assertTrue(adapter.isConnected());
      assertTrue(text.startsWith(peer.read().text()), "large texts go in parts");
    }
  }

  @Test
  void aSocketWorksOverTlsWithAPinnedCertificate() throws Exception {
    ServerTrust trust = new ServerTrust.Pinned(certificate().fingerprint());
    try (LoopbackWebSocketServer secure = new LoopbackWebSocketServer(certificate());
        Socket socket = new DefaultSocket(secure.address(), new WebSocketAdapter(trust))) {
      CompletableFuture<Void> opening = socket.connect(Tokens.session(), true, TIMEOUT);
      try (Peer peer = secure.accept().upgrade()) {
        tickUntil(socket::tick, opening::isDone);
        opening.join();
        assertTrue(socket.isConnected());
        assertEquals("{\"cid\":\"1\",\"ping\":{}}", read(socket, peer));
        CompletableFuture<Rpc> calling = socket.rpc("echo", "{}");
        assertEquals(
            "{\"cid\":\"2\",\"rpc\":{\"id\":\"echo\",\"payload\":\"{}\"}}", read(socket, peer));
        peer.say("{\"cid\":\"2\",\"rpc\":{\"id\":\"echo\",\"payload\":\"pong\"}}");
        tickUntil(socket::tick, calling::isDone);
        assertEquals("pong", calling.join().payload());
      }
    }
  }

  private static String read(Socket socket, Peer peer) throws IOException {
    socket.tick();
    return peer.read().text();
  }

  @Test
  void adaptersThatShareThreadsEndByThemselves() throws Exception {
    ServerTrust trust = new ServerTrust.Pinned(certificate().fingerprint());
    try (LoopbackWebSocketServer secure = new LoopbackWebSocketServer(certificate())) {
      Supplier<WebSocketAdapter> sharing = WebSocketAdapter.sharing(secure.address(), trust);
      WebSocketAdapter first = sharing.get();
      WebSocketAdapter second = sharing.get();
      first.connect(secure.address().webSocket("/first"), TIMEOUT);
      try (Peer one = secure.accept().upgrade()) {
        tickUntil(first::tick, first::isConnected);
        second.connect(secure.address().webSocket("/second"), TIMEOUT);
        try (Peer two = secure.accept().upgrade()) {
          tickUntil(second::tick, second::isConnected);
          first.close();
          assertEquals(Frame.CLOSE, one.read().opcode());
          assertTrue(one.isCut());
          assertTrue(second.send("still here", true));
          assertEquals("still here", two.read().text());
          second.close();
        }
      }
    }
  }

  @Test
  void aServerThatIsNotTrustedIsNotOpened() throws Exception {
    ServerTrust wrong = new ServerTrust.Pinned(new Fingerprint("0".repeat(64)));
    try (LoopbackWebSocketServer secure = new LoopbackWebSocketServer(certificate())) {
      WebSocketAdapter doubting = listening(wrong);
      doubting.connect(secure.address().webSocket("/ws"), TIMEOUT);
      assertThrows(IOException.class, () -> secure.accept().close());
      tickUntil(doubting::tick, () -> !told.isEmpty());
    }
    assertEquals(List.of("closed " + Cause.NOT_OPENED + " 1006"), told);
  }
}
