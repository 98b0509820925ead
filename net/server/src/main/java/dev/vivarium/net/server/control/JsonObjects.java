package dev.vivarium.net.server.control;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vivarium.net.protocol.control.ControlLimits;
import java.util.Optional;

/// Texts from outside that must be JSON objects.
final class JsonObjects {
  private static final int NESTING_MAX = 64;
  private static final ObjectReader READER =
      new JsonMapper(
              JsonFactory.builder()
                  .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(NESTING_MAX)
                          .maxStringLength(ControlLimits.MAX_BODY_BYTES)
                          .build())
                  .build())
          .reader()
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private JsonObjects() {}

  /// Empty where the text is none.
  static Optional<JsonNode> read(String text) {
    try {
      JsonNode tree = READER.readTree(text);
      return tree != null && tree.isObject() ? Optional.of(tree) : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
