package dev.vivarium.engine.world;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.engine.schema.SchemaName;
import java.util.List;
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

  /// Ends an entity and what hangs on it, but keeps their handles so that [Revive] can bring them
  /// back.
  record Hold(long entity) implements WorldCommand {}

  /// Gives up the handles of entities that were ended by [Hold].
  record Release(List<Long> entities) implements WorldCommand {
    public Release {
      entities = List.copyOf(entities);
    }
  }

  /// Brings entities that were ended by [Hold] back, parents before those that hang on them.
  record Revive(List<Revived> entities) implements WorldCommand {
    public Revive {
      entities = List.copyOf(entities);
    }
  }

  /// An entity as it was when it ended.
  ///
  /// @param owner id of its plugin
  /// @param serial its place in the order of allocation
  record Revived(long entity, int owner, long serial, Map<SchemaName, JsonNode> components) {
    public Revived {
      components = Map.copyOf(components);
    }
  }

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
