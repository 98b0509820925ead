package dev.vivarium.net.client;

/// Why a socket is closed.
///
/// @param code as RFC 6455 numbers it; 1006 where the connection ended without a word; the HTTP
///   status where the server refused to open it
/// @param reason for people; the server's words are cut at 123 bytes by the protocol
public record SocketClosed(Cause cause, int code, String reason) {
  public static final int NORMAL = 1000;
  public static final int UNSUPPORTED = 1003;
  public static final int ABNORMAL = 1006;
  public static final int TOO_LARGE = 1009;

  public enum Cause {
    /// [Socket#close] was called.
    BY_US,
    /// The server closed it, with code and reason.
    BY_SERVER,
    /// It could not be opened: not reached, not trusted, refused, or too slow.
    NOT_OPENED,
    /// The connection broke.
    BROKEN,
    /// The server did not answer a ping in time.
    NO_PONG,
    /// The server sent what is not the protocol's.
    BAD_INPUT
  }
}
