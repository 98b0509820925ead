package dev.vivarium.net.protocol.control;

/// The reply to authenticating and to refreshing.
///
/// @param created whether the account is new
/// @param token a JWT for requests
/// @param refreshToken a JWT that only [SessionRefresh] takes
public record SessionTokens(boolean created, String token, String refreshToken) {

  /// Without the tokens, for logs.
  @Override
  public String toString() {
    return "SessionTokens[created=" + created + "]";
  }
}
