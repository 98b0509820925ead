package dev.vivarium.net.client.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.net.client.Fingerprint;
import dev.vivarium.net.client.LoopbackWebSocketServer;
import dev.vivarium.net.client.LoopbackWebSocketServer.Frame;
import dev.vivarium.net.client.LoopbackWebSocketServer.Peer;
import dev.vivarium.net.client.ServerTrust;
import dev.vivarium.net.client.SocketClosed;
import dev.vivarium.net.client.SocketClosed.Cause;
import dev.vivarium.net.client.TestCertificate;
import dev.vivarium.net.client.realtime.RealtimeConnection;
import dev.vivarium.net.client.realtime.RealtimeConnection.Arrival;
import dev.vivarium.net.client.realtime.RealtimeConnection.Ended;
import dev.vivarium.net.client.realtime.RealtimeConnection.Message;
import dev.vivarium.net.client.realtime.RealtimeConnection.Opened;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Real sockets over loopback; TLS where it is the subject.
@Timeout(60)
class WebSocketCarrierIntegrationTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final LoopbackWebSocketServer server = new LoopbackWebSocketServer(null);
  private final WebSocketCarrier carrier =
      new WebSocketCarrier(server.address(), new ServerTrust.Authorities());

  WebSocketCarrierIntegrationTest() throws IOException {}

  @AfterEach
  void stop() throws IOException {
    carrier.close();
    server.close();
  }

  private RealtimeConnection opening() {
    return carrier.open(server.address().webSocket("/realtime"), TIMEOUT);
  }

  private static Arrival next(RealtimeConnection connection) {
    Arrival arrival = connection.poll();
    while (arrival == null) {
      LockSupport.parkNanos(200_000);
      arrival = connection.poll();
    }
    return arrival;
  }

  private static byte[] nextMessage(RealtimeConnection connection) {
    return ((Message) next(connection)).bytes();
  }

  private static SocketClosed end(RealtimeConnection connection) {
    return ((Ended) next(connection)).end();
  }

  @Test
  void carriesBytesBothWays() throws Exception {
    RealtimeConnection connection = opening();
    assertFalse(connection.send(new byte[1]), "not before it is open");
    try (Peer peer = server.accept().upgrade()) {
      assertEquals("GET /realtime HTTP/1.1", peer.requestLine());
      assertEquals(new Opened(), next(connection));
      for (int size : new int[] {0, 1, 125, 126, 60_000}) {
        byte[] bytes = new byte[size];
        assertTrue(connection.send(bytes.clone()));
        Frame frame = peer.read();
        assertEquals(Frame.BINARY, frame.opcode());
        assertArrayEquals(bytes, frame.payload());
        peer.write(Frame.BINARY, bytes);
        assertArrayEquals(bytes, nextMessage(connection));
      }
      peer.write(Frame.BINARY, new byte[] {1}, false);
      peer.write(Frame.PING, new byte[] {7});
      peer.write(0, new byte[] {2}, true);
      assertArrayEquals(new byte[] {1, 2}, nextMessage(connection));
      assertEquals(Frame.PONG, peer.read().opcode());
    }
    assertEquals(Cause.BROKEN, end(connection).cause());
  }

  @Test
  void tellsAServersCloseAfterWhatItSaid() throws Exception {
    RealtimeConnection connection = opening();
    try (Peer peer = server.accept().upgrade()) {
      assertEquals(new Opened(), next(connection));
      peer.write(Frame.BINARY, new byte[] {1});
      peer.write(Frame.CLOSE, new byte[] {0x03, (byte) 0xe9, 'b', 'y', 'e'});
      assertArrayEquals(new byte[] {1}, nextMessage(connection));
      assertEquals(new SocketClosed(Cause.BY_SERVER, 1001, "bye"), end(connection));
      assertEquals(Frame.CLOSE, peer.read().opcode());
      assertTrue(peer.isCut());
    }
  }

  @Test
  void closesWithAFrameAfterWhatWasSent() throws Exception {
    RealtimeConnection connection = opening();
    try (Peer peer = server.accept().upgrade()) {
      assertEquals(new Opened(), next(connection));
      assertTrue(connection.send(new byte[] {1}));
      connection.close();
      assertArrayEquals(new byte[] {1}, peer.read().payload());
      Frame close = peer.read();
      assertEquals(Frame.CLOSE, close.opcode());
      assertArrayEquals(new byte[] {0x03, (byte) 0xe8}, Arrays.copyOf(close.payload(), 2));
      assertTrue(peer.isCut());
      assertEquals(Cause.BY_US, end(connection).cause());
    }
  }

  @Test
  void tellsWhyItIsNotOpened() throws Exception {
    RealtimeConnection refused = opening();
    try (Peer peer = server.accept()) {
      peer.answer("401 Unauthorized", "Content-Length: 0");
      assertEquals(401, end(refused).code());
    }
    RealtimeConnection silent =
        carrier.open(server.address().webSocket("/realtime"), Duration.ofMillis(200));
    try (Peer peer = server.accept()) {
      assertEquals(Cause.NOT_OPENED, end(silent).cause());
      assertTrue(peer.isCut());
    }
    server.close();
    assertEquals(Cause.NOT_OPENED, end(opening()).cause());
  }

  @Test
  void endsWhereAMessageIsText() throws Exception {
    RealtimeConnection connection = opening();
    try (Peer peer = server.accept().upgrade()) {
      assertEquals(new Opened(), next(connection));
      peer.write(Frame.TEXT, new byte[] {'a'});
      assertEquals(Cause.BAD_INPUT, end(connection).cause());
    }
  }

  /// The server must wait: what fits into the buffers of both ends is far less than what it says.
  @Test
  void readsNoFurtherThanItsQueue() throws Exception {
    RealtimeConnection connection = opening();
    try (Peer peer = server.accept().upgrade()) {
      assertEquals(new Opened(), next(connection));
      AtomicInteger written = new AtomicInteger();
      Thread speaker =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  for (int count = 0; count < 1_000; count++) {
                    peer.write(Frame.BINARY, new byte[100_000]);
                    written.incrementAndGet();
                  }
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      while (written.get() < RealtimeConnection.MAX_WAITING_MESSAGES) {
        LockSupport.parkNanos(200_000);
      }
      assertFalse(speaker.join(Duration.ofMillis(500)));
      assertTrue(written.get() < 700, written + " were taken");
      for (int count = 0; count < 1_000; count++) {
        assertEquals(100_000, nextMessage(connection).length);
      }
      assertTrue(speaker.join(TIMEOUT));
    }
  }

  @Test
  void sendsAreBounded() throws Exception {
    RealtimeConnection connection = opening();
    try (Peer peer = server.accept().upgrade()) {
      assertEquals(new Opened(), next(connection));
      int taken = 0;
      while (taken < 5_000 && connection.send(new byte[60_000])) {
        taken++;
      }
      assertTrue(taken < 5_000, "the server reads nothing");
      assertEquals(60_000, peer.read().payload().length);
    }
  }

  @Test
  void opensOverTlsWhereTheCertificateIsThePinnedOne(@TempDir Path folder) throws Exception {
    TestCertificate certificate = TestCertificate.make(folder);
    try (LoopbackWebSocketServer secure = new LoopbackWebSocketServer(certificate);
        WebSocketCarrier trusting =
            new WebSocketCarrier(
                secure.address(), new ServerTrust.Pinned(certificate.fingerprint()));
        WebSocketCarrier doubting =
            new WebSocketCarrier(
                secure.address(), new ServerTrust.Pinned(new Fingerprint("0".repeat(64))))) {
      RealtimeConnection connection =
          trusting.open(secure.address().webSocket("/realtime"), TIMEOUT);
      try (Peer peer = secure.accept().upgrade()) {
        assertEquals(new Opened(), next(connection));
        peer.write(Frame.BINARY, new byte[] {5});
        assertArrayEquals(new byte[] {5}, nextMessage(connection));
      }
      RealtimeConnection refused = doubting.open(secure.address().webSocket("/realtime"), TIMEOUT);
      assertThrows(IOException.class, () -> secure.accept().close());
      assertEquals(Cause.NOT_OPENED, end(refused).cause());
    }
  }
}
