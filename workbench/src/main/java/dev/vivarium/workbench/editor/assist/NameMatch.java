package dev.vivarium.workbench.editor.assist;

import java.util.Locale;

/// How well a name fits the letters that were typed of it.
final class NameMatch {
  /// Does not fit.
  static final int NONE = Integer.MAX_VALUE;

  private NameMatch() {}

  /// Smaller fits better: the beginning, then the beginning in another case, then letters in order.
  static int score(String typed, String name) {
    if (name.startsWith(typed)) {
      return 0;
    }
    var low = typed.toLowerCase(Locale.ROOT);
    var lowName = name.toLowerCase(Locale.ROOT);
    if (lowName.startsWith(low)) {
      return 1;
    }
    return low.charAt(0) != lowName.charAt(0) ? inside(low, lowName) : inOrder(low, lowName);
  }

  private static int inside(String typed, String name) {
    return name.contains(typed) && typed.length() > 1 ? 4 : NONE;
  }

  private static int inOrder(String typed, String name) {
    var at = 0;
    for (var i = 0; i < typed.length(); i++) {
      at = name.indexOf(typed.charAt(i), at) + 1;
      if (at == 0) {
        return NONE;
      }
    }
    return 3;
  }
}
