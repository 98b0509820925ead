package dev.vivarium.net.server.account;

import dev.vivarium.net.protocol.control.ApiCode;

/// A request that is answered with an error. The words go to the client, so they hold nothing that
/// it may not know.
public final class RequestRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final ApiCode code;

  public RequestRefused(ApiCode code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  static RequestRefused badInput(String message) {
    return new RequestRefused(ApiCode.INVALID_ARGUMENT, message);
  }

  public ApiCode code() {
    return code;
  }

  public String words() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
