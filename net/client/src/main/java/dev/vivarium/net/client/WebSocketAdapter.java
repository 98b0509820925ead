package dev.vivarium.net.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Texts over WebSocket (RFC 6455). Every message is reliable. What arrives waits for the tick, at
/// most [#MAX_WAITING_FRAMES] of it: then the server is read no further, and has to wait.
public final class WebSocketAdapter implements SocketAdapter {
  /// Frames that have arrived and not been told.
  public static final int MAX_WAITING_FRAMES = 256;

  /// Texts that were taken and not sent.
  public static final int MAX_OUTGOING_TEXTS = 64;

  private final ServerTrust trust;

  /// Null where each connection has its own.
  private final @Nullable HttpClient shared;

  private final AtomicReference<@Nullable WebSocketLink> current = new AtomicReference<>();

  /// Set from any thread, read by the one that ticks.
  private volatile Runnable connected = () -> {};

  private volatile Consumer<SocketClosed> closed = _ -> {};
  private volatile Consumer<String> received = _ -> {};

  /// Has threads of its own for each connection.
  public WebSocketAdapter(ServerTrust trust) {
    this.trust = trust;
    this.shared = null;
  }

  private WebSocketAdapter(HttpClient shared) {
    this.trust = new ServerTrust.Authorities();
    this.shared = shared;
  }

  /// Makes adapters for one server that share their threads: hundreds of players in one process.
  public static Supplier<WebSocketAdapter> sharing(ServerAddress server, ServerTrust trust) {
    HttpClient connections = connections(server, trust);
    return () -> new WebSocketAdapter(connections);
  }

  @Override
  public void onConnected(Runnable handler) {
    connected = handler;
  }

  @Override
  public void onClosed(Consumer<SocketClosed> handler) {
    closed = handler;
  }

  @Override
  public void onReceived(Consumer<String> handler) {
    received = handler;
  }

  @Override
  public boolean isConnecting() {
    WebSocketLink link = current.get();
    return link != null && link.isConnecting();
  }

  @Override
  public boolean isConnected() {
    WebSocketLink link = current.get();
    return link != null && link.isOpen();
  }

  @Override
  public void connect(URI address, Duration timeout) {
    WebSocketLink link = link(ServerAddress.of(address));
    if (!current.compareAndSet(null, link)) {
      throw new IllegalStateException("the last connection's end has not been told");
    }
    link.open(address, timeout);
  }

  private WebSocketLink link(ServerAddress server) {
    return shared == null
        ? new WebSocketLink(connections(server, trust), true)
        : new WebSocketLink(shared, false);
  }

  private static HttpClient connections(ServerAddress server, ServerTrust trust) {
    HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
    return (server.isTls() ? builder.sslContext(trust.context(server)) : builder).build();
  }

  @Override
  public boolean send(String text, boolean isReliable) {
    WebSocketLink link = current.get();
    return link != null && link.send(text);
  }

  @Override
  public void close() {
    WebSocketLink link = current.get();
    if (link != null) {
      link.close();
    }
  }

  @Override
  public void tick() {
    WebSocketLink link = current.get();
    if (link == null) {
      return;
    }
    for (int left = MAX_WAITING_FRAMES + 2; left > 0; left--) {
      WebSocketLink.Arrival arrival = link.poll();
      if (arrival == null) {
        return;
      }
      tell(link, arrival);
    }
  }

  private void tell(WebSocketLink link, WebSocketLink.Arrival arrival) {
    switch (arrival) {
      case WebSocketLink.Opened _ -> connected.run();
      case WebSocketLink.Text text -> received.accept(text.text());
      case WebSocketLink.Ended ended -> {
        current.compareAndSet(link, null);
        closed.accept(ended.end());
      }
    }
  }
}
