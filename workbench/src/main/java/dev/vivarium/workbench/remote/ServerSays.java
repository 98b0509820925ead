package dev.vivarium.workbench.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.workbench.session.SessionEvent;
import dev.vivarium.workbench.session.SessionRole;

/// A message from the server of a far world.
public sealed interface ServerSays {
  /// The answer to [ClientSays.Hello].
  ///
  /// @param world the name of the world
  /// @param person the name of the user
  record Welcome(String world, String person, SessionRole role) implements ServerSays {}

  /// The other answer to [ClientSays.Hello]; the connection ends with it.
  ///
  /// @param reason what to show
  record Refused(Cause cause, String reason) implements ServerSays {}

  /// Why a client was not let in.
  enum Cause {
    /// Its token is no longer good: a new one may help.
    TOKEN,
    /// No such world, or another version: to try again will not help.
    FINAL
  }

  record Answer(long id, JsonNode result) implements ServerSays {}

  /// @param reason what to show
  record Failed(long id, String reason) implements ServerSays {}

  record Event(SessionEvent event) implements ServerSays {}

  /// What the user may do is something else from now on.
  record RoleChanged(SessionRole role) implements ServerSays {}
}
