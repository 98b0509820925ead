package dev.vivarium.net.server.store;

import java.util.Set;

/// Tokens that were logged out before their time. Blocks its caller.
public interface RevocationRepository {
  /// Keeps the token's id until it would have expired (seconds since 1970).
  void revoke(String tokenId, long expiresS);

  /// Ids of those that have not expired, forgetting the others.
  Set<String> unexpired(long nowS);
}
