package dev.vivarium.net.server.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.tick.NanoClock;
import dev.vivarium.net.server.metric.ServerMetrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What connections may do before anybody has said who they are, over real sockets.
class ListenerTest {
  private static Listener listen() throws IOException {
    return listen(Duration.ofSeconds(20));
  }

  private static Listener listen(Duration requestWait) throws IOException {
    Duration wait = Duration.ofSeconds(20);
    return Listener.listen(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        Optional.empty(),
        call -> HttpReply.text(200, call.path() + call.query()),
        Map.of(),
        new TransportLimits(4, 3, 1_000, requestWait, wait, wait, 1_024),
        1,
        new ServerMetrics(),
        NanoClock.SYSTEM);
  }

  private static Socket connect(Listener listener) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.address().getPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  /// All until the server closes.
  private static String rest(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }

  /// A reply's headers and body.
  private static String reply(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int next = socket.getInputStream().read();
      if (next < 0) return head.toString();
      head.append((char) next);
    }
    String length = head.toString().replaceAll("(?s).*content-length: (\\d+).*", "$1");
    byte[] body = socket.getInputStream().readNBytes(Integer.parseInt(length));
    return head + new String(body, StandardCharsets.US_ASCII);
  }

  @Test
  void endsARequestThatDripsIn() throws IOException {
    try (Listener listener = listen(Duration.ofMillis(300));
        Socket slow = connect(listener)) {
      send(slow, "GET / HTTP/1.1\r\n");
      assertEquals("", rest(slow));
    }
  }

  @Test
  void endsASilentConnection() throws IOException {
    try (Listener listener = listen(Duration.ofMillis(300));
        Socket silent = connect(listener)) {
      assertEquals("", rest(silent));
    }
  }

  @Test
  void answersRequestsOfOnePacketAndOfSeveralInOrder() throws IOException {
    try (Listener listener = listen();
        Socket socket = connect(listener)) {
      String one = "GET /1 HTTP/1.1\r\nHost: x\r\n\r\n";
      String post = "POST /2 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n";
      send(socket, one + post);
      assertTrue(reply(socket).endsWith("/1{}"));
      send(socket, "abc");
      assertTrue(reply(socket).endsWith("/2{}"));
      send(socket, one);
      assertTrue(reply(socket).endsWith("/1{}"));
    }
  }

  @Test
  void takesEmptyParametersAndATrailingMark() throws IOException {
    try (Listener listener = listen();
        Socket socket = connect(listener)) {
      send(socket, "GET /a%2Fb+c?x=&y=1& HTTP/1.1\r\nHost: x\r\n\r\n");
      String reply = reply(socket);
      assertTrue(reply.contains("/a/b+c{"), reply);
      assertTrue(reply.contains("x=[]") && reply.contains("y=[1]"), reply);
      send(socket, "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n");
      assertTrue(reply(socket).startsWith("HTTP/1.1 400"));
    }
  }

  @Test
  void takesABodyOfTheLargestSizeAndNoneLarger() throws IOException {
    try (Listener listener = listen();
        Socket full = connect(listener);
        Socket over = connect(listener);
        Socket chunked = connect(listener)) {
      String post = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ";
      send(full, post + "1024\r\n\r\n" + "x".repeat(1_024));
      assertTrue(reply(full).startsWith("HTTP/1.1 200"));
      send(over, post + "1025\r\n\r\n");
      assertTrue(rest(over).startsWith("HTTP/1.1 413"));
      send(chunked, "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n401\r\n");
      send(chunked, "x".repeat(1_025));
      assertTrue(rest(chunked).startsWith("HTTP/1.1 413"));
    }
  }

  @Test
  void refusesALongLineAndLongHeaders() throws IOException {
    try (Listener listener = listen();
        Socket line = connect(listener);
        Socket header = connect(listener)) {
      send(line, "GET /" + "x".repeat(TransportLimits.LINE_BYTES_MAX) + " HTTP/1.1\r\n\r\n");
      assertTrue(rest(line).startsWith("HTTP/1.1 4"));
      String long8k = "x".repeat(TransportLimits.HEADER_BYTES_MAX);
      send(header, "GET / HTTP/1.1\r\nA: " + long8k + "\r\n\r\n");
      assertTrue(rest(header).startsWith("HTTP/1.1 4"));
    }
  }

  @Test
  void closesConnectionsOverTheCapOfAnAddressAndTakesThemAgainLater() throws IOException {
    try (Listener listener = listen();
        Socket first = connect(listener);
        Socket second = connect(listener);
        Socket third = connect(listener)) {
      String get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
      for (Socket socket : new Socket[] {first, second, third}) {
        send(socket, get);
        assertTrue(reply(socket).startsWith("HTTP/1.1 200"));
      }
      try (Socket fourth = connect(listener)) {
        assertEquals(-1, fourth.getInputStream().read());
      }
      send(first, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertTrue(rest(first).startsWith("HTTP/1.1 200"));
      try (Socket again = connect(listener)) {
        send(again, get);
        assertTrue(reply(again).startsWith("HTTP/1.1 200"));
      }
    }
  }

  @Test
  void tellsBrowsersThatTheyMayAsk() throws IOException {
    try (Listener listener = listen();
        Socket socket = connect(listener)) {
      send(
          socket, "OPTIONS /v2/account HTTP/1.1\r\nHost: x\r\nOrigin: https://example.org\r\n\r\n");
      String reply = reply(socket);
      assertTrue(reply.contains("access-control-allow-origin: *"));
      assertTrue(reply.contains("access-control-allow-headers: Authorization"));
    }
  }
}
