package dev.vivarium.net.protocol.realtime;

/// One binary message between a client and the server. The bytes of each stand in
/// docs/realtime-protocol.md.
public sealed interface RealtimeMessage permits FromClient, FromServer {
  /// Version of the protocol. Another version is refused with a [Notice].
  int VERSION = 1;
}
