package dev.vivarium.workbench.remote;

import dev.vivarium.workbench.session.SessionRole;

/// How a far world is reached just now.
///
/// @param server its address
/// @param world its name
/// @param person who is signed in
/// @param role as last heard
/// @param pingMs there and back; -1 where it is not known
/// @param trouble why it is not open, for the user; empty while it is
/// @param retryMs so long after this was told it is tried again; 0 while it is open, is being tried
///   or is over
public record FarLink(
    State state,
    String server,
    String world,
    String person,
    SessionRole role,
    long pingMs,
    String trouble,
    long retryMs) {
  public enum State {
    /// For the first time, or again.
    CONNECTING,
    OPEN,
    /// Nothing more is tried.
    OVER
  }

  public boolean isOpen() {
    return state == State.OPEN;
  }
}
