package dev.vivarium.net.server.transport;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// The open sockets of a server, so that it can end them. Any thread.
final class SocketRegistry {
  private final Set<SocketHandler> open = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Void> empty = new CompletableFuture<>();

  /// Written by the thread that drains, read by event loops.
  private volatile boolean draining;

  private volatile CloseReason reason = CloseReason.goingAway("");

  void add(SocketHandler socket) {
    open.add(socket);
    if (draining) socket.close(reason);
  }

  void remove(SocketHandler socket) {
    open.remove(socket);
    if (draining && open.isEmpty()) empty.complete(null);
  }

  boolean draining() {
    return draining;
  }

  /// Closes all, and those that open from now on.
  ///
  /// @return done when none is left
  CompletableFuture<Void> drain(CloseReason why) {
    reason = why;
    draining = true;
    for (SocketHandler socket : open) socket.close(why);
    if (open.isEmpty()) empty.complete(null);
    return empty;
  }
}
