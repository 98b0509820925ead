package dev.vivarium.net.client.realtime;

import dev.vivarium.net.client.ServerAddress;
import java.net.URI;

/// Where a client plays, as whom, and how patiently.
///
/// @param room name of the world; empty for the server's first
/// @param depth how much of the world it takes in
/// @param seed of the jitter between tries, so that clients lost at once do not come back at once
public record RealtimeSettings(
    ServerAddress server,
    String room,
    TokenSource tokens,
    Depth depth,
    RealtimeTimes times,
    long seed) {
  /// Where a server takes realtime connections.
  public static final String PATH = "/realtime";

  /// How much of a world a client takes in.
  public enum Depth {
    /// States, and the modules of client halves.
    ALL,
    /// States without modules: for who only looks at values.
    STATES,
    /// Neither; of frames only their ticks are read. For load, thousands in a process.
    TICKS
  }

  /// All of the world and the usual times.
  public static RealtimeSettings of(
      ServerAddress server, String room, TokenSource tokens, long seed) {
    return new RealtimeSettings(server, room, tokens, Depth.ALL, RealtimeTimes.DEFAULT, seed);
  }

  URI address() {
    return server.webSocket(PATH);
  }
}
