package dev.vivarium.net.server.transport;

import java.nio.charset.StandardCharsets;

/// Why a socket ends: a code of RFC 6455, section 7.4, and words that fit into its close frame (123
/// bytes).
public record CloseReason(int code, String words) {
  private static final int WORDS_BYTES_MAX = 123;

  public static final CloseReason NORMAL = new CloseReason(1000, "");
  public static final CloseReason GONE = new CloseReason(1001, "connection lost");
  public static final CloseReason NO_PONG = new CloseReason(1001, "no pong in time");
  public static final CloseReason QUEUE_FULL = new CloseReason(1013, "reads too slowly");
  public static final CloseReason TOO_FAST = new CloseReason(1008, "sends too much");
  public static final CloseReason WRONG_KIND = new CloseReason(1003, "frames of another kind");
  public static final CloseReason TOO_LARGE = new CloseReason(1009, "message too large");
  public static final CloseReason SERVER_ERROR = new CloseReason(1011, "server error");

  /// The server stops; clients may come back.
  public static CloseReason goingAway(String words) {
    return new CloseReason(1001, words);
  }

  /// What was sent is not the protocol.
  public static CloseReason badMessage(String words) {
    return new CloseReason(1007, words);
  }

  /// Who it is may not be here.
  public static CloseReason notAllowed(String words) {
    return new CloseReason(1008, words);
  }

  public CloseReason {
    while (words.getBytes(StandardCharsets.UTF_8).length > WORDS_BYTES_MAX) {
      words = words.substring(0, words.offsetByCodePoints(words.length(), -1));
    }
  }
}
