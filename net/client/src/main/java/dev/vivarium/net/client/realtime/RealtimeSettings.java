package dev.vivarium.net.client.realtime;

import dev.vivarium.net.client.ServerAddress;
import java.net.URI;

/// Where a client plays, as whom, and how patiently.
///
/// @param room name of the world; empty for the server's first
/// @param wantsModules whether the client halves of plugins are fetched; who only looks at values
///   needs none
/// @param seed of the jitter between tries, so that clients lost at once do not come back at once
public record RealtimeSettings(
    ServerAddress server,
    String room,
    TokenSource tokens,
    boolean wantsModules,
    RealtimeTimes times,
    long seed) {
  /// Where a server takes realtime connections.
  public static final String PATH = "/realtime";

  /// With modules and the usual times.
  public static RealtimeSettings of(
      ServerAddress server, String room, TokenSource tokens, long seed) {
    return new RealtimeSettings(server, room, tokens, true, RealtimeTimes.DEFAULT, seed);
  }

  URI address() {
    return server.webSocket(PATH);
  }
}
