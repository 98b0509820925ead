package dev.vivarium.workbench.script;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.vivarium.workbench.session.FieldType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Between the JSON of a session and what a script handles: numbers, texts, vectors, entities.
final class Values {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Values() {}

  static Object read(FieldType type, String json, ScriptWorld world) {
    var node = parse(json);
    return switch (type) {
      case FieldType.Whole whole -> node.isNumber() ? (Object) node.longValue() : node.asText();
      case FieldType.Real real -> node.asDouble();
      case FieldType.Bool bool -> node.booleanValue();
      case FieldType.Vector vector -> vec(node);
      case FieldType.Quaternion quaternion -> vec(node);
      case FieldType.Matrix matrix -> vec(node);
      case FieldType.Color color -> vec(node);
      case FieldType.Choice choice -> node.asText();
      case FieldType.Text text -> node.asText();
      case FieldType.Entity entity -> world.handle(Long.parseUnsignedLong(node.asText()));
      case FieldType.Handle handle -> node.asText();
      case FieldType.FixedArray array -> elements(array, node, world);
    };
  }

  private static List<Object> elements(FieldType.FixedArray array, JsonNode node, ScriptWorld w) {
    var elements = new ArrayList<>();
    node.forEach(element -> elements.add(read(array.element(), element.toString(), w)));
    return elements;
  }

  private static Vec vec(JsonNode node) {
    var numbers = new ArrayList<Double>();
    node.forEach(number -> numbers.add(number.asDouble()));
    return new Vec(numbers);
  }

  static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new ScriptFailure("The world sent what is no JSON: " + json);
    }
  }

  /// A message's payload by field name: numbers, texts, `true`, lists and maps.
  static Map<String, Object> fields(String json) {
    var fields = new TreeMap<String, Object>();
    parse(json).properties().forEach(f -> fields.put(f.getKey(), plain(f.getValue())));
    return fields;
  }

  private static Object plain(JsonNode node) {
    return JSON.convertValue(node, Object.class);
  }

  /// The JSON text of a field for what a script gave.
  static String write(@Nullable Object value) {
    return switch (value) {
      case null -> "\"0\"";
      case ScriptEntity entity -> "\"" + Long.toUnsignedString(entity.handle().bits()) + "\"";
      case Vec vec -> vec.values().toString();
      case Number number -> number.toString();
      case Boolean bool -> bool.toString();
      case double[] numbers -> java.util.Arrays.toString(numbers);
      case float[] numbers -> java.util.Arrays.toString(numbers);
      case int[] numbers -> java.util.Arrays.toString(numbers);
      case List<?> list -> "[" + String.join(",", list.stream().map(Values::write).toList()) + "]";
      default -> JsonNodeFactory.instance.textNode(value.toString()).toString();
    };
  }
}
