package dev.vivarium.workbench.remote;

/// Where far worlds are reached, and the limits of what both sides take.
public final class SessionWire {
  /// The WebSocket's path on the server's port.
  public static final String PATH = "/session";

  /// Raised when messages change; what the calls hold is compared by itself.
  public static final int VERSION = 1;

  /// Of one message from a client.
  public static final int UP_BYTES_MAX = 256 << 10;

  /// Of one message to a client.
  public static final int DOWN_BYTES_MAX = 16 << 20;

  /// Calls of one client that wait for their answer.
  public static final int CALLS_MAX = 64;

  /// Earlier ticks that one client may look at at once.
  public static final int VISITS_MAX = 2;

  /// Objects and lists within each other.
  public static final int NESTING_MAX = 64;

  /// How long a connection may stay without saying who it is.
  public static final int GREETING_WAIT_MS = 10_000;

  private SessionWire() {}
}
