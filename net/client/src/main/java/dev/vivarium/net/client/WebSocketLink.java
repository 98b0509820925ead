package dev.vivarium.net.client;

import dev.vivarium.net.client.SocketClosed.Cause;
import dev.vivarium.net.protocol.control.ControlLimits;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One WebSocket connection from its opening to its end. The platform's threads put arrivals into a
/// queue, the ticking thread takes them. How many may wait is what the platform has been asked for
/// ([WebSocket#request]): one more is asked for with each that is taken.
final class WebSocketLink implements WebSocket.Listener {
  private static final Logger log = LoggerFactory.getLogger(WebSocketLink.class);

  /// From asking for the end until the connection is cut.
  private static final long FAREWELL_MS = 1_000;

  sealed interface Arrival {}

  record Opened() implements Arrival {}

  record Text(String text) implements Arrival {}

  record Ended(SocketClosed end) implements Arrival {}

  private enum State {
    CONNECTING,
    OPEN,
    ENDED
  }

  private final HttpClient http;
  private final boolean isOwn;
  private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();

  /// The frame that arrives in parts; of the platform's listener calls only, one at a time.
  private final StringBuilder part = new StringBuilder();

  // All below guarded by this.
  private State state = State.CONNECTING;
  private boolean isClosedByUs;
  private boolean hasSaidFarewell;
  private boolean isSending;
  private final Queue<String> outgoing = new ArrayDeque<>();
  private @Nullable WebSocket webSocket;

  /// @param isOwn whether nobody else uses the platform's client, so that it ends with this
  WebSocketLink(HttpClient http, boolean isOwn) {
    this.http = http;
    this.isOwn = isOwn;
  }

  void open(URI address, Duration timeout) {
    CompletableFuture<WebSocket> opening =
        http.newWebSocketBuilder().connectTimeout(timeout).buildAsync(address, this);
    whenDone(opening, this::notOpened);
  }

  private void notOpened(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof WebSocketHandshakeException refused) {
      int status = refused.getResponse().statusCode();
      end(new SocketClosed(Cause.NOT_OPENED, status, "refused with status " + status));
    } else {
      end(new SocketClosed(Cause.NOT_OPENED, SocketClosed.ABNORMAL, String.valueOf(cause)));
    }
    abort();
  }

  synchronized boolean isConnecting() {
    return state == State.CONNECTING;
  }

  synchronized boolean isOpen() {
    return state == State.OPEN;
  }

  /// What has arrived next, null for nothing. After our own end only that.
  @Nullable Arrival poll() {
    while (true) {
      Arrival arrival = arrivals.poll();
      boolean isMuted;
      WebSocket source;
      synchronized (this) {
        isMuted = isClosedByUs;
        source = webSocket;
      }
      if (arrival instanceof Text && source != null && !isMuted) {
        source.request(1);
      }
      if (arrival == null || arrival instanceof Ended || !isMuted) {
        return arrival;
      }
    }
  }

  boolean send(String text) {
    synchronized (this) {
      if (state != State.OPEN || outgoing.size() >= WebSocketAdapter.MAX_OUTGOING_TEXTS) {
        return false;
      }
      outgoing.add(text);
      if (isSending) {
        return true;
      }
      isSending = true;
    }
    sendNext();
    return true;
  }

  /// The platform takes one text at a time.
  private void sendNext() {
    CompletableFuture<WebSocket> sent;
    do {
      String next;
      WebSocket target;
      synchronized (this) {
        next = outgoing.poll();
        target = webSocket;
        isSending = next != null;
      }
      if (target == null) {
        return;
      }
      if (next == null) {
        sayFarewell(target);
        return;
      }
      sent = target.sendText(next, true);
    } while (sent.isDone() && !sent.isCompletedExceptionally());
    sent.thenRun(this::sendNext)
        .exceptionally(failure -> {
          onError(failure);
          return null;
        });
  }

  void close() {
    WebSocket target;
    boolean isIdle;
    synchronized (this) {
      if (state == State.ENDED) {
        return;
      }
      state = State.ENDED;
      isClosedByUs = true;
      target = webSocket;
      isIdle = !isSending;
    }
    arrivals.add(new Ended(new SocketClosed(Cause.BY_US, SocketClosed.NORMAL, "closed by us")));
    if (target == null) {
      abort();
      return;
    }
    CompletableFuture.delayedExecutor(FAREWELL_MS, TimeUnit.MILLISECONDS).execute(this::abort);
    if (isIdle) {
      sayFarewell(target);
    }
  }

  /// After what was sent before, and only once we want to go.
  private void sayFarewell(WebSocket target) {
    synchronized (this) {
      if (!isClosedByUs || hasSaidFarewell) {
        return;
      }
      hasSaidFarewell = true;
    }
    whenDone(target.sendClose(SocketClosed.NORMAL, ""), _ -> abort());
  }

  private void abort() {
    WebSocket target;
    synchronized (this) {
      target = webSocket;
    }
    if (target != null) {
      target.abort();
    }
    if (isOwn) {
      http.shutdownNow();
    }
  }

  /// @return whether it had not ended before
  private boolean end(SocketClosed end) {
    synchronized (this) {
      if (state == State.ENDED) {
        return false;
      }
      state = State.ENDED;
      outgoing.clear();
    }
    arrivals.add(new Ended(end));
    return true;
  }

  private void refuse(int code, String reason) {
    boolean isFirst = end(new SocketClosed(Cause.BAD_INPUT, code, reason));
    log.debug("{}, told: {}", reason, isFirst);
    abort();
  }

  @Override
  public void onOpen(WebSocket opened) {
    synchronized (this) {
      webSocket = opened;
      if (state == State.CONNECTING) {
        state = State.OPEN;
        arrivals.add(new Opened());
      }
    }
    if (isOpen()) {
      opened.request(WebSocketAdapter.MAX_WAITING_FRAMES);
    } else {
      abort();
    }
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket source, CharSequence data, boolean isLast) {
    if (part.length() + data.length() > ControlLimits.MAX_SERVER_FRAME_BYTES) {
      refuse(SocketClosed.TOO_LARGE, "a message is too large");
      return null;
    }
    part.append(data);
    if (isLast) {
      arrivals.add(new Text(part.toString()));
      part.setLength(0);
    } else {
      source.request(1);
    }
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket source, ByteBuffer data, boolean isLast) {
    refuse(SocketClosed.UNSUPPORTED, "a binary message among texts");
    return null;
  }

  /// The platform answers with the same once this returns; the client then has no more to do. It
  /// calls this also for a connection that ends without a close frame.
  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket source, int code, String reason) {
    Cause cause = code == SocketClosed.ABNORMAL ? Cause.BROKEN : Cause.BY_SERVER;
    boolean isFirst = end(new SocketClosed(cause, code, reason));
    log.debug("{} with {} {}, told: {}", cause, code, reason, isFirst);
    CompletableFuture.delayedExecutor(FAREWELL_MS, TimeUnit.MILLISECONDS).execute(this::abort);
    return null;
  }

  @Override
  public void onError(@Nullable WebSocket source, Throwable failure) {
    onError(failure);
  }

  private void onError(Throwable failure) {
    boolean isFirst =
        end(new SocketClosed(Cause.BROKEN, SocketClosed.ABNORMAL, String.valueOf(failure)));
    log.debug("broken, told: {}", isFirst, failure);
    abort();
  }

  private static void whenDone(CompletableFuture<WebSocket> future, Consumer<Throwable> onFailure) {
    future.exceptionally(failure -> {
      onFailure.accept(failure);
      return null;
    });
  }
}
