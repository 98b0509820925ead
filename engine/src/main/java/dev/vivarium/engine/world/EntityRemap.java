package dev.vivarium.engine.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.vivarium.engine.schema.Field;
import dev.vivarium.engine.schema.FieldType;
import dev.vivarium.engine.schema.Kind;
import dev.vivarium.engine.schema.Layout;
import dev.vivarium.engine.schema.SchemaCodec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;

/// Puts one world's entity handles in the place of another's, wherever a value of this layout holds
/// one. Immutable.
public final class EntityRemap {
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Layout layout;
  private final int[] handleAt;

  public EntityRemap(Layout layout) {
    this.layout = layout;
    this.handleAt =
        IntStream.range(0, layout.fields().size())
            .flatMap(i -> handles(layout.fields().get(i).type(), layout.offset(i)))
            .toArray();
  }

  private static IntStream handles(FieldType type, int at) {
    if (type.kind() == Kind.ENTITY) {
      return IntStream.of(at);
    }
    if (type.kind() != Kind.ARRAY) {
      return IntStream.empty();
    }
    int stride = type.element().sizeBytes();
    return IntStream.range(0, type.count()).flatMap(i -> handles(type.element(), at + i * stride));
  }

  /// Whether values of the layout, which is of fixed size, hold any handle.
  public boolean hasHandles() {
    return handleAt.length > 0;
  }

  /// The value with its handles mapped; the array given is left as it is.
  public byte[] apply(byte[] value, LongUnaryOperator map) {
    if (!layout.isFixed() && layout.fields().stream().anyMatch(f -> hidesHandles(f.type()))) {
      return throughJson(value, map);
    }
    if (handleAt.length == 0) {
      return value;
    }
    byte[] mapped = value.clone();
    MemorySegment segment = MemorySegment.ofArray(mapped);
    for (int at : handleAt) {
      segment.set(LONG, at, map.applyAsLong(segment.get(LONG, at)));
    }
    return mapped;
  }

  private static boolean hidesHandles(FieldType type) {
    return type.kind().variable() && type.parts().stream().anyMatch(EntityRemap::mentionsEntity);
  }

  private static boolean mentionsEntity(FieldType type) {
    return type.kind() == Kind.ENTITY
        || type.parts().stream().anyMatch(EntityRemap::mentionsEntity);
  }

  private byte[] throughJson(byte[] payload, LongUnaryOperator map) {
    ObjectNode json =
        (ObjectNode)
            SchemaCodec.decodeMessage(layout, MemorySegment.ofArray(payload), 0, payload.length);
    for (Field field : layout.fields()) {
      json.set(field.name(), mapped(field.type(), json.get(field.name()), map));
    }
    return SchemaCodec.encodeMessage(layout, json);
  }

  private static JsonNode mapped(FieldType type, JsonNode value, LongUnaryOperator map) {
    return switch (type.kind()) {
      case ENTITY ->
          TextNode.valueOf(
              Long.toUnsignedString(map.applyAsLong(Long.parseUnsignedLong(value.asText()))));
      case ARRAY, LIST -> {
        ArrayNode list = ((ArrayNode) value).arrayNode();
        value.forEach(entry -> list.add(mapped(type.element(), entry, map)));
        yield list;
      }
      case UNION -> mappedUnion(type, (ObjectNode) value, map);
      case F32,
          I32,
          U32,
          F64,
          I64,
          U64,
          I16,
          U16,
          I8,
          U8,
          BOOL,
          VEC2,
          VEC3,
          VEC4,
          QUAT,
          MAT4,
          COLOR,
          ASSET,
          BLOB,
          ENUM,
          CHARS,
          STRING,
          BYTES ->
          value;
    };
  }

  private static JsonNode mappedUnion(FieldType type, ObjectNode value, LongUnaryOperator map) {
    for (FieldType alternative : type.parts()) {
      JsonNode held = value.get(alternative.toString());
      if (held != null) {
        return value.objectNode().set(alternative.toString(), mapped(alternative, held, map));
      }
    }
    return value;
  }
}
