package dev.vivarium.net.protocol.control;

import org.jspecify.annotations.Nullable;

/// A body or a frame that is not the protocol's. The words are about the input's shape and safe to
/// send back.
public final class InvalidControlException extends Exception {
  private static final long serialVersionUID = 1;

  /// What is wrong, and so how to answer a frame.
  public enum Reason {
    /// Over the limit; nothing of it was read. Close.
    TOO_LARGE,
    /// No JSON object, too deep, or more than one. Close, there is nobody to answer.
    NOT_JSON,
    /// Says nothing. Answer with [ErrorCode#MISSING_PAYLOAD] and close.
    EMPTY,
    /// A kind that this side does not take. Answer with [ErrorCode#UNRECOGNIZED_PAYLOAD] and close.
    UNKNOWN_KIND,
    /// A field that is unknown or of another type. Answer with [ErrorCode#BAD_INPUT].
    BAD_FIELD
  }

  private final Reason reason;
  private final String cid;

  InvalidControlException(Reason reason, String cid, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.cid = cid;
  }

  public Reason reason() {
    return reason;
  }

  /// The frame's mark as far as it was read, else empty.
  public String cid() {
    return cid;
  }
}
