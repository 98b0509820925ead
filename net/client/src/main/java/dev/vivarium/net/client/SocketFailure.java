package dev.vivarium.net.client;

import dev.vivarium.net.protocol.control.ServerMessage;
import java.util.Map;

/// Why a request of [Socket] failed.
public final class SocketFailure extends Exception {
  private static final long serialVersionUID = 1;

  public enum Kind {
    /// The server refused, with code and message.
    REFUSED,
    /// No answer in time; the server may have acted.
    TIMED_OUT,
    /// There was no connection; nothing was sent.
    NOT_CONNECTED,
    /// Too much waits to be sent; this was not.
    BUSY,
    /// Over [dev.vivarium.net.protocol.control.ControlLimits#MAX_CLIENT_FRAME_BYTES]; not sent.
    TOO_LARGE,
    /// The connection ended before the answer; the server may have acted.
    CLOSED,
    /// The answer is not the protocol's, or another than was asked for.
    BAD_REPLY
  }

  private final Kind kind;
  private final int code;
  private final transient Map<String, String> context;

  SocketFailure(Kind kind, String message) {
    this(kind, -1, message, Map.of());
  }

  private SocketFailure(Kind kind, int code, String message, Map<String, String> context) {
    super(message);
    this.kind = kind;
    this.code = code;
    this.context = context;
  }

  static SocketFailure of(ServerMessage.Failure failure) {
    return new SocketFailure(Kind.REFUSED, failure.code(), failure.message(), failure.context());
  }

  public Kind kind() {
    return kind;
  }

  /// See [dev.vivarium.net.protocol.control.ErrorCode]; -1 unless the server refused.
  public int code() {
    return code;
  }

  /// What else the server said.
  public Map<String, String> context() {
    return context;
  }
}
