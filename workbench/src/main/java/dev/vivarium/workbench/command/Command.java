package dev.vivarium.workbench.command;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/// One act of the workbench.
///
/// @param id stable name such as `file.save`, for scripts and key bindings
/// @param title what people read, in the imperative
/// @param shortcut in the notation of the toolkit's key combinations, such as `Shortcut+S`
/// @param icon literal of the icon set; empty for none
/// @param enabled whether it can be done now
/// @param action does it, on the window's thread
public record Command(
    String id,
    String title,
    Optional<String> shortcut,
    String icon,
    BooleanSupplier enabled,
    Runnable action) {

  /// The title with the shortcut behind it, as tooltips show it.
  public String hint() {
    return shortcut.map(keys -> title + "  (" + Shortcuts.readable(keys) + ")").orElse(title);
  }
}
