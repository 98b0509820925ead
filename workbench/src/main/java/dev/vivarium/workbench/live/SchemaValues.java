package dev.vivarium.workbench.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.Field;
import dev.vivarium.engine.schema.FieldType;
import dev.vivarium.engine.schema.Kind;
import dev.vivarium.engine.schema.SchemaCodec;
import dev.vivarium.workbench.session.FieldSchema;
import dev.vivarium.workbench.session.FieldValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Between the engine's schemas and values and those of a session. They differ in one thing: a
/// handle of an asset or blob is 16 hex digits there and a decimal number here.
final class SchemaValues {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int HEX = 16;

  private SchemaValues() {}

  /// The fields of a component with their values.
  static List<FieldValue> fields(ComponentSchema schema, byte[] value) {
    JsonNode decoded = SchemaCodec.decode(schema.layout(), value, 0);
    List<FieldValue> fields = new ArrayList<>();
    for (Field field : schema.fields()) {
      JsonNode json = handles(field.type(), decoded.path(field.name()), SchemaValues::toDecimal);
      fields.add(new FieldValue(schema(field), json.toString()));
    }
    return fields;
  }

  static FieldSchema schema(Field field) {
    return new FieldSchema(
        field.name(),
        type(field.type()),
        Objects.requireNonNullElse(field.unit(), ""),
        Optional.ofNullable(field.range()).map(r -> new FieldSchema.Range(r.min(), r.max())),
        field.doc());
  }

  static dev.vivarium.workbench.session.FieldType type(FieldType type) {
    return switch (type.kind()) {
      case F32 -> new dev.vivarium.workbench.session.FieldType.Real(32);
      case F64 -> new dev.vivarium.workbench.session.FieldType.Real(64);
      case I8 -> whole(8, true);
      case I16 -> whole(16, true);
      case I32 -> whole(32, true);
      case I64 -> whole(64, true);
      case U8 -> whole(8, false);
      case U16 -> whole(16, false);
      case U32 -> whole(32, false);
      case U64 -> whole(64, false);
      case BOOL -> new dev.vivarium.workbench.session.FieldType.Bool();
      case VEC2, VEC3, VEC4 ->
          new dev.vivarium.workbench.session.FieldType.Vector(type.kind().floats());
      case QUAT -> new dev.vivarium.workbench.session.FieldType.Quaternion();
      case MAT4 -> new dev.vivarium.workbench.session.FieldType.Matrix();
      case COLOR -> new dev.vivarium.workbench.session.FieldType.Color();
      case ENTITY -> new dev.vivarium.workbench.session.FieldType.Entity();
      case ASSET, BLOB -> new dev.vivarium.workbench.session.FieldType.Handle(type.toString());
      case ENUM -> new dev.vivarium.workbench.session.FieldType.Choice(type.names());
      case CHARS -> new dev.vivarium.workbench.session.FieldType.Text(type.capacity());
      case ARRAY ->
          new dev.vivarium.workbench.session.FieldType.FixedArray(
              type(type.element()), type.count());
      case STRING, BYTES, LIST, UNION ->
          throw new IllegalArgumentException(type + " stands in messages only");
    };
  }

  private static dev.vivarium.workbench.session.FieldType whole(int bits, boolean signed) {
    return new dev.vivarium.workbench.session.FieldType.Whole(bits, signed);
  }

  /// A field's value as the engine takes it.
  ///
  /// @throws IllegalArgumentException if the text is no JSON, or a handle is no number
  static JsonNode forEngine(FieldType type, String json) {
    try {
      return handles(type, JSON.readTree(json), SchemaValues::toHex);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("'" + json + "' is no JSON value");
    }
  }

  private static JsonNode handles(FieldType type, JsonNode value, UnaryOperator<String> rewrite) {
    if (type.kind() == Kind.ASSET || type.kind() == Kind.BLOB) {
      return TextNode.valueOf(rewrite.apply(value.asText()));
    }
    if (type.kind() != Kind.ARRAY) {
      return value;
    }
    ArrayNode elements = JSON.createArrayNode();
    value.forEach(element -> elements.add(handles(type.element(), element, rewrite)));
    return elements;
  }

  private static String toDecimal(String hex) {
    return Long.toUnsignedString(Long.parseUnsignedLong(hex, HEX));
  }

  private static String toHex(String decimal) {
    try {
      return SchemaCodec.hex(Long.parseUnsignedLong(decimal));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'" + decimal + "' is no handle: a whole number, 0 for none");
    }
  }
}
