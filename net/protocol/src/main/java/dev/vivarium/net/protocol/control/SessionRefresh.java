package dev.vivarium.net.protocol.control;

import java.util.Map;

/// The body of `POST /v2/account/session/refresh`.
///
/// @param token the refresh token
/// @param vars replace the session's when not empty
public record SessionRefresh(String token, Map<String, String> vars) {
  public SessionRefresh {
    vars = Map.copyOf(vars);
  }

  /// Without the token, for logs.
  @Override
  public String toString() {
    return "SessionRefresh" + vars.keySet();
  }
}
