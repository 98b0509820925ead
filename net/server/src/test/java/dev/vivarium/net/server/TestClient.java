package dev.vivarium.net.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Speaks to a server over real sockets, TLS included, in raw JSON.
public final class TestClient implements AutoCloseable {
  private static final Duration WAIT = Duration.ofSeconds(20);
  private static final ObjectMapper JSON = new ObjectMapper();

  /// What came back.
  public record Reply(int status, String body) {
    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new IllegalStateException(body, e);
      }
    }

    int code() {
      return json().path("code").asInt();
    }
  }

  private final HttpClient http;
  private final String authority;
  private final String scheme;

  public TestClient(VivariumServer server) {
    boolean tls = server.certificate().isPresent();
    scheme = tls ? "s" : "";
    authority = "127.0.0.1:" + server.address().getPort();
    HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
    if (tls) builder.sslContext(trusting(server));
    http = builder.build();
  }

  public static SSLContext trusting(VivariumServer server) {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      trusted.setCertificateEntry("server", server.certificate().orElseThrow().own());
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static String basic(String key) {
    byte[] name = (key + ":").getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(name);
  }

  public Reply call(String method, String path, String authorization, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http" + scheme + "://" + authority + path))
            .timeout(WAIT)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!authorization.isEmpty()) request.header("Authorization", authorization);
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      return new Reply(response.statusCode(), response.body());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Signs in by a device of this name, whose user has the same name.
  public Session signIn(String name) {
    String path = "/v2/account/authenticate/device?create=true&username=" + name + "&";
    Reply reply = call("POST", path, basic("defaultkey"), "{\"id\":\"device-" + name + "\"}");
    if (reply.status() != 200) throw new IllegalStateException(reply.body());
    String token = reply.json().get("token").asText();
    byte[] claims = Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]);
    try {
      String userId = JSON.readTree(claims).get("uid").asText();
      return new Session(this, userId, token, reply.json().get("refresh_token").asText());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A signed-in user.
  public record Session(TestClient client, String userId, String token, String refreshToken) {
    Reply call(String method, String path, String body) {
      return client.call(method, path, "Bearer " + token, body);
    }

    Socket connect() {
      return client.connect("/ws?lang=en&status=false&token=" + token).join();
    }
  }

  CompletableFuture<Socket> connect(String path) {
    Socket socket = new Socket();
    return http.newWebSocketBuilder()
        .connectTimeout(WAIT)
        .buildAsync(URI.create("ws" + scheme + "://" + authority + path), socket)
        .thenApply(socket::opened);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  /// A socket and what it received.
  static final class Socket implements WebSocket.Listener {
    private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder part = new StringBuilder();
    private @Nullable WebSocket socket;

    Socket opened(WebSocket opened) {
      socket = opened;
      return this;
    }

    WebSocket raw() {
      if (socket == null) throw new IllegalStateException("not open");
      return socket;
    }

    Socket send(String json) {
      raw().sendText(json, true).join();
      return this;
    }

    /// The reply to a request; other messages before it are dropped.
    JsonNode ask(String cid, String json) {
      send(json.replaceFirst("}$", ",\"cid\":\"" + cid + "\"}"));
      return next(cid);
    }

    /// The next message with this cid or, without, of this kind.
    JsonNode next(String kindOrCid) {
      while (true) {
        JsonNode message = poll().orElseThrow(() -> new AssertionError("no " + kindOrCid));
        if (message.has(kindOrCid) || message.path("cid").asText().equals(kindOrCid)) {
          return message;
        }
      }
    }

    Optional<JsonNode> poll() {
      try {
        return Optional.ofNullable(received.poll(WAIT.toSeconds(), TimeUnit.SECONDS));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    BlockingQueue<JsonNode> received() {
      return received;
    }

    /// Waits for the end and returns its code, 0 where there was no close frame.
    int closeCode() {
      return closed.orTimeout(WAIT.toSeconds(), TimeUnit.SECONDS).join();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
      part.append(text);
      if (last) {
        try {
          received.add(JSON.readTree(part.toString()));
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
        part.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      closed.complete(code);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      closed.complete(0);
    }
  }
}
