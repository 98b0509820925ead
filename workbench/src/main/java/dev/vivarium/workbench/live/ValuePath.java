package dev.vivarium.workbench.live;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.SchemaCodec;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.workbench.session.FieldValue;
import dev.vivarium.workbench.session.SessionException;
import java.util.Optional;

/// A value as a column of a table names it: `owner/Component.field` or, for one number of a vector
/// or colour, `owner/Component.field.x`.
///
/// @param part which number; -1 for the whole field
record ValuePath(SchemaName component, String field, int part) {
  private static final String AXES = "xyzw";
  private static final String CHANNELS = "rgba";

  static ValuePath parse(String text) {
    String[] words = text.split("\\.", -1);
    if (words.length < 2 || words.length > 3) {
      throw new SessionException("'" + text + "' is no column: it is COMPONENT.FIELD");
    }
    int part =
        words.length == 2 ? -1 : Math.max(AXES.indexOf(words[2]), CHANNELS.indexOf(words[2]));
    return new ValuePath(SchemaName.parse(words[0]), words[1], part);
  }

  /// The value in a component's bytes as JSON; empty where the component has no such field now.
  String json(ComponentSchema schema, byte[] bytes) {
    Optional<String> whole =
        SchemaValues.fields(schema, bytes).stream()
            .filter(f -> f.schema().name().equals(field))
            .map(FieldValue::json)
            .findFirst();
    if (part < 0 || whole.isEmpty()) {
      return whole.orElse("");
    }
    JsonNode number = SchemaCodec.decode(schema.layout(), bytes, 0).path(field).path(part);
    return number.isMissingNode() ? "" : number.toString();
  }
}
