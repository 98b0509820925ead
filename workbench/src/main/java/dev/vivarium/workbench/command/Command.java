package dev.vivarium.workbench.command;

import java.util.Optional;

/// One act of the workbench.
///
/// @param id stable name such as `file.save`, for scripts and key bindings
/// @param title what people read, in the imperative
/// @param shortcut in the notation of the toolkit's key combinations, such as `Shortcut+S`
/// @param icon literal of the icon set; empty for none
/// @param obstacle what may keep it from being done now
/// @param action does it, on the window's thread
public record Command(
    String id,
    String title,
    Optional<String> shortcut,
    String icon,
    Obstacle obstacle,
    Runnable action) {

  /// Whether it can be done now.
  public boolean isPossible() {
    return obstacle.reason().isEmpty();
  }

  /// The same hint, and why it cannot be done now.
  public String hintNow() {
    var reason = obstacle.reason();
    return reason.isEmpty() ? hint() : hint() + "\nNot now: " + reason;
  }

  /// The title with the shortcut behind it, as tooltips show it.
  public String hint() {
    return shortcut.map(keys -> title + "  (" + Shortcuts.readable(keys) + ")").orElse(title);
  }
}
