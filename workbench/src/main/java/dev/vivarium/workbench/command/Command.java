package dev.vivarium.workbench.command;

import java.util.Optional;

/// One act of the workbench.
///
/// @param id stable name such as `file.save`, for scripts and key bindings
/// @param title what people read, in the imperative
/// @param shortcut in the notation of the toolkit's key combinations, such as `Shortcut+S`
/// @param keysInText keys by which a text itself does it while it has the focus; shown where there
///   is no other shortcut
/// @param icon literal of the icon set; empty for none
/// @param obstacle what may keep it from being done now
/// @param action does it, on the window's thread
public record Command(
    String id,
    String title,
    Optional<String> shortcut,
    Optional<String> keysInText,
    String icon,
    Obstacle obstacle,
    Runnable action) {

  /// Whether it can be done now.
  public boolean isPossible() {
    return obstacle.reason().isEmpty();
  }

  /// The keys that do it, as people read them; empty for none.
  public String keys() {
    return shortcut.or(() -> keysInText).map(Shortcuts::readable).orElse("");
  }

  /// The same hint, and why it cannot be done now.
  public String hintNow() {
    var reason = obstacle.reason();
    return reason.isEmpty() ? hint() : hint() + "\nNot now: " + reason;
  }

  /// The title with the shortcut behind it, as tooltips show it.
  public String hint() {
    return keys().isEmpty() ? title : title + "  (" + keys() + ")";
  }
}
