package dev.vivarium.net.server.control;

import dev.vivarium.net.protocol.control.ErrorCode;

/// A socket request that is answered with an error; the socket stays open.
final class SocketRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final ErrorCode code;

  SocketRefused(ErrorCode code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  static SocketRefused badInput(String message) {
    return new SocketRefused(ErrorCode.BAD_INPUT, message);
  }

  ErrorCode code() {
    return code;
  }

  String words() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
