package dev.vivarium.workbench.command;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/// Key combinations as people read, press and write them.
public final class Shortcuts {
  private static final boolean MAC =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac");

  private static final Map<String, Optional<KeyCombination>> PARSED = new ConcurrentHashMap<>();

  /// What stands on a key that the toolkit names by a word.
  private static final Map<String, String> SIGNS =
      Map.of(
          "Comma", ",",
          "Period", ".",
          "Slash", "/",
          "Back Slash", "\\",
          "Open Bracket", "[",
          "Close Bracket", "]",
          "Minus", "-",
          "Equals", "=",
          "Esc", "Escape");

  private Shortcuts() {}

  /// As it is written on keyboards, such as `Ctrl+Shift+Up`.
  public static String readable(String keys) {
    var key = keys.lastIndexOf('+') + 1;
    var name = named(keys).substring(key);
    return keys.substring(0, key).replace("Shortcut", MAC ? "Cmd" : "Ctrl")
        + SIGNS.getOrDefault(name, name);
  }

  /// The combination that a text names; nothing where it names none.
  public static Optional<KeyCombination> parse(String keys) {
    return PARSED.computeIfAbsent(keys, Shortcuts::parsed);
  }

  private static Optional<KeyCombination> parsed(String keys) {
    try {
      // The same key on all systems but one; it is to be one combination there, too.
      return Optional.of(
          KeyCombination.valueOf(named(MAC ? keys : keys.replace("Ctrl+", "Shortcut+"))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// With the key called as the toolkit reads it: it takes `PAGE_DOWN` for a character.
  private static String named(String keys) {
    int key = keys.lastIndexOf('+') + 1;
    return Arrays.stream(KeyCode.values())
        .filter(code -> code.name().equals(keys.substring(key)))
        .findFirst()
        .map(code -> keys.substring(0, key) + code.getName())
        .orElse(keys);
  }

  /// Whether two texts name the same combination, however they are written.
  static boolean areSame(String keys, String others) {
    return keys.equals(others) || (parse(keys).isPresent() && parse(keys).equals(parse(others)));
  }

  /// What was pressed, in the notation of commands; nothing for a modifier alone, or for a letter
  /// that would no longer be typed.
  public static Optional<String> pressed(KeyEvent event) {
    var code = event.getCode();
    if (code.isModifierKey() || code == KeyCode.UNDEFINED) {
      return Optional.empty();
    }
    var modified = event.isShortcutDown() || event.isAltDown();
    if (!modified && !code.isFunctionKey()) {
      return Optional.empty();
    }
    var keys = new StringBuilder();
    keys.append(event.isShortcutDown() ? "Shortcut+" : "");
    keys.append(event.isAltDown() ? "Alt+" : "");
    keys.append(event.isShiftDown() ? "Shift+" : "");
    keys.append(code.isDigitKey() || code.isLetterKey() ? code.getName() : code.name());
    return parse(keys.toString()).map(k -> Shortcuts.normal(keys.toString()));
  }

  /// Modifiers in the order in which commands name them, so that equal combinations are equal
  /// texts.
  static String normal(String keys) {
    var rest = keys.replace("Shortcut+", "").replace("Alt+", "").replace("Shift+", "");
    return (keys.contains("Shortcut+") ? "Shortcut+" : "")
        + (keys.contains("Shift+") ? "Shift+" : "")
        + (keys.contains("Alt+") ? "Alt+" : "")
        + rest;
  }
}
