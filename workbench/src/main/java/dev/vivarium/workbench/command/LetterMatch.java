package dev.vivarium.workbench.command;

import java.util.Locale;

/// How well typed letters fit a title: lower is better.
final class LetterMatch {
  static final int NONE = Integer.MAX_VALUE;
  private static final int NOT_AT_WORD_START = 3;

  private LetterMatch() {}

  static int score(String typed, String title) {
    var letters = typed.toLowerCase(Locale.ROOT).replace(" ", "");
    var text = title.toLowerCase(Locale.ROOT);
    var score = 0;
    var from = 0;
    for (var i = 0; i < letters.length(); i++) {
      var at = text.indexOf(letters.charAt(i), from);
      if (at < 0) {
        return NONE;
      }
      score += gap(text, from, at);
      from = at + 1;
    }
    return score;
  }

  private static int gap(String text, int from, int at) {
    if (at == from && at > 0) {
      return 0;
    }
    var wordStart = at == 0 || text.charAt(at - 1) == ' ';
    return wordStart ? 1 : NOT_AT_WORD_START + at - from;
  }
}
