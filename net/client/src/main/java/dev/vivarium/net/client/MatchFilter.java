package dev.vivarium.net.client;

import org.jspecify.annotations.Nullable;

/// Which matches to list.
///
/// @param limit 1 to 100
/// @param authoritative absent is both
/// @param label the whole label; empty is any
/// @param minSize in sessions; absent is any
/// @param maxSize in sessions; absent is any
/// @param query over labels; empty is any
public record MatchFilter(
    int limit,
    @Nullable Boolean authoritative,
    String label,
    @Nullable Integer minSize,
    @Nullable Integer maxSize,
    String query) {
  /// The first ten of all.
  public static final MatchFilter ANY = new MatchFilter(10, null, "", null, null, "");
}
