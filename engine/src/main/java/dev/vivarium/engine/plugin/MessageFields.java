package dev.vivarium.engine.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.engine.schema.Field;
import dev.vivarium.engine.schema.MessageSchema;

/// Carries a decoded message from one version of its schema to another.
final class MessageFields {
  private MessageFields() {}

  /// Only the fields that the new version knows, under their new names.
  static JsonNode known(JsonNode json, MessageSchema to) {
    ObjectNode fields = ((ObjectNode) json).objectNode();
    for (Field field : to.fields()) {
      String from = json.has(field.name()) ? field.name() : field.renamedFrom();
      if (from != null && json.has(from)) {
        fields.set(field.name(), json.get(from));
      }
    }
    return fields;
  }
}
