package dev.vivarium.net.server.transport;

/// Hears what one socket receives, one call at a time, in order. Called on virtual threads; may
/// block, and while it does the socket is read no further than a few messages. What it throws
/// closes the socket.
public interface SocketListener {
  /// A whole message, of the kind that the endpoint takes. The bytes are the listener's.
  void onMessage(byte[] bytes);

  /// Whether messages are taken without waiting from now on. They then come on the socket's event
  /// loop: to switch threads for each would cost more than most of them do.
  default boolean neverWaits() {
    return false;
  }

  /// The last call.
  void onClosed(CloseReason reason);
}
