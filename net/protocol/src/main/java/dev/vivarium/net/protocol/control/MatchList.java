package dev.vivarium.net.protocol.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The reply of `GET /v2/match`.
public record MatchList(List<ListedMatch> matches) {
  public MatchList {
    matches = List.copyOf(matches);
  }

  /// @param authoritative run by the server
  /// @param label what the match says of itself, often a JSON text
  /// @param size sessions in it
  /// @param tickRate in ticks a second
  public record ListedMatch(
      String matchId,
      boolean authoritative,
      @Explicit @Nullable String label,
      int size,
      int tickRate,
      String handlerName) {}
}
