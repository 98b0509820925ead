package dev.vivarium.workbench.live;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.store.project.SceneEntity;
import dev.vivarium.engine.world.World;
import dev.vivarium.engine.world.WorldCommand;
import java.util.List;
import java.util.Optional;

/// What takes one change of an entity back.
sealed interface Inverse {
  /// Gives up what it holds: it will not be used.
  default void forget(World world) {}

  /// Puts values of a component back.
  ///
  /// @param onlyIfThere whether the entity must still have the component
  /// @param written what its scene said of the entity before
  record Put(
      long entity,
      SchemaName component,
      ObjectNode value,
      boolean onlyIfThere,
      Optional<SceneEntity> written)
      implements Inverse {}

  /// Takes a component away again.
  record Take(long entity, SchemaName component, Optional<SceneEntity> written)
      implements Inverse {}

  /// Ends what was made.
  record End(long entity) implements Inverse {}

  /// Brings back what was ended.
  record Back(List<WorldCommand.Revived> entities) implements Inverse {
    @Override
    public void forget(World world) {
      var _ =
          world.execute(
              new WorldCommand.Release(
                  entities.stream().map(WorldCommand.Revived::entity).toList()));
    }
  }

  /// Takes an entity out of its scene again.
  ///
  /// @param hung whether it was hung on the scene's root for it
  /// @param marked whether it became Saved for it
  record Unkeep(long entity, String scene, String id, boolean hung, boolean marked)
      implements Inverse {}

  /// Writes an entity into its scene again.
  record KeepAgain(long entity, String scene, String id) implements Inverse {}
}
