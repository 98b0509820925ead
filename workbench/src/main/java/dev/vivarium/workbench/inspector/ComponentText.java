package dev.vivarium.workbench.inspector;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/// A component as readable text, for the clipboard: `{"vivarium": "component", "component":
/// "fish/Fish", "values": {"hunger": 2.5}}`.
///
/// @param values an object of JSON values by field
record ComponentText(String component, String values) {
  private static final String KIND = "vivarium";
  private static final String COMPONENT = "component";
  private static final String VALUES = "values";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  static String write(ComponentViewModel component) {
    var root = JSON.createObjectNode().put(KIND, COMPONENT).put(COMPONENT, component.name());
    var values = root.putObject(VALUES);
    component
        .fields()
        .forEach(field -> values.set(field.schema().name(), FieldText.parse(field.copied())));
    try {
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Empty if the text is no component's.
  static Optional<ComponentText> parse(String text) {
    var root = FieldText.parse(text);
    return root.path(KIND).asText().equals(COMPONENT)
            && root.path(COMPONENT).isTextual()
            && root.path(VALUES) instanceof ObjectNode values
        ? Optional.of(new ComponentText(root.path(COMPONENT).asText(), values.toString()))
        : Optional.empty();
  }
}
