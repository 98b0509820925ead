package dev.vivarium.engine.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vivarium.engine.schema.ComponentSchema;
import dev.vivarium.engine.schema.Field;
import dev.vivarium.engine.schema.FieldType;
import dev.vivarium.engine.schema.InvalidSchemaException;
import dev.vivarium.engine.schema.InvalidValueException;
import dev.vivarium.engine.schema.Locality;
import dev.vivarium.engine.schema.MessageSchema;
import dev.vivarium.engine.schema.Range;
import dev.vivarium.engine.schema.SchemaLimits;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Storage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Schemas of components and messages as bytes.
final class SchemaBytes {
  private static final JsonMapper JSON = new JsonMapper();

  private SchemaBytes() {}

  static void write(ComponentSchema schema, DataWriter out) {
    out.text(schema.name().toString()).i32(schema.version()).u8(schema.storage().ordinal());
    write(schema.doc(), schema.fields(), out);
  }

  static void write(MessageSchema schema, DataWriter out) {
    out.text(schema.name().toString()).i32(schema.version()).u8(schema.locality().ordinal());
    out.i32(schema.maxCount()).i32(schema.maxBytes());
    write(schema.doc(), schema.fields(), out);
  }

  private static void write(String doc, List<Field> fields, DataWriter out) {
    out.text(doc).i32(fields.size());
    for (Field field : fields) {
      out.text(field.name()).text(field.type().toString()).text(field.doc());
      optional(field.unit(), out);
      optional(field.renamedFrom(), out);
      JsonNode otherwise = field.defaultValue();
      optional(otherwise == null ? null : otherwise.toString(), out);
      range(field.range(), out);
    }
  }

  private static void range(@Nullable Range range, DataWriter out) {
    out.u8(range == null ? 0 : 1);
    if (range != null) {
      out.f64(range.min()).f64(range.max());
    }
  }

  private static void optional(@Nullable String text, DataWriter out) {
    out.u8(text == null ? 0 : 1);
    if (text != null) {
      out.text(text);
    }
  }

  static ComponentSchema read(DataReader in) throws DamagedDataException {
    try {
      SchemaName name = SchemaName.parse(in.text());
      int version = in.i32();
      Storage storage = in.one(Storage.values());
      String doc = in.text();
      return ComponentSchema.of(name, version, storage, fields(in), doc);
    } catch (InvalidSchemaException | InvalidValueException | JsonProcessingException e) {
      throw new DamagedDataException("a schema makes no sense: " + e.getMessage(), e);
    }
  }

  static MessageSchema readMessage(DataReader in) throws DamagedDataException {
    try {
      SchemaName name = SchemaName.parse(in.text());
      int version = in.i32();
      Locality locality = in.one(Locality.values());
      int maxCount = in.i32();
      int maxBytes = in.i32();
      String doc = in.text();
      return MessageSchema.of(name, version, locality, maxCount, maxBytes, fields(in), doc);
    } catch (InvalidSchemaException | InvalidValueException | JsonProcessingException e) {
      throw new DamagedDataException("a schema makes no sense: " + e.getMessage(), e);
    }
  }

  private static List<Field> fields(DataReader in)
      throws DamagedDataException, JsonProcessingException {
    int count = in.count(SchemaLimits.FIELDS, 16);
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      fields.add(field(in));
    }
    return fields;
  }

  private static Field field(DataReader in) throws DamagedDataException, JsonProcessingException {
    String name = in.text();
    FieldType type = FieldType.parse(in.text());
    String doc = in.text();
    String unit = optional(in);
    String renamedFrom = optional(in);
    String otherwise = optional(in);
    Range range = in.flag() ? new Range(in.f64(), in.f64()) : null;
    JsonNode value = otherwise == null ? null : JSON.readTree(otherwise);
    return new Field(name, type, unit, range, value, doc, renamedFrom);
  }

  private static @Nullable String optional(DataReader in) throws DamagedDataException {
    return in.flag() ? in.text() : null;
  }
}
