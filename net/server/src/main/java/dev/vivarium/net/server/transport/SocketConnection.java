package dev.vivarium.net.server.transport;

import java.net.InetSocketAddress;
import java.util.List;

/// An open WebSocket. Any thread; nothing here waits.
public interface SocketConnection {
  /// Queues a message. Where the queue is full the socket is closed, with [CloseReason#QUEUE_FULL],
  /// and nothing more is sent.
  ///
  /// @return false if the socket is closed or closes now
  boolean send(Frame frame);

  /// Queues messages as [#send(Frame)] does, in one go, so that they leave together.
  ///
  /// @return false if the socket is closed or closes now
  default boolean send(List<Frame> frames) {
    boolean sent = true;
    for (Frame frame : frames) {
      sent = send(frame);
    }
    return sent;
  }

  /// Sends what is queued and a close frame, then ends the connection, within seconds even if the
  /// other side does not read.
  void close(CloseReason reason);

  /// Messages that wait to be sent.
  int queued();

  InetSocketAddress remote();
}
