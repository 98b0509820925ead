package dev.vivarium.net.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.vivarium.net.client.RequestFailure.ConnectionError;
import dev.vivarium.net.protocol.control.ControlJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Real HTTP and TLS over loopback.
@Timeout(60)
class RestHttpAdapterIntegrationTest {
  private static final RestRequest GET =
      new RequestBuilder(RestRequest.Method.GET, "/v2/account")
          .with("a", "b&c")
          .by(new Authorization.Bearer("a.b.c"));

  @TempDir static Path folder = Path.of("");
  private static List<TestCertificate> certificates = List.of();

  private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
  private int status = 200;
  private byte[] reply = "{}".getBytes(UTF_8);
  private HttpServer server = plain();

  @BeforeAll
  static void makeCertificates() throws Exception {
    certificates =
        List.of(
            TestCertificate.make(Files.createDirectory(folder.resolve("a"))),
            TestCertificate.make(Files.createDirectory(folder.resolve("b"))));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static HttpServer plain() {
    try {
      return HttpServer.create(loopback(0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private ServerAddress start() {
    server.createContext("/", this::answer);
    server.start();
    return new ServerAddress(
        "127.0.0.1", server.getAddress().getPort(), server instanceof HttpsServer);
  }

  private ServerAddress startTls(TestCertificate certificate, int port) throws IOException {
    HttpsServer secure = HttpsServer.create(loopback(port), 0);
    secure.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
    server = secure;
    return start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    asked.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI()
            + " "
            + exchange.getRequestHeaders().getFirst("Authorization")
            + " "
            + exchange.getRequestHeaders().getFirst("Content-Type")
            + " "
            + new String(body, UTF_8));
    exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/");
    exchange.sendResponseHeaders(status, reply.length == 0 ? -1 : reply.length);
    exchange.getResponseBody().write(reply);
    exchange.close();
  }

  private static Throwable failureOf(ClientAdapter adapter) {
    CompletionException thrown =
        assertThrows(CompletionException.class, () -> adapter.send(GET).join());
    return thrown.getCause() == null ? thrown : thrown.getCause();
  }

  @Test
  void sendsMethodPathHeadersAndBody() {
    try (RestHttpAdapter adapter = new RestHttpAdapter(start(), new ServerTrust.Authorities())) {
      assertEquals(200, adapter.send(GET).join().status());
      assertEquals("GET /v2/account?a=b%26c Bearer a.b.c application/json ", asked.poll());

      reply = ControlJson.write(Tokens.pair(HandClock.START, HandClock.START));
      Client client = new DefaultClient(adapter);
      assertEquals(
          "alice", client.authenticateCustom("custom", true, "", Map.of()).join().username());
      assertEquals(
          "POST /v2/account/authenticate/custom?create=true Basic ZGVmYXVsdGtleTo="
              + " application/json {\"id\":\"custom\"}",
          asked.poll());
    }
  }

  @Test
  void returnsRefusalsAndFollowsNoRedirect() {
    try (RestHttpAdapter adapter = new RestHttpAdapter(start(), new ServerTrust.Authorities())) {
      for (int each : List.of(401, 404, 500, 302, 307)) {
        status = each;
        assertEquals(each, adapter.send(GET).join().status());
      }
    }
  }

  @Test
  void givesUpOnAnAnswerOverTheLimit() {
    reply = new byte[256 * 1024 + 1];
    try (RestHttpAdapter adapter = new RestHttpAdapter(start(), new ServerTrust.Authorities())) {
      assertInstanceOf(ConnectionError.class, failureOf(adapter));
      reply = new byte[256 * 1024];
      assertEquals(256 * 1024, adapter.send(GET).join().body().length);
    }
  }

  @Test
  void givesUpOnAServerThatIsSilentOrNotThere() throws IOException {
    int port;
    try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      port = silent.getLocalPort();
      assertInstanceOf(ConnectionError.class, failureAt(port));
    }
    assertInstanceOf(ConnectionError.class, failureAt(port));
  }

  @Test
  void givesUpOnAnAnswerThatNeverEnds() throws IOException {
    CountDownLatch isOver = new CountDownLatch(1);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 10);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          assertDoesNotThrow(() -> isOver.await());
          exchange.close();
        });
    server.start();
    assertInstanceOf(ConnectionError.class, failureAt(server.getAddress().getPort()));
    isOver.countDown();
  }

  private static Throwable failureAt(int port) {
    ServerAddress address = new ServerAddress("127.0.0.1", port, false);
    try (RestHttpAdapter adapter =
        new RestHttpAdapter(address, new ServerTrust.Authorities(), Duration.ofMillis(200))) {
      return failureOf(adapter);
    }
  }

  @Test
  void trustsThePinnedCertificateOnly() throws Exception {
    ServerAddress address = startTls(certificates.getFirst(), 0);
    ServerTrust right = new ServerTrust.Pinned(certificates.getFirst().fingerprint());
    ServerTrust wrong = new ServerTrust.Pinned(certificates.getLast().fingerprint());
    try (RestHttpAdapter adapter = new RestHttpAdapter(address, right)) {
      assertEquals(200, adapter.send(GET).join().status());
    }
    asked.clear();
    for (ServerTrust trust : List.of(wrong, new ServerTrust.Authorities())) {
      try (RestHttpAdapter adapter = new RestHttpAdapter(address, trust)) {
        assertInstanceOf(ConnectionError.class, failureOf(adapter));
      }
    }
    assertTrue(asked.isEmpty(), "no request reaches who is not trusted");
  }

  @Test
  void pinsOnFirstUseAndRefusesAnotherFromThen() throws Exception {
    PinStore pins = new FilePinStore(folder.resolve("pins"));
    ServerTrust trust = new ServerTrust.FirstUse(pins);
    ServerAddress address = startTls(certificates.getFirst(), 0);
    try (RestHttpAdapter adapter = new RestHttpAdapter(address, trust)) {
      assertEquals(200, adapter.send(GET).join().status());
    }
    assertEquals(
        certificates.getFirst().fingerprint(),
        pins.find("127.0.0.1:" + address.port()).orElseThrow());
    server.stop(0);

    startTls(certificates.getLast(), address.port());
    try (RestHttpAdapter adapter = new RestHttpAdapter(address, trust)) {
      assertInstanceOf(ConnectionError.class, failureOf(adapter));
      pins.forget("127.0.0.1:" + address.port());
      assertEquals(200, adapter.send(GET).join().status());
    }
  }

  @Test
  void sendsNothingOnceClosed() {
    RestHttpAdapter adapter = new RestHttpAdapter(start(), new ServerTrust.Authorities());
    adapter.close();
    assertInstanceOf(ConnectionError.class, failureOf(adapter));
    assertTrue(asked.isEmpty());
  }
}
