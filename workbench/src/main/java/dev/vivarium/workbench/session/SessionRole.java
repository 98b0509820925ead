package dev.vivarium.workbench.session;

import java.util.Locale;

/// What somebody may do in a world that many work on. Each may do what those before it may.
public enum SessionRole {
  /// Reads.
  VIEWER,
  /// Acts in the world, as a player; in the workbench it reads.
  PLAYER,
  /// Edits the world and its plugins.
  BUILDER,
  /// Everything.
  ADMIN;

  public boolean covers(SessionRole needed) {
    return compareTo(needed) >= 0;
  }

  /// As people read it.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
