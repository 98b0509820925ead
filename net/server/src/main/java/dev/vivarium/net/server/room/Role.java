package dev.vivarium.net.server.room;

/// What somebody may do in a world. Each role may do what those before it may.
public enum Role {
  /// Sees and hears.
  VIEWER,
  /// Acts: writes to entities of its own, sends remote messages, talks.
  PLAYER,
  /// Edits the world and its plugins.
  BUILDER,
  /// Kicks, bans, mutes, gives roles, and edits any world of the server.
  ADMIN;

  public boolean mayAct() {
    return compareTo(PLAYER) >= 0;
  }

  public boolean mayEdit() {
    return compareTo(BUILDER) >= 0;
  }

  public boolean mayModerate() {
    return this == ADMIN;
  }
}
