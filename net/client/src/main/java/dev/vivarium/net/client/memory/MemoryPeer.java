package dev.vivarium.net.client.memory;

import java.net.URI;
import java.util.Optional;

/// The server's end of a [MemorySocketAdapter]. Thread-safe.
public final class MemoryPeer {
  private final MemorySocketAdapter adapter;

  MemoryPeer(MemorySocketAdapter adapter) {
    this.adapter = adapter;
  }

  /// What the client asked for when it connected last.
  public Optional<URI> address() {
    return Optional.ofNullable(adapter.address());
  }

  /// Lets the client in.
  ///
  /// @return false if it is not at the door
  public boolean accept() {
    return adapter.accept();
  }

  /// @return false if there is no connection, or [MemorySocketAdapter#MAX_WAITING_TEXTS] wait
  ///   already
  public boolean send(String text) {
    return adapter.deliver(text);
  }

  /// The next text that the client sent.
  public Optional<String> poll() {
    return Optional.ofNullable(adapter.pollSent());
  }

  /// Ends the connection, or refuses it while it is not accepted.
  ///
  /// @param code as RFC 6455 numbers it, or the HTTP status of a refusal
  public void close(int code, String reason) {
    adapter.endByPeer(code, reason);
  }
}
