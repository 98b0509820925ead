package dev.vivarium.net.server.transport;

import java.util.function.Function;

/// What answers at a WebSocket's path.
public interface SocketEndpoint {
  SocketLimits limits();

  /// Decides over an upgrade before it happens. On a virtual thread; may block.
  Admission admit(HttpCall call);

  /// Come in, or not.
  sealed interface Admission {
    /// The request is answered so and not upgraded.
    record Refused(HttpReply reply) implements Admission {}

    /// `open` is called once the socket is open, before its first message, on its thread.
    record Accepted(Function<SocketConnection, SocketListener> open) implements Admission {}
  }
}
