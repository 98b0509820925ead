package dev.vivarium.workbench.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.engine.world.World;
import dev.vivarium.workbench.session.EntityHandle;
import dev.vivarium.workbench.session.WorldCommand;
import dev.vivarium.workbench.session.WorldCommand.EntityEdit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.stream.Collectors;

/// What the history calls a step. Belongs to the world's thread.
final class EditTitles {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int VALUE_CHARS_MAX = 32;
  private static final int NUMBERS_MAX = 4;
  private static final int DECIMALS = 4;

  /// Numbers from here on are mostly handles, which say nothing to a reader.
  private static final double HANDLES_FROM = 1e9;

  private EditTitles() {}

  /// @param edits how many edits the step has, all like the first
  static String of(World world, EntityEdit edit, int edits) {
    return edits == 1 ? one(world, edit) : one(world, edit) + " and %,d more".formatted(edits - 1);
  }

  private static String one(World world, EntityEdit edit) {
    return switch (edit) {
      case WorldCommand.SetField e ->
          "Set %s.%s of %s%s"
              .formatted(
                  shortName(e.component()), e.field(), name(world, e.entity()), to(e.json()));
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

  /// Such as ` to 0.5`; empty for a value that does not read well in a line, such as a handle.
  private static String to(String json) {
    String value;
    try {
      value = text(JSON.readTree(json));
    } catch (JsonProcessingException e) {
      return "";
    }
    return value.isEmpty() || value.length() > VALUE_CHARS_MAX ? "" : " to " + value;
  }

  private static String text(JsonNode value) {
    if (value.isNumber()) {
      return number(value.doubleValue());
    }
    if (value.isTextual()) {
      return "“" + value.textValue() + "”";
    }
    if (value.isArray() && value.size() <= NUMBERS_MAX) {
      return value.valueStream().map(EditTitles::text).collect(Collectors.joining(", "));
    }
    return value.isBoolean() ? value.asText() : "";
  }

  private static String number(double value) {
    return Math.abs(value) >= HANDLES_FROM
        ? ""
        : BigDecimal.valueOf(value)
            .setScale(DECIMALS, RoundingMode.HALF_EVEN)
            .stripTrailingZeros()
            .toPlainString();
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
