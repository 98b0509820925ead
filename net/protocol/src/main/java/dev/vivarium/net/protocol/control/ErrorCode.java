package dev.vivarium.net.protocol.control;

/// Why a socket request failed; the number is the code's place.
public enum ErrorCode {
  RUNTIME_EXCEPTION,
  UNRECOGNIZED_PAYLOAD,
  MISSING_PAYLOAD,
  BAD_INPUT,
  MATCH_NOT_FOUND,
  MATCH_JOIN_REJECTED,
  RUNTIME_FUNCTION_NOT_FOUND,
  RUNTIME_FUNCTION_EXCEPTION;

  /// As it is written.
  public int code() {
    return ordinal();
  }
}
