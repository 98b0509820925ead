package dev.vivarium.net.client.memory;

import dev.vivarium.net.client.SocketAdapter;
import dev.vivarium.net.client.SocketClosed;
import dev.vivarium.net.client.SocketClosed.Cause;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A connection to a [MemoryPeer]. Both ends may be used from any thread, handlers run in the tick
/// as with any other adapter; time does not pass by itself, so the time-out of [#connect] is the
/// socket's.
public final class MemorySocketAdapter implements SocketAdapter {
  /// Texts that wait at either end.
  public static final int MAX_WAITING_TEXTS = 1_024;

  sealed interface Arrival {}

  record Opened() implements Arrival {}

  record Text(String text) implements Arrival {}

  record Ended(SocketClosed end) implements Arrival {}

  private enum State {
    NONE,
    CONNECTING,
    OPEN,
    ENDED
  }

  // Guarded by this.
  private State state = State.NONE;
  private @Nullable URI address;
  private final Queue<Arrival> arrivals = new ArrayDeque<>();
  private final Queue<String> sent = new ArrayDeque<>();

  /// Set from any thread, read by the one that ticks.
  private volatile Runnable connected = () -> {};

  private volatile Consumer<SocketClosed> closed = _ -> {};
  private volatile Consumer<String> received = _ -> {};

  /// The other end.
  public MemoryPeer peer() {
    return new MemoryPeer(this);
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
  public synchronized boolean isConnecting() {
    return state == State.CONNECTING;
  }

  @Override
  public synchronized boolean isConnected() {
    return state == State.OPEN;
  }

  @Override
  public synchronized void connect(URI address, Duration timeout) {
    if (state != State.NONE) {
      throw new IllegalStateException("the last connection's end has not been told");
    }
    state = State.CONNECTING;
    this.address = address;
    sent.clear();
  }

  @Override
  public synchronized boolean send(String text, boolean isReliable) {
    return state == State.OPEN && sent.size() < MAX_WAITING_TEXTS && sent.add(text);
  }

  @Override
  public synchronized void close() {
    if (state == State.CONNECTING || state == State.OPEN) {
      arrivals.clear();
      end(new SocketClosed(Cause.BY_US, SocketClosed.NORMAL, "closed by us"));
    }
  }

  @Override
  public void tick() {
    for (int left = MAX_WAITING_TEXTS + 2; left > 0; left--) {
      Arrival arrival = poll();
      switch (arrival) {
        case null -> {
          return;
        }
        case Opened _ -> connected.run();
        case Text text -> received.accept(text.text());
        case Ended ended -> closed.accept(ended.end());
      }
    }
  }

  private synchronized @Nullable Arrival poll() {
    Arrival arrival = arrivals.poll();
    if (arrival instanceof Ended) {
      state = State.NONE;
    }
    return arrival;
  }

  synchronized @Nullable URI address() {
    return address;
  }

  synchronized boolean accept() {
    if (state != State.CONNECTING) {
      return false;
    }
    state = State.OPEN;
    return arrivals.add(new Opened());
  }

  synchronized boolean deliver(String text) {
    return state == State.OPEN
        && arrivals.size() < MAX_WAITING_TEXTS
        && arrivals.add(new Text(text));
  }

  synchronized @Nullable String pollSent() {
    return sent.poll();
  }

  synchronized void endByPeer(int code, String reason) {
    if (state == State.CONNECTING) {
      end(new SocketClosed(Cause.NOT_OPENED, code, reason));
    } else if (state == State.OPEN) {
      end(new SocketClosed(Cause.BY_SERVER, code, reason));
    }
  }

  private synchronized void end(SocketClosed end) {
    state = State.ENDED;
    arrivals.add(new Ended(end));
  }
}
