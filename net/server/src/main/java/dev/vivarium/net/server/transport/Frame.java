package dev.vivarium.net.server.transport;

/// A WebSocket message to send. Its bytes are shared, not copied, so one frame may go to many
/// connections; nobody changes them afterwards.
public sealed interface Frame {
  byte[] bytes();

  /// UTF-8.
  record Text(byte[] bytes) implements Frame {}

  record Binary(byte[] bytes) implements Frame {}
}
