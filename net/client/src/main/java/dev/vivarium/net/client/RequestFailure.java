package dev.vivarium.net.client;

import dev.vivarium.net.protocol.control.ApiError;
import dev.vivarium.net.protocol.control.ControlJson;
import dev.vivarium.net.protocol.control.InvalidControlException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Why a request of [Client] failed.
public abstract sealed class RequestFailure extends Exception {
  private static final long serialVersionUID = 1;

  private RequestFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// The server refused; to send the same again will not help. A status of 401 asks for signing in.
  public static final class ClientError extends RequestFailure {
    private static final long serialVersionUID = 1;
    private final int status;
    private final byte[] body;

    ClientError(int status, byte[] body) {
      super(words(status, body), null);
      this.status = status;
      this.body = body;
    }

    /// 400 to 499.
    public int status() {
      return status;
    }

    /// As it came.
    public byte[] body() {
      return body.clone();
    }

    /// The body, where it is the protocol's.
    public Optional<ApiError> error() {
      return parse(body);
    }
  }

  /// The server failed; the same may succeed later.
  public static final class ServerError extends RequestFailure {
    private static final long serialVersionUID = 1;
    private final int status;
    private final byte[] body;

    ServerError(int status, byte[] body) {
      super(words(status, body), null);
      this.status = status;
      this.body = body;
    }

    /// 500 to 599.
    public int status() {
      return status;
    }

    /// As it came.
    public byte[] body() {
      return body.clone();
    }

    /// The body, where it is the protocol's.
    public Optional<ApiError> error() {
      return parse(body);
    }
  }

  /// No answer: not reached, not trusted, too slow, or an answer over the limit. Whether the server
  /// acted is unknown.
  public static final class ConnectionError extends RequestFailure {
    private static final long serialVersionUID = 1;

    public ConnectionError(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// The answer is not the protocol's.
  public static final class ReplyError extends RequestFailure {
    private static final long serialVersionUID = 1;

    ReplyError(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  private static Optional<ApiError> parse(byte[] body) {
    try {
      ApiError error = ControlJson.read(body, ApiError.class);
      return error.message().isEmpty() ? Optional.empty() : Optional.of(error);
    } catch (InvalidControlException e) {
      return Optional.empty();
    }
  }

  private static String words(int status, byte[] body) {
    return status + parse(body).map(error -> " " + error.message()).orElse("");
  }
}
