package dev.vivarium.net.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.vivarium.net.server.TestClient.Session;
import dev.vivarium.net.server.TestClient.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// Buffers are given back, whatever came in; the detector watches each of them in these tests.
class LeakTest {
  private static final int ROUNDS = 40;

  @Test
  void noBufferIsLostOverGoodAndBadInput() throws IOException {
    Logger detector = (Logger) LoggerFactory.getLogger("io.netty.util.ResourceLeakDetector");
    ListAppender<ILoggingEvent> reports = new ListAppender<>();
    reports.start();
    detector.addAppender(reports);
    try {
      speakToAServer();
      System.gc();
      speakToAServer();
      assertEquals(List.of(), reports.list);
    } finally {
      detector.detachAppender(reports);
    }
  }

  private static void speakToAServer() throws IOException {
    try (VivariumServer server =
            VivariumServer.start(ServerOptions.builder(InstantSource.system()).build());
        TestClient client = new TestClient(server)) {
      Session session = client.signIn("alice");
      for (int i = 0; i < ROUNDS; i++) {
        assertEquals(413, session.call("PUT", "/v2/account", "x".repeat(300_000)).status());
        assertEquals(400, session.call("PUT", "/v2/account", "{").status());
        assertEquals(426, session.call("GET", "/ws", "").status());
        Socket text = session.connect();
        text.ask("1", "{\"channel_join\":{\"target\":\"room\",\"type\":1}}");
        assertEquals(1007, text.send("nothing").closeCode());
        Socket binary = session.connect();
        binary.raw().sendBinary(ByteBuffer.allocate(4_000), true).join();
        assertEquals(1003, binary.closeCode());
      }
    }
  }
}
