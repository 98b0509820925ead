package dev.vivarium.net.server.transport;

import java.net.InetSocketAddress;

/// An open WebSocket. Any thread; nothing here waits.
public interface SocketConnection {
  /// Queues a message. Where the queue is full the socket is closed, with [CloseReason#QUEUE_FULL],
  /// and nothing more is sent.
  ///
  /// @return false if the socket is closed or closes now
  boolean send(Frame frame);

  /// Queues a message as [#send(Frame)] does, to leave with those of other sockets.
  ///
  /// @return false if the socket is closed or closes now
  default boolean send(Frame frame, Departure departure) {
    return send(frame);
  }

  /// Sends what is queued and a close frame, then ends the connection, within seconds even if the
  /// other side does not read.
  void close(CloseReason reason);

  /// Messages that wait to be sent.
  int queued();

  InetSocketAddress remote();
}
