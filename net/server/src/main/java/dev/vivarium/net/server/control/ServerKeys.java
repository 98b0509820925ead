package dev.vivarium.net.server.control;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;

/// The keys that every client of a server has: they tell clients of this server from others and
/// protect nothing from those who have them.
///
/// @param serverKey asked for where somebody signs in
/// @param httpKey lets other servers call functions; absent, nobody may so
record ServerKeys(String serverKey, Optional<String> httpKey) {
  /// Whether the header is `Basic` with the server key as name and no password.
  boolean isServerKey(String authorization) {
    if (!authorization.startsWith("Basic ")) return false;
    byte[] given;
    try {
      given = Base64.getDecoder().decode(authorization.substring("Basic ".length()).strip());
    } catch (IllegalArgumentException e) {
      return false;
    }
    return MessageDigest.isEqual(given, (serverKey + ":").getBytes(StandardCharsets.UTF_8));
  }

  boolean isHttpKey(String given) {
    return httpKey
        .map(key ->
            MessageDigest.isEqual(
                key.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8)))
        .orElse(false);
  }

  @Override
  public String toString() {
    return "ServerKeys[]";
  }
}
