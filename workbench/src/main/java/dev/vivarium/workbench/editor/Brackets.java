package dev.vivarium.workbench.editor;

import java.util.Optional;
import java.util.function.IntPredicate;

/// Finds the bracket that belongs to the one beside the caret.
final class Brackets {
  /// How far is looked, in code units.
  static final int MAX_DISTANCE = 50_000;

  private static final String OPEN = "([{";
  private static final String CLOSE = ")]}";

  /// Offsets of two brackets that belong together.
  record Pair(int one, int other) {}

  private Brackets() {}

  /// The pair of which one is right before or, failing that, right after the caret. `counts` says
  /// whether a place is code and not in a string or comment.
  static Optional<Pair> at(CharSequence text, int caret, IntPredicate counts) {
    return beside(text, caret - 1, counts).or(() -> beside(text, caret, counts));
  }

  private static Optional<Pair> beside(CharSequence text, int at, IntPredicate counts) {
    if (at < 0 || at >= text.length()) {
      return Optional.empty();
    }
    var c = text.charAt(at);
    var opens = OPEN.indexOf(c);
    var closes = CLOSE.indexOf(c);
    if ((opens < 0 && closes < 0) || !counts.test(at)) {
      return Optional.empty();
    }
    return opens >= 0
        ? search(text, at, 1, c, CLOSE.charAt(opens), counts)
        : search(text, at, -1, c, OPEN.charAt(closes), counts);
  }

  private static Optional<Pair> search(
      CharSequence text, int from, int step, char same, char wanted, IntPredicate counts) {
    var depth = 0;
    var left = MAX_DISTANCE;
    for (var at = from; at >= 0 && at < text.length() && left > 0; at += step, left--) {
      var c = text.charAt(at);
      if ((c == same || c == wanted) && counts.test(at)) {
        depth += c == same ? 1 : -1;
        if (depth == 0) {
          return Optional.of(new Pair(from, at));
        }
      }
    }
    return Optional.empty();
  }
}
