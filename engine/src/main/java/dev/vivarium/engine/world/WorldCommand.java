package dev.vivarium.engine.world;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.engine.schema.SchemaName;
import java.util.Map;

/// What others ask of a world. Drained at the start of a tick, in the order of arrival; all of it
/// can be recorded and replayed.
public sealed interface WorldCommand {
  /// Replaces a component's value, or adds the component.
  ///
  /// @param value fields left out keep their value (or take their default)
  record SetComponent(long entity, SchemaName component, JsonNode value) implements WorldCommand {}

  record RemoveComponent(long entity, SchemaName component) implements WorldCommand {}

  /// Makes an entity that no plugin owns.
  record Spawn(Map<SchemaName, JsonNode> components) implements WorldCommand {
    public Spawn {
      components = Map.copyOf(components);
    }
  }

  record Despawn(long entity) implements WorldCommand {}

  /// Makes an entity that was born at run time one of a scene. It hangs on the scene's root if it
  /// hung on nothing.
  ///
  /// @param id its id from now on, which the scene must not have yet
  record Keep(long entity, String scene, String id) implements WorldCommand {}

  /// A message from outside, such as input. It reaches the subscribers in this tick.
  ///
  /// @param client sender, or 0 for this side
  record Send(SchemaName channel, long client, JsonNode payload) implements WorldCommand {}

  record StopPlugin(String plugin) implements WorldCommand {}

  record StartPlugin(String plugin) implements WorldCommand {}
}
