package dev.vivarium.workbench.command;

import java.util.Locale;

/// Key combinations as people read them.
final class Shortcuts {
  private static final boolean MAC =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac");

  private Shortcuts() {}

  static String readable(String keys) {
    return keys.replace("Shortcut", MAC ? "Cmd" : "Ctrl")
        .replace("COMMA", ",")
        .replace("Back Slash", "\\")
        .replace("Slash", "/")
        .replace("Open Bracket", "[")
        .replace("Close Bracket", "]")
        .replace("Esc", "Escape");
  }
}
