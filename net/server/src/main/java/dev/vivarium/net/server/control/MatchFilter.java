package dev.vivarium.net.server.control;

import dev.vivarium.net.protocol.control.MatchList.ListedMatch;
import java.util.Optional;

/// Which matches a list shall show.
///
/// @param authoritative absent is both sorts
/// @param label exact; empty is any
/// @param maxSize absent is any
/// @param query over labels; only matches of the server have one
record MatchFilter(
    Optional<Boolean> authoritative,
    String label,
    int minSize,
    Optional<Integer> maxSize,
    Optional<LabelQuery> query) {

  boolean test(ListedMatch match) {
    String matchLabel = match.label() == null ? "" : match.label();
    return authoritative.map(wanted -> wanted == match.authoritative()).orElse(true)
        && (label.isEmpty() || label.equals(matchLabel))
        && match.size() >= minSize
        && maxSize.map(max -> match.size() <= max).orElse(true)
        && query.map(wanted -> match.authoritative() && wanted.matches(matchLabel)).orElse(true);
  }
}
