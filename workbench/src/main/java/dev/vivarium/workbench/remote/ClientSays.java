package dev.vivarium.workbench.remote;

import com.fasterxml.jackson.databind.JsonNode;

/// A message to the server of a far world.
public sealed interface ClientSays {
  /// The world itself, in the place of a visit's number.
  int LIVE = 0;

  /// The world of the plugins' client halves beside it.
  int CLIENT = -1;

  /// The first message.
  ///
  /// @param shape what the client takes the calls to be, as [CallTable#shape()]
  /// @param token of a session of the control protocol
  /// @param world a name; empty where the server has but one
  record Hello(int version, String shape, String token, String world) implements ClientSays {}

  /// Asks a method of an area. Answered by [ServerSays.Answer] or [ServerSays.Failed] of the same
  /// id.
  ///
  /// @param world [#LIVE], [#CLIENT], or a visit
  /// @param arguments a list
  record Call(long id, int world, String area, String method, JsonNode arguments)
      implements ClientSays {}

  /// Asks for the world as it was at a tick. The answer, `true`, comes once it is there.
  ///
  /// @param world how the client names it from now on; above 0
  record Visit(long id, int world, long tick) implements ClientSays {}

  /// Asks how far a visit has come: the answer is 0 to 1.
  record Progress(long id, int world) implements ClientSays {}

  /// Ends a visit, or gives it up.
  record Leave(int world) implements ClientSays {}
}
