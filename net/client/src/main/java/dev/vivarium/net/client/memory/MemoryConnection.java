package dev.vivarium.net.client.memory;

import dev.vivarium.net.client.SocketClosed;
import dev.vivarium.net.client.SocketClosed.Cause;
import dev.vivarium.net.client.realtime.RealtimeConnection;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// A connection whose server is an object in the same process. Its methods beyond those of
/// [RealtimeConnection] are the server's end. Thread-safe.
public final class MemoryConnection implements RealtimeConnection {
  private enum State {
    CONNECTING,
    OPEN,
    ENDED
  }

  private final URI address;

  // Guarded by this.
  private State state = State.CONNECTING;
  private final Queue<Arrival> arrivals = new ArrayDeque<>();
  private final Queue<byte[]> sent = new ArrayDeque<>();
  private int sentBytes;

  MemoryConnection(URI address) {
    this.address = address;
  }

  @Override
  public synchronized @Nullable Arrival poll() {
    return arrivals.poll();
  }

  @Override
  public synchronized boolean send(byte[] message) {
    if (state != State.OPEN || sentBytes + message.length > MAX_OUTGOING_BYTES) {
      return false;
    }
    sentBytes += message.length;
    return sent.add(message);
  }

  @Override
  public synchronized void close() {
    if (state != State.ENDED) {
      arrivals.clear();
      end(new SocketClosed(Cause.BY_US, SocketClosed.NORMAL, "closed by us"));
    }
  }

  /// What the client asked for.
  public URI address() {
    return address;
  }

  /// Whether neither side has ended it.
  public synchronized boolean isOpen() {
    return state == State.OPEN;
  }

  /// Lets the client in.
  ///
  /// @return false if it is not at the door
  public synchronized boolean accept() {
    if (state != State.CONNECTING) {
      return false;
    }
    state = State.OPEN;
    return arrivals.add(new Opened());
  }

  /// Sends to the client.
  ///
  /// @return false if there is no connection, or [#MAX_WAITING_MESSAGES] wait already
  public synchronized boolean deliver(byte[] message) {
    return state == State.OPEN
        && arrivals.size() < MAX_WAITING_MESSAGES
        && arrivals.add(new Message(message));
  }

  /// The next message that the client sent; what it sent before it closed can still be taken.
  public synchronized Optional<byte[]> take() {
    byte[] message = sent.poll();
    sentBytes -= message == null ? 0 : message.length;
    return Optional.ofNullable(message);
  }

  /// Ends the connection, or refuses it while it is not accepted.
  ///
  /// @param code as RFC 6455 numbers it, or the HTTP status of a refusal
  public synchronized void endByServer(int code, String reason) {
    if (state == State.CONNECTING) {
      end(new SocketClosed(Cause.NOT_OPENED, code, reason));
    } else if (state == State.OPEN) {
      end(new SocketClosed(Cause.BY_SERVER, code, reason));
    }
  }

  private void end(SocketClosed end) {
    state = State.ENDED;
    arrivals.add(new Ended(end));
  }
}
