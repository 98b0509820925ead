package dev.vivarium.net.protocol.control;

/// The body of `POST /v2/session/logout`: the tokens that shall be worth nothing from now on.
public record SessionLogout(String token, String refreshToken) {

  /// Without the tokens, for logs.
  @Override
  public String toString() {
    return "SessionLogout[]";
  }
}
