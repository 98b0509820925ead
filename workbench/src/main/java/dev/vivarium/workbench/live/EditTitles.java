package dev.vivarium.workbench.live;

import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.engine.world.World;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldCommand.EntityEdit;

/// What the history calls a step. Belongs to the world's thread.
final class EditTitles {
  private EditTitles() {}

  /// @param edits how many edits the step has, all like the first
  static String of(World world, EntityEdit edit, int edits) {
    return edits == 1 ? one(world, edit) : one(world, edit) + " and %,d more".formatted(edits - 1);
  }

  private static String one(World world, EntityEdit edit) {
    return switch (edit) {
      case WorldCommand.SetField e ->
          "Set %s.%s of %s".formatted(shortName(e.component()), e.field(), name(world, e.entity()));
      case WorldCommand.SetComponent e ->
          "Set %s of %s".formatted(shortName(e.component()), name(world, e.entity()));
      case WorldCommand.AddComponent e ->
          "Add %s to %s".formatted(shortName(e.component()), name(world, e.entity()));
      case WorldCommand.RemoveComponent e ->
          "Remove %s from %s".formatted(shortName(e.component()), name(world, e.entity()));
      case WorldCommand.Reparent e ->
          e.parent().isPresent()
              ? "Hang %s on %s".formatted(name(world, e.entity()), name(world, e.parent().get()))
              : "Take %s off its parent".formatted(name(world, e.entity()));
      case WorldCommand.Despawn e -> "Delete " + name(world, e.entity());
      case WorldCommand.Keep e -> "Keep %s in %s".formatted(name(world, e.entity()), e.scene());
      case WorldCommand.Spawn e -> e.name().isEmpty() ? "Spawn an entity" : "Spawn " + e.name();
      case WorldCommand.MoveTo e -> "Move " + name(world, e.entity());
      case WorldCommand.Paste e -> "Paste entities";
      case WorldCommand.Duplicate e -> "Duplicate " + name(world, e.entity());
    };
  }

  private static String shortName(String component) {
    return component.substring(component.indexOf('/') + 1);
  }

  /// Such as `Fish #214`.
  static String name(World world, EntityHandle entity) {
    ComponentType names = world.store().type(Vocabulary.NAME.name());
    byte[] value = world.store().get(entity.bits(), names);
    String name = value == null ? "" : EntityReading.text(value, 0, value.length);
    return name.isBlank() ? entity.label() : name + " " + entity.label();
  }
}
