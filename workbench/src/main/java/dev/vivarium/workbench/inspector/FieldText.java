package dev.vivarium.workbench.inspector;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.vivarium.workbench.session.FieldSchema;
import dev.vivarium.workbench.session.FieldType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Between a field's JSON and what people read and type.
final class FieldText {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private FieldText() {}

  /// What a user typed is no value of the field; the message says which values are.
  static final class Invalid extends Exception {
    private static final long serialVersionUID = 1L;

    Invalid(String message) {
      super(message);
    }
  }

  static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  /// The numbers of a vector, quaternion, colour or matrix.
  static List<Double> numbers(String json) {
    var numbers = new ArrayList<Double>();
    parse(json).forEach(n -> numbers.add(n.asDouble()));
    return numbers;
  }

  /// A number with few digits but enough to see it move.
  static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e9) {
      return String.format(Locale.ROOT, "%.1f", value);
    }
    var magnitude = Math.abs(value);
    if (magnitude >= 1e6 || magnitude < 1e-3) {
      return String.format(Locale.ROOT, "%.3e", value);
    }
    return String.format(Locale.ROOT, "%.3f", value);
  }

  /// The value of a field with one box, as it is shown.
  static String shown(FieldSchema schema, String json) {
    return switch (schema.type()) {
      case FieldType.Real real -> number(parse(json).asDouble());
      case FieldType.Whole whole -> parse(json).asText();
      case FieldType.Text text -> parse(json).asText();
      case FieldType.Choice choice -> parse(json).asText();
      case FieldType.Bool bool -> parse(json).asText();
      case FieldType.Entity entity -> handleText(parse(json).asText());
      case FieldType.Handle handle -> handleText(parse(json).asText());
      case FieldType.Vector vector -> json;
      case FieldType.Quaternion quaternion -> json;
      case FieldType.Matrix matrix -> json;
      case FieldType.Color color -> json;
      case FieldType.FixedArray array -> json;
    };
  }

  private static String handleText(String bits) {
    try {
      var value = Long.parseUnsignedLong(bits);
      return value == 0 ? "none" : "#" + (value & 0xffff_ffffL);
    } catch (NumberFormatException e) {
      return bits;
    }
  }

  /// The JSON of what was typed into a field with one box.
  static String typed(FieldSchema schema, String text) throws Invalid {
    return switch (schema.type()) {
      case FieldType.Real real -> real(schema, text);
      case FieldType.Whole whole -> whole(whole, text);
      case FieldType.Text max -> text(max, text);
      case FieldType.Choice choice -> choice(choice, text);
      case FieldType.Bool bool -> Boolean.toString(Boolean.parseBoolean(text.trim()));
      case FieldType.Entity entity -> handle(text);
      case FieldType.Handle handle -> handle(text);
      case FieldType.Vector vector -> array(text, vector.size());
      case FieldType.Quaternion quaternion -> array(text, 4);
      case FieldType.Color color -> array(text, 4);
      case FieldType.Matrix matrix -> array(text, 16);
      case FieldType.FixedArray array -> array(text, array.length());
    };
  }

  private static String real(FieldSchema schema, String text) throws Invalid {
    try {
      var value = Double.parseDouble(text.trim());
      if (!Double.isFinite(value)) {
        throw new Invalid(schema.name() + " must be finite");
      }
      return Double.toString(value);
    } catch (NumberFormatException e) {
      throw new Invalid("“" + text + "” is not a number");
    }
  }

  private static String whole(FieldType.Whole type, String text) throws Invalid {
    try {
      var value = new BigInteger(text.trim());
      var bits = type.signed() ? type.bits() - 1 : type.bits();
      var max = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
      var min = type.signed() ? max.not() : BigInteger.ZERO;
      if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
        throw new Invalid(type.text() + " holds " + min + " to " + max);
      }
      return value.toString();
    } catch (NumberFormatException e) {
      throw new Invalid("“" + text + "” is not a whole number");
    }
  }

  private static String text(FieldType.Text type, String text) throws Invalid {
    if (text.getBytes(StandardCharsets.UTF_8).length > type.maxBytes()) {
      throw new Invalid("at most " + type.maxBytes() + " bytes fit");
    }
    return TextNode.valueOf(text).toString();
  }

  private static String choice(FieldType.Choice type, String text) throws Invalid {
    if (!type.names().contains(text)) {
      throw new Invalid("one of " + String.join(", ", type.names()));
    }
    return TextNode.valueOf(text).toString();
  }

  private static String handle(String text) throws Invalid {
    var trimmed = text.trim();
    if (trimmed.isEmpty() || trimmed.equalsIgnoreCase("none")) {
      return "\"0\"";
    }
    try {
      var digits = trimmed.startsWith("#") ? trimmed.substring(1) : trimmed;
      return "\"" + Long.toUnsignedString(Long.parseUnsignedLong(digits)) + "\"";
    } catch (NumberFormatException e) {
      throw new Invalid("“" + text + "” is neither an entity such as #214 nor none");
    }
  }

  private static String array(String text, int length) throws Invalid {
    var node = parse(text);
    if (!node.isArray() || node.size() != length) {
      throw new Invalid("a list of " + length + " values such as [0, 0]");
    }
    return node.toString();
  }

  /// An array with one of its values exchanged.
  static String withElement(String array, int place, String value) {
    if (parse(array).deepCopy() instanceof ArrayNode values && place < values.size()) {
      var _ = values.set(place, parse(value)); // which returns what stood there
      return values.toString();
    }
    return array;
  }

  /// Numbers as a JSON array.
  static String json(List<Double> numbers) {
    return MAPPER.valueToTree(numbers.stream().map(BigDecimal::valueOf).toList()).toString();
  }
}
