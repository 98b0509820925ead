package dev.vivarium.workbench.script;

import dev.vivarium.workbench.session.ComponentValue;
import dev.vivarium.workbench.session.EntityDetails;
import dev.vivarium.workbench.session.FieldValue;
import java.util.List;

/// `Fish.hunger`, `fish/Fish.hunger` or `Transform.position.x`.
///
/// @param part place of the number in the field's vector, or -1 for the whole field
record FieldPath(String component, String field, int part) {
  private static final List<String> PARTS = List.of("xr", "yg", "zb", "wa");

  static FieldPath parse(String text) {
    var words = List.of(text.split("\\."));
    if (words.size() < 2 || words.size() > 3) {
      throw new ScriptFailure(
          "A field is written Component.field or Component.field.x, not '" + text + "'.");
    }
    return new FieldPath(words.get(0), words.get(1), words.size() == 3 ? part(words.get(2)) : -1);
  }

  private static int part(String name) {
    for (int i = 0; i < PARTS.size(); i++) {
      if (name.length() == 1 && PARTS.get(i).contains(name)) {
        return i;
      }
    }
    throw new ScriptFailure("A part of a vector is x, y, z, w or r, g, b, a, not '" + name + "'.");
  }

  /// The component meant, of those that the entity has.
  ComponentValue componentOf(EntityDetails entity) {
    return component(entity, component);
  }

  static ComponentValue component(EntityDetails entity, String name) {
    var found = entity.components().stream().filter(c -> names(c, name)).toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    var all = (found.isEmpty() ? entity.components() : found).stream().map(ComponentValue::name);
    throw new ScriptFailure(
        found.isEmpty()
            ? "%s has no %s; it has %s."
                .formatted(entity.row().label(), name, String.join(", ", all.toList()))
            : "%s is one of %s; write it in full."
                .formatted(name, String.join(", ", all.toList())));
  }

  static boolean names(ComponentValue component, String name) {
    return component.name().equals(name) || component.shortName().equals(name);
  }

  FieldValue fieldOf(ComponentValue component) {
    return component.fields().stream()
        .filter(f -> f.schema().name().equals(field))
        .findFirst()
        .orElseThrow(() ->
            new ScriptFailure(
                "%s has no field '%s'; it has %s."
                    .formatted(
                        component.name(),
                        field,
                        String.join(
                            ", ",
                            component.fields().stream().map(f -> f.schema().name()).toList()))));
  }
}
