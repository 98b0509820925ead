package dev.vivarium.net.server.room;

/// What match data means between a world and those who are in it by the control protocol. See
/// `docs/control-protocol.md`.
public final class OpCodes {
  /// A message on one of the world's remote channels, both ways, as `{"channel": "fish/Feed",
  /// "payload": {...}}`.
  public static final long MESSAGE = 1;

  /// To a member: why what it sent was not taken, as `{"channel": ..., "error": ...}`.
  public static final long REFUSED = 2;

  private OpCodes() {}
}
