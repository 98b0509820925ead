package dev.vivarium.net.server.transport;

/// Hears what one socket receives. Called on virtual threads, one call at a time, in order; may
/// block, and while it does the socket is read no further than a few messages. What it throws
/// closes the socket.
public interface SocketListener {
  /// A whole message, of the kind that the endpoint takes. The bytes are the listener's.
  void onMessage(byte[] bytes);

  /// The last call.
  void onClosed(CloseReason reason);
}
