package dev.vivarium.net.server.people;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vivarium.net.protocol.control.ApiCode;
import dev.vivarium.net.server.account.RequestRefused;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/// What a function is called with: a flat JSON object with no other fields than the function knows,
/// so that a slip of the pen is told and not read over.
final class Arguments {
  /// Of a payload.
  static final int PAYLOAD_CHARS_MAX = 4_096;

  private static final int DEPTH = 2;

  private static final ObjectReader READER =
      new JsonMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEPTH).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .reader()
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final JsonNode json;

  private Arguments(JsonNode json) {
    this.json = json;
  }

  /// @param payload empty is an empty object
  /// @throws RequestRefused if it is none, too long, or has another field than those `known`
  static Arguments of(String payload, Set<String> known) {
    if (payload.length() > PAYLOAD_CHARS_MAX) {
      throw refused("The payload has more than " + PAYLOAD_CHARS_MAX + " characters.");
    }
    JsonNode json = read(payload.isBlank() ? "{}" : payload);
    for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) throw refused("Unknown field " + name + ".");
    }
    return new Arguments(json);
  }

  private static JsonNode read(String payload) {
    try {
      JsonNode json = READER.readTree(payload);
      if (json != null && json.isObject()) return json;
    } catch (JsonProcessingException e) {
      throw refused("The payload is no JSON object.");
    }
    throw refused("The payload is no JSON object.");
  }

  /// A text without control characters; empty is as good as absent.
  Optional<String> text(String name, int charsMax) {
    JsonNode value = json.path(name);
    if (value.isMissingNode() || value.isNull()) return Optional.empty();
    String text = value.textValue();
    if (text == null
        || text.length() > charsMax
        || text.codePoints().anyMatch(Character::isISOControl)) {
      throw refused(
          "%s must be a text of at most %d characters, without control characters."
              .formatted(name, charsMax));
    }
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  Optional<UUID> id(String name) {
    return text(name, 36)
        .map(text -> {
          try {
            return UUID.fromString(text);
          } catch (IllegalArgumentException e) {
            throw refused(name + " is not a valid system ID.");
          }
        });
  }

  OptionalLong number(String name, long min, long max) {
    JsonNode value = json.path(name);
    if (value.isMissingNode() || value.isNull()) return OptionalLong.empty();
    boolean isInRange =
        value.isIntegralNumber()
            && value.canConvertToLong()
            && value.longValue() >= min
            && value.longValue() <= max;
    if (!isInRange) {
      throw refused("%s must be a whole number from %d to %d.".formatted(name, min, max));
    }
    return OptionalLong.of(value.longValue());
  }

  Optional<Boolean> flag(String name) {
    JsonNode value = json.path(name);
    if (value.isMissingNode() || value.isNull()) return Optional.empty();
    if (!value.isBoolean()) throw refused(name + " must be true or false.");
    return Optional.of(value.booleanValue());
  }

  static RequestRefused refused(String words) {
    return new RequestRefused(ApiCode.INVALID_ARGUMENT, words);
  }
}
