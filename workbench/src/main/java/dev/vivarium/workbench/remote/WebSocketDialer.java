package dev.vivarium.workbench.remote;

import dev.vivarium.net.client.ServerAddress;
import dev.vivarium.net.client.ServerTrust;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Connects over WebSockets, with TLS as the server's address says.
final class WebSocketDialer implements SessionLink.Dialer {
  private static final Duration CONNECT_WAIT = Duration.ofSeconds(8);

  private static final int CLOSE_WAIT_MS = 1_000;

  private final ServerAddress server;
  private final HttpClient http;

  WebSocketDialer(ServerAddress server, ServerTrust trust) {
    this.server = server;
    HttpClient.Builder builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_WAIT);
    http = (server.isTls() ? builder.sslContext(trust.context(server)) : builder).build();
  }

  @Override
  public SessionLink dial(SessionLink.Listener listener) {
    Link link = new Link(listener);
    var _ =
        http.newWebSocketBuilder()
            .connectTimeout(CONNECT_WAIT)
            .buildAsync(server.webSocket(SessionWire.PATH), link)
            .whenComplete((socket, problem) -> {
              if (problem != null) {
                link.end(loss(problem));
              }
            });
    return link;
  }

  private SessionLink.Loss loss(Throwable problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException wrong) {
        return new SessionLink.Loss(
            "The certificate of %s is not the one that you trust: %s."
                .formatted(server, wrong.getMessage()),
            true);
      }
      if (cause instanceof WebSocketHandshakeException refused) {
        return new SessionLink.Loss(
            "%s lets nobody work on its worlds (it answered %d)."
                .formatted(server, refused.getResponse().statusCode()),
            true);
      }
    }
    return new SessionLink.Loss(server + " cannot be reached.", false);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  /// One connection.
  private static final class Link implements SessionLink, WebSocket.Listener {
    private final Listener listener;
    private final StringBuilder parts = new StringBuilder();
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable WebSocket socket;

    /// The last message that is going out. Guarded by this.
    private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);

    Link(Listener listener) {
      this.listener = listener;
    }

    @Override
    public void onOpen(WebSocket opened) {
      socket = opened;
      if (over.get()) {
        opened.abort();
        return;
      }
      listener.opened();
      opened.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      if (parts.length() + part.length() > SessionWire.DOWN_BYTES_MAX) {
        end(new Loss("The server sent more at once than is allowed.", false));
        from.abort();
        return null;
      }
      parts.append(part);
      if (last) {
        String text = parts.toString();
        parts.setLength(0);
        parts.trimToSize();
        listener.text(text);
      } else {
        from.request(1);
      }
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
      listener.pong();
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      end(
          new Loss(
              reason.isEmpty() ? "The server ended the connection." : sentence(reason), false));
      return null;
    }

    private static String sentence(String words) {
      return "The server ended the connection: " + words + ".";
    }

    @Override
    public void onError(WebSocket from, Throwable problem) {
      end(new Loss("The connection is lost.", false));
    }

    void end(Loss loss) {
      if (over.compareAndSet(false, true)) {
        listener.closed(loss);
      }
    }

    @Override
    public void send(String text) {
      later(open -> open.sendText(text, true));
    }

    @Override
    public void ping() {
      later(open -> open.sendPing(ByteBuffer.allocate(0)));
    }

    private interface Send {
      CompletableFuture<WebSocket> by(WebSocket open);
    }

    private synchronized void later(Send send) {
      WebSocket open = socket;
      if (open != null && !over.get()) {
        sending = sending.handle((v, problem) -> true).thenCompose(v -> send.by(open));
      }
    }

    @Override
    public void more() {
      WebSocket open = socket;
      if (open != null) {
        open.request(1);
      }
    }

    @Override
    public void close() {
      end(new Loss("The connection was closed.", false));
      WebSocket open = socket;
      if (open != null) {
        var _ =
            open.sendClose(WebSocket.NORMAL_CLOSURE, "")
                .orTimeout(CLOSE_WAIT_MS, TimeUnit.MILLISECONDS)
                .whenComplete((v, problem) -> open.abort());
      }
    }
  }
}
