package dev.vivarium.workbench.project;

import java.util.Locale;

/// Letters typed one after another to jump to a name; a pause starts anew.
final class TypeAhead {
  static final int PAUSE_MS = 800;
  private String prefix = "";

  /// Takes what was typed and returns the prefix so far, or nothing if it was no letter.
  String type(String typed) {
    if (typed.isEmpty() || Character.isISOControl(typed.charAt(0))) {
      return "";
    }
    prefix += typed;
    return prefix;
  }

  /// There was a pause.
  void startAnew() {
    prefix = "";
  }

  static boolean matches(String name, String prefix) {
    return name.toLowerCase(Locale.ROOT).startsWith(prefix.toLowerCase(Locale.ROOT));
  }
}
