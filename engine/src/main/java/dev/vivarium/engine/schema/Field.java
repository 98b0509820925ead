package dev.vivarium.engine.schema;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// One field of a component or message.
///
/// @param unit the unit of its numbers, such as `m/s`, for people to read
/// @param defaultValue what a row gets where no value was given; zero bits if null
/// @param renamedFrom the name that this field had in an earlier version
public record Field(
    String name,
    FieldType type,
    @Nullable String unit,
    @Nullable Range range,
    @Nullable JsonNode defaultValue,
    String doc,
    @Nullable String renamedFrom) {

  public Field {
    SchemaLimits.checkName("field", name);
  }

  public static Field of(String name, String type) {
    return new Field(name, FieldType.parse(type), null, null, null, "", null);
  }

  public Field withUnit(String newUnit) {
    return new Field(name, type, newUnit, range, defaultValue, doc, renamedFrom);
  }

  public Field withRange(double min, double max) {
    return new Field(name, type, unit, new Range(min, max), defaultValue, doc, renamedFrom);
  }

  public Field withDefault(JsonNode value) {
    return new Field(name, type, unit, range, value, doc, renamedFrom);
  }

  public Field withDoc(String newDoc) {
    return new Field(name, type, unit, range, defaultValue, newDoc, renamedFrom);
  }

  public Field renamedFrom(String oldName) {
    return new Field(name, type, unit, range, defaultValue, doc, oldName);
  }
}
