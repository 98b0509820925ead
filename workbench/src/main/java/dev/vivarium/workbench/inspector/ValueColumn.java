package dev.vivarium.workbench.inspector;

import dev.vivarium.workbench.session.FieldSchema;
import dev.vivarium.workbench.session.FieldType;
import dev.vivarium.workbench.session.TableQuery;
import dev.vivarium.workbench.session.WorldSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A value of the queried components as a column of the table. Vectors have one a number, so that
/// they can be sorted.
///
/// @param path as in [TableQuery#columns()]
/// @param title such as `position.x`
/// @param isPart whether it is one number of the field
record ValueColumn(String path, String title, FieldSchema schema, boolean isPart) {
  private static final List<String> AXES = List.of("x", "y", "z", "w");

  /// The columns of some components, as many as a table may have.
  static List<ValueColumn> of(List<String> components, WorldSchema schema) {
    var columns = new ArrayList<ValueColumn>();
    for (var name : components.stream().distinct().toList()) {
      schema.component(name).ifPresent(c -> c.fields().forEach(f -> add(columns, c, f)));
    }
    return columns.stream().limit(TableQuery.MAX_COLUMNS).toList();
  }

  private static void add(
      List<ValueColumn> columns, WorldSchema.Component component, FieldSchema field) {
    var path = component.name() + "." + field.name();
    if (field.type() instanceof FieldType.Vector vector) {
      for (var axis : AXES.subList(0, vector.size())) {
        columns.add(new ValueColumn(path + "." + axis, field.name() + "." + axis, field, true));
      }
    } else {
      columns.add(new ValueColumn(path, field.name(), field, false));
    }
  }

  boolean isNumber() {
    return isPart
        || schema.type() instanceof FieldType.Real
        || schema.type() instanceof FieldType.Whole;
  }

  /// The value as people read it; empty where the entity has none.
  String text(String json) {
    if (json.isEmpty()) {
      return "";
    }
    if (isPart) {
      return FieldText.number(FieldText.parse(json).asDouble());
    }
    var value = FieldText.parse(json);
    return value.isArray() && !(schema.type() instanceof FieldType.FixedArray)
        ? FieldText.numbers(json).stream().map(FieldText::number).collect(Collectors.joining("  "))
        : FieldText.shown(schema, json);
  }
}
