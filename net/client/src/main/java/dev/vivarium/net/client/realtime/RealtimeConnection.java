package dev.vivarium.net.client.realtime;

import dev.vivarium.net.client.SocketClosed;
import org.jspecify.annotations.Nullable;

/// One connection from its opening to its end. May be used from any thread.
public interface RealtimeConnection {
  /// Messages that have arrived and not been polled; a carrier reads no further then, so that the
  /// server has to wait.
  int MAX_WAITING_MESSAGES = 256;

  /// Bytes that were taken and not sent.
  int MAX_OUTGOING_BYTES = 1 << 20;

  /// What comes of a connection: at most one [Opened], any number of [Message]s, one [Ended].
  sealed interface Arrival {}

  /// Messages can be sent.
  record Opened() implements Arrival {}

  /// @param bytes the receiver's own
  record Message(byte[] bytes) implements Arrival {}

  /// Nothing comes after it.
  record Ended(SocketClosed end) implements Arrival {}

  /// What has arrived next, or null. Never waits.
  @Nullable Arrival poll();

  /// @param message not to be changed any more
  /// @return false if it was not taken: not open, or [#MAX_OUTGOING_BYTES] wait to be sent
  boolean send(byte[] message);

  /// Ends the connection or the attempt, after what was sent. Does nothing the second time.
  void close();
}
