package dev.vivarium.workbench.remote;

import java.util.concurrent.CompletableFuture;

/// Gives the token to sign in with at each connection.
@FunctionalInterface
public interface Tokens {
  /// @param refused whether the last one was refused, so that another is needed
  CompletableFuture<String> next(boolean refused);
}
