package dev.vivarium.net.server.account;

import java.util.Map;
import java.util.UUID;

/// Whom a session token speaks for. `expiresS` is in seconds since 1970.
public record Principal(
    UUID userId, String username, Map<String, String> vars, String tokenId, long expiresS) {
  public Principal {
    vars = Map.copyOf(vars);
  }
}
