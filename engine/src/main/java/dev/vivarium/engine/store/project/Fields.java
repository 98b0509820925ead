package dev.vivarium.engine.store.project;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Takes the known fields out of one JSON object, reporting those of the wrong kind; what is left
/// at the end are the unknown ones.
final class Fields {
  static final int MAX_TEXT_LENGTH = 256;
  static final int MAX_LIST_LENGTH = 1_000;

  private final ObjectNode object;
  private final String file;
  private final String path;
  private final int line;
  private final Problems problems;

  Fields(ObjectNode object, String file, String path, int line, Problems problems) {
    this.object = object;
    this.file = file;
    this.path = path;
    this.line = line;
    this.problems = problems;
  }

  void wrong(String field, String message, String whatToDo) {
    problems.error(file, at(field), line, message, whatToDo);
  }

  private String at(String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  private @Nullable JsonNode take(String field) {
    JsonNode value = object.remove(field);
    return value == null || value.isNull() ? null : value;
  }

  /// The format's version, which must be the one this program knows.
  boolean takeFormat(int known) {
    JsonNode value = take("format");
    if (value == null || !value.isIntegralNumber() || value.asLong() != known) {
      wrong(
          "format",
          "format is " + (value == null ? "missing" : shown(value)) + ", not " + known,
          "Write \"format\": " + known + ", or open the project with a version that knows it");
      return false;
    }
    return true;
  }

  @Nullable String text(String field, Predicate<String> allowed, String rule) {
    JsonNode value = take(field);
    if (value == null) {
      return null;
    }
    if (!value.isTextual() || !allowed.test(value.textValue())) {
      wrong(field, shown(value) + " is not allowed here", "Write " + rule);
      return null;
    }
    return value.textValue();
  }

  @Nullable String neededText(String field, Predicate<String> allowed, String rule) {
    if (!object.has(field)) {
      wrong(field, field + " is missing", "Write " + rule);
    }
    return text(field, allowed, rule);
  }

  long integer(String field, long least, long most, long otherwise) {
    JsonNode value = take(field);
    if (value == null) {
      return otherwise;
    }
    if (!isWithin(value, least, most)) {
      wrong(
          field,
          shown(value) + " is not allowed here",
          "Write a whole number from " + least + " to " + most);
      return otherwise;
    }
    return value.longValue();
  }

  private static boolean isWithin(JsonNode value, long least, long most) {
    return value.isIntegralNumber()
        && value.canConvertToLong()
        && value.longValue() >= least
        && value.longValue() <= most;
  }

  /// A list of different texts; null where there is none.
  @Nullable List<String> texts(String field, Predicate<String> allowed, String rule) {
    JsonNode value = take(field);
    if (value == null) {
      return null;
    }
    if (!value.isArray() || value.size() > MAX_LIST_LENGTH) {
      wrong(field, "not a list of at most " + MAX_LIST_LENGTH, "Write a list, each " + rule);
      return null;
    }
    List<String> texts = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int index = 0; index < value.size(); index++) {
      JsonNode element = value.get(index);
      String place = field + "[" + index + "]";
      if (!element.isTextual() || !allowed.test(element.textValue())) {
        wrong(place, shown(element) + " is not allowed here", "Write " + rule);
      } else if (!seen.add(element.textValue())) {
        wrong(place, shown(element) + " is in the list twice", "Remove one of them");
      } else {
        texts.add(element.textValue());
      }
    }
    return texts;
  }

  @Nullable ObjectNode object(String field) {
    JsonNode value = take(field);
    if (value != null && !value.isObject()) {
      wrong(field, shown(value) + " is not allowed here", "Write an object, {...}");
      return null;
    }
    return (ObjectNode) value;
  }

  NavigableMap<String, Long> limits(String field) {
    NavigableMap<String, Long> limits = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : values(field).entrySet()) {
      String place = field + "." + entry.getKey();
      if (!ProjectName.isLimit(entry.getKey())) {
        wrong(place, "no limit can be called so", "Write a name of letters and digits");
      } else if (!isWithin(entry.getValue(), 1, Long.MAX_VALUE)) {
        wrong(place, shown(entry.getValue()) + " is no limit", "Write a whole number from 1");
      } else {
        limits.put(entry.getKey(), entry.getValue().longValue());
      }
    }
    return limits;
  }

  NavigableMap<String, JsonNode> values(String field) {
    ObjectNode node = object(field);
    return node == null ? new TreeMap<>() : sorted(node);
  }

  UnknownFields rest() {
    return new UnknownFields(sorted(object));
  }

  private static NavigableMap<String, JsonNode> sorted(ObjectNode node) {
    NavigableMap<String, JsonNode> values = new TreeMap<>();
    node.properties().forEach(entry -> values.put(entry.getKey(), entry.getValue()));
    return values;
  }

  /// A value as JSON, cut short and on one line, to be shown in a message.
  static String shown(JsonNode value) {
    if (value.isContainerNode()) {
      return value.isArray() ? "a list" : "an object";
    }
    String json = value.toString();
    return json.length() <= 60 ? json : json.substring(0, 57) + "...";
  }

  static boolean isPlainText(String text) {
    return text.length() <= MAX_TEXT_LENGTH
        && !text.isBlank()
        && text.codePoints().noneMatch(Character::isISOControl);
  }
}
