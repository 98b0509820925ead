package dev.vivarium.engine.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.FloatNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Turns bytes into JSON. With a [PayloadReader] it reads a message and checks everything; without
/// one it reads a component value, whose bytes were bounded before.
final class ValueDecoder {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final ByteBuffer bytes;
  private final @Nullable PayloadReader payload;

  ValueDecoder(ByteBuffer bytes, @Nullable PayloadReader payload) {
    this.bytes = bytes;
    this.payload = payload;
  }

  ObjectNode object(Layout layout, int base) {
    ObjectNode object = NODES.objectNode();
    for (int i = 0; i < layout.fields().size(); i++) {
      Field field = layout.fields().get(i);
      object.set(field.name(), value(field.type(), base + layout.offset(i)));
    }
    return object;
  }

  private JsonNode value(FieldType type, int at) {
    return switch (type.kind()) {
      case F32 -> number(bytes.getFloat(at));
      case F64 -> number(bytes.getDouble(at));
      case I64 -> LongNode.valueOf(bytes.getLong(at));
      case U64 -> unsigned(bytes.getLong(at));
      case I32 -> IntNode.valueOf(bytes.getInt(at));
      case U32 -> LongNode.valueOf(Integer.toUnsignedLong(bytes.getInt(at)));
      case I16 -> IntNode.valueOf(bytes.getShort(at));
      case U16 -> IntNode.valueOf(Short.toUnsignedInt(bytes.getShort(at)));
      case I8 -> IntNode.valueOf(bytes.get(at));
      case U8 -> IntNode.valueOf(Byte.toUnsignedInt(bytes.get(at)));
      case BOOL -> BooleanNode.valueOf(bytes.get(at) != 0);
      case VEC2, VEC3, VEC4, QUAT, MAT4, COLOR -> floats(type.kind().floats(), at);
      case ENTITY -> TextNode.valueOf(Long.toUnsignedString(bytes.getLong(at)));
      case ASSET, BLOB -> TextNode.valueOf(SchemaCodec.hex(bytes.getLong(at)));
      case ENUM -> enumeration(type, Byte.toUnsignedInt(bytes.get(at)));
      case CHARS -> TextNode.valueOf(chars(at, type.capacity()));
      case ARRAY -> elements(type.element(), at, type.count());
      case STRING, BYTES, LIST, UNION -> variable(type, at, checked());
    };
  }

  private PayloadReader checked() {
    if (payload == null) {
      throw new IllegalStateException("a component value has no variable parts");
    }
    return payload;
  }

  private static JsonNode number(float value) {
    return Float.isFinite(value)
        ? FloatNode.valueOf(value)
        : TextNode.valueOf(Float.toString(value));
  }

  private static JsonNode number(double value) {
    return Double.isFinite(value)
        ? DoubleNode.valueOf(value)
        : TextNode.valueOf(Double.toString(value));
  }

  private static JsonNode unsigned(long value) {
    return value >= 0
        ? LongNode.valueOf(value)
        : BigIntegerNode.valueOf(new BigInteger(Long.toUnsignedString(value)));
  }

  private ArrayNode floats(int count, int at) {
    ArrayNode array = NODES.arrayNode(count);
    for (int i = 0; i < count; i++) {
      array.add(number(bytes.getFloat(at + 4 * i)));
    }
    return array;
  }

  private JsonNode enumeration(FieldType type, int index) {
    if (index < type.names().size()) {
      return TextNode.valueOf(type.names().get(index));
    }
    if (payload != null) {
      throw new MalformedMessageException("enum value " + index + " of " + type);
    }
    return IntNode.valueOf(index);
  }

  private String chars(int at, int capacity) {
    int length = 0;
    while (length < capacity && bytes.get(at + length) != 0) {
      length++;
    }
    return UTF_8.decode(bytes.slice(at, length)).toString();
  }

  private ArrayNode elements(FieldType element, int at, int count) {
    ArrayNode array = NODES.arrayNode(count);
    int stride = element.sizeBytes();
    for (int i = 0; i < count; i++) {
      array.add(value(element, at + i * stride));
    }
    return array;
  }

  private JsonNode variable(FieldType type, int at, PayloadReader reader) {
    if (type.kind() == Kind.UNION) {
      return union(type, at, reader);
    }
    long bytesInPart = reader.lengthAt(at + 4) * unitBytes(type);
    return part(type, reader.part(at, bytesInPart, SchemaCodec.maximumBytes(type)), bytesInPart);
  }

  private static int unitBytes(FieldType type) {
    return type.kind() == Kind.LIST ? type.element().sizeBytes() : 1;
  }

  /// The value of a variable part whose bounds have been checked.
  private JsonNode part(FieldType type, int start, long length) {
    return switch (type.kind()) {
      case STRING -> TextNode.valueOf(checked().text(start, (int) length));
      case BYTES -> BinaryNode.valueOf(checked().raw(start, (int) length));
      case LIST -> elements(type.element(), start, (int) length / unitBytes(type));
      default -> value(type, start);
    };
  }

  /// A union reads as an object with one member, named by the alternative's type.
  private JsonNode union(FieldType type, int at, PayloadReader reader) {
    FieldType alternative = type.parts().get(reader.alternative(type, at));
    long length = reader.lengthAt(at + 8);
    int start = reader.part(at + 4, length, SchemaCodec.maximumBytes(alternative));
    boolean exact = alternative.isFixed() ? length == alternative.sizeBytes() : true;
    if (!exact || length % unitBytes(alternative) != 0) {
      throw new MalformedMessageException(length + " bytes of " + alternative + " in a union");
    }
    return NODES.objectNode().set(alternative.toString(), part(alternative, start, length));
  }
}
