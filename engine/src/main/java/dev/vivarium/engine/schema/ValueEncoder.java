package dev.vivarium.engine.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// Turns JSON into bytes, checking types and ranges; errors name the field's path.
final class ValueEncoder {
  private final PayloadWriter out;

  ValueEncoder(PayloadWriter out) {
    this.out = out;
  }

  void object(Layout layout, JsonNode json) {
    if (!json.isObject()) {
      throw new InvalidValueException("value", "expected an object, not " + shown(json));
    }
    json.fieldNames().forEachRemaining(name -> checkKnown(layout, name));
    for (int i = 0; i < layout.fields().size(); i++) {
      Field field = layout.fields().get(i);
      JsonNode value = json.get(field.name());
      if (value == null) {
        fieldDefault(i);
      } else {
        value(field.type(), field.range(), value, layout.offset(i), field.name());
      }
    }
  }

  private static void checkKnown(Layout layout, String name) {
    if (layout.indexOf(name) < 0) {
      throw new InvalidValueException(SchemaLimits.shortened(name), "there is no such field");
    }
  }

  void fieldDefault(int index) {
    Field field = out.layout().fields().get(index);
    JsonNode value = field.defaultValue();
    if (value != null) {
      value(field.type(), field.range(), value, out.layout().offset(index), field.name());
    }
  }

  private void value(FieldType type, @Nullable Range range, JsonNode json, int at, String path) {
    switch (type.kind()) {
      case F32 -> out.view().putFloat(at, single(json, range, path));
      case F64 -> out.view().putDouble(at, real(json, range, path));
      case I64 -> out.view().putLong(at, whole(json, range, path, 64, true));
      case U64 -> out.view().putLong(at, whole(json, range, path, 64, false));
      case I32 -> out.view().putInt(at, (int) whole(json, range, path, 32, true));
      case U32 -> out.view().putInt(at, (int) whole(json, range, path, 32, false));
      case I16 -> out.view().putShort(at, (short) whole(json, range, path, 16, true));
      case U16 -> out.view().putShort(at, (short) whole(json, range, path, 16, false));
      case I8 -> out.view().put(at, (byte) whole(json, range, path, 8, true));
      case U8 -> out.view().put(at, (byte) whole(json, range, path, 8, false));
      case BOOL -> out.view().put(at, (byte) (truth(json, path) ? 1 : 0));
      case VEC2, VEC3, VEC4, QUAT, MAT4, COLOR ->
          elements(FieldType.of(Kind.F32), range, json, at, type.kind().floats(), path);
      case ENTITY -> out.view().putLong(at, handle(json, path, 10));
      case ASSET, BLOB -> out.view().putLong(at, handle(json, path, 16));
      case ENUM -> out.view().put(at, (byte) enumeration(type, json, path));
      case CHARS -> out.view().put(at, text(json, type.capacity(), path));
      case ARRAY -> elements(type.element(), range, json, at, type.count(), path);
      case STRING, BYTES, LIST -> variable(type, range, json, at, path);
      case UNION -> union(type, range, json, at, path);
    }
  }

  private static float single(JsonNode json, @Nullable Range range, String path) {
    double value = real(json, range, path);
    if (Double.isFinite(value) && Double.isInfinite((float) value)) {
      throw new InvalidValueException(path, value + " is beyond f32");
    }
    return Float.isNaN((float) value) ? Float.NaN : (float) value;
  }

  private static double real(JsonNode json, @Nullable Range range, String path) {
    double value;
    if (json.isNumber()) {
      value = json.doubleValue();
    } else {
      value =
          switch (json.asText()) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default ->
                throw new InvalidValueException(path, "expected a number, not " + shown(json));
          };
    }
    checkRange(range, value, path);
    return value;
  }

  private static void checkRange(@Nullable Range range, double value, String path) {
    if (range != null && !range.contains(value)) {
      throw new InvalidValueException(path, value + " is outside " + range);
    }
  }

  private static long whole(
      JsonNode json, @Nullable Range range, String path, int bits, boolean signed) {
    BigInteger value = integer(json, path);
    BigInteger size = BigInteger.ONE.shiftLeft(signed ? bits - 1 : bits);
    BigInteger least = signed ? size.negate() : BigInteger.ZERO;
    if (value.compareTo(least) < 0 || value.compareTo(size) >= 0) {
      throw new InvalidValueException(
          path, "%s does not fit %s%d".formatted(value, signed ? "i" : "u", bits));
    }
    checkRange(range, value.doubleValue(), path);
    return value.longValue();
  }

  private static BigInteger integer(JsonNode json, String path) {
    boolean huge = json.asText().length() > 40;
    if (!huge && json.isIntegralNumber()) {
      return json.bigIntegerValue();
    }
    try {
      if (!huge && json.isNumber()) {
        BigDecimal decimal = json.decimalValue();
        if (Math.abs((long) decimal.scale()) < 40) {
          return decimal.toBigIntegerExact();
        }
      } else if (!huge && json.isTextual()) {
        return new BigInteger(json.asText());
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // The error below says what was wanted.
    }
    throw new InvalidValueException(path, "expected a whole number, not " + shown(json));
  }

  private static boolean truth(JsonNode json, String path) {
    if (!json.isBoolean()) {
      throw new InvalidValueException(path, "expected true or false, not " + shown(json));
    }
    return json.booleanValue();
  }

  private static long handle(JsonNode json, String path, int radix) {
    try {
      if (json.isTextual()) {
        return Long.parseUnsignedLong(json.asText(), radix);
      }
    } catch (NumberFormatException e) {
      // The error below says what was wanted.
    }
    String wanted = radix == 10 ? "an entity as a decimal string" : "a handle as a hex string";
    throw new InvalidValueException(path, "expected " + wanted + ", not " + shown(json));
  }

  private static int enumeration(FieldType type, JsonNode json, String path) {
    int index = json.isTextual() ? type.names().indexOf(json.asText()) : -1;
    if (index < 0) {
      throw new InvalidValueException(
          path, "expected one of " + type.names() + ", not " + shown(json));
    }
    return index;
  }

  private static byte[] text(JsonNode json, int maximum, String path) {
    if (!json.isTextual()) {
      throw new InvalidValueException(path, "expected text, not " + shown(json));
    }
    String text = json.asText();
    return bounded(
        text.length() > maximum ? new byte[text.length()] : text.getBytes(UTF_8), maximum, path);
  }

  private static byte[] bounded(byte[] bytes, int maximum, String path) {
    if (bytes.length > maximum) {
      throw new InvalidValueException(path, "more than " + maximum + " bytes");
    }
    return bytes;
  }

  private void elements(
      FieldType element, @Nullable Range range, JsonNode json, int at, int count, String path) {
    if (!json.isArray() || json.size() != count) {
      throw new InvalidValueException(path, "expected " + count + " values, not " + shown(json));
    }
    int stride = element.sizeBytes();
    for (int i = 0; i < count; i++) {
      value(element, range, json.get(i), at + i * stride, path + "[" + i + "]");
    }
  }

  private void variable(FieldType type, @Nullable Range range, JsonNode json, int at, String path) {
    if (type.kind() == Kind.LIST) {
      int count = listLength(type, json, path);
      int start = list(type, range, json, count * type.element().sizeBytes(), path);
      out.reference(at, start, count);
    } else {
      byte[] content = content(type, json, path);
      out.reference(at, out.append(path, content), content.length);
    }
  }

  private static int listLength(FieldType type, JsonNode json, String path) {
    if (!json.isArray() || json.size() > type.count()) {
      throw new InvalidValueException(
          path, "expected at most " + type.count() + " values, not " + shown(json));
    }
    return json.size();
  }

  private int list(FieldType type, @Nullable Range range, JsonNode json, int bytes, String path) {
    int start = out.append(path, bytes);
    elements(type.element(), range, json, start, json.size(), path);
    return start;
  }

  private static byte[] content(FieldType type, JsonNode json, String path) {
    if (type.kind() == Kind.STRING) {
      return text(json, type.capacity(), path);
    }
    try {
      byte[] bytes = json.isTextual() || json.isBinary() ? json.binaryValue() : null;
      if (bytes != null) {
        return bounded(bytes, type.capacity(), path);
      }
    } catch (IOException e) {
      // The error below says what was wanted.
    }
    throw new InvalidValueException(path, "expected bytes as base64, not " + shown(json));
  }

  private void union(FieldType type, @Nullable Range range, JsonNode json, int at, String path) {
    for (int i = 0; i < type.parts().size(); i++) {
      FieldType alternative = type.parts().get(i);
      JsonNode value = json.get(alternative.toString());
      if (value != null && json.size() == 1) {
        out.view().putInt(at, i);
        alternative(alternative, range, value, at + 4, path + "." + alternative);
        return;
      }
    }
    throw new InvalidValueException(
        path, "expected an object with one of " + type.parts() + ", not " + shown(json));
  }

  private void alternative(
      FieldType type, @Nullable Range range, JsonNode json, int at, String path) {
    switch (type.kind()) {
      case STRING, BYTES -> {
        byte[] content = content(type, json, path);
        out.reference(at, out.append(path, content), content.length);
      }
      case LIST -> {
        int bytes = listLength(type, json, path) * type.element().sizeBytes();
        out.reference(at, list(type, range, json, bytes, path), bytes);
      }
      default -> {
        int start = out.append(path, type.sizeBytes());
        value(type, range, json, start, path);
        out.reference(at, start, type.sizeBytes());
      }
    }
  }

  private static String shown(JsonNode json) {
    return SchemaLimits.shortened(json.toString());
  }
}
