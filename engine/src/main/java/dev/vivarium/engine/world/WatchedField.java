package dev.vivarium.engine.world;

import dev.vivarium.engine.ecs.ComponentType;
import dev.vivarium.engine.schema.Field;
import dev.vivarium.engine.schema.FieldType;
import dev.vivarium.engine.schema.Kind;
import dev.vivarium.engine.schema.Layout;
import dev.vivarium.engine.schema.SchemaCodec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;

/// Where a watched field lies in its component, and what its condition means there.
///
/// @param layout of the component when this was worked out; a reload brings another
/// @param offset bytes from the start of the value
/// @param kind of the number that is compared; the field's own where the whole field is watched
/// @param element which number of a vector is watched; -1 for the whole field
record WatchedField(
    ComponentType type,
    Layout layout,
    int fieldIndex,
    int offset,
    int bytes,
    Kind kind,
    int element,
    Optional<Test> test) {
  private static final List<String> AXES = List.of("x", "y", "z", "w");
  private static final List<String> CHANNELS = List.of("r", "g", "b", "a");

  /// A comparison with a number: `whole` for handles and 64-bit numbers, else `real`.
  record Test(FieldWatch.Comparison comparison, double real, long whole) {}

  /// @throws IllegalArgumentException saying what of the watch does not fit the component
  static WatchedField of(FieldWatch watch, ComponentType type) {
    Layout layout = type.layout();
    int dot = watch.field().indexOf('.');
    String name = dot < 0 ? watch.field() : watch.field().substring(0, dot);
    int index = layout.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException("%s has no field '%s'".formatted(type.name(), name));
    }
    FieldType field = layout.fields().get(index).type();
    int element = dot < 0 ? -1 : element(field, watch.field().substring(dot + 1));
    int offset = layout.offset(index) + Math.max(0, element) * Float.BYTES;
    Kind kind = element < 0 ? field.kind() : Kind.F32;
    return new WatchedField(
        type,
        layout,
        index,
        offset,
        element < 0 ? field.sizeBytes() : Float.BYTES,
        kind,
        element,
        watch.condition().map(c -> test(c, kind, field, watch.field())));
  }

  private static int element(FieldType type, String name) {
    List<String> names = type.kind() == Kind.COLOR ? CHANNELS : AXES;
    int element = names.indexOf(name);
    if (element < 0 || element >= type.kind().floats() || type.kind() == Kind.MAT4) {
      throw new IllegalArgumentException("a %s has no '%s'".formatted(type, name));
    }
    return element;
  }

  private static Test test(
      FieldWatch.Condition condition, Kind kind, FieldType type, String field) {
    String value = condition.value().strip();
    try {
      return switch (kind) {
        case F32 -> new Test(condition.comparison(), Float.parseFloat(value), 0);
        case F64, I8, I16, I32, U8, U16, U32 ->
            new Test(condition.comparison(), Double.parseDouble(value), 0);
        case I64 -> new Test(condition.comparison(), 0, Long.parseLong(value));
        case U64, ENTITY, ASSET, BLOB ->
            new Test(condition.comparison(), 0, Long.parseUnsignedLong(value));
        case BOOL -> new Test(condition.comparison(), truth(value), 0);
        case ENUM -> new Test(condition.comparison(), named(type, value), 0);
        case VEC2, VEC3, VEC4, QUAT, MAT4, COLOR, CHARS, ARRAY, STRING, BYTES, LIST, UNION ->
            throw new IllegalArgumentException(
                "%s is a %s; a condition needs one number, such as %s.x"
                    .formatted(field, type, field));
      };
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'%s' cannot be compared with %s, which is a %s".formatted(value, field, type));
    }
  }

  private static double truth(String value) {
    return switch (value) {
      case "true", "1" -> 1;
      case "false", "0" -> 0;
      default -> throw new NumberFormatException(value);
    };
  }

  private static double named(FieldType type, String value) {
    int index = type.names().indexOf(value.replace("\"", ""));
    if (index < 0) {
      throw new NumberFormatException(value);
    }
    return index;
  }

  /// Whether the condition holds for the value at an offset; true for a watch without one.
  boolean holds(MemorySegment values, long at) {
    return test.isEmpty() || test.get().comparison().holds(compare(test.get(), values, at));
  }

  private int compare(Test t, MemorySegment values, long at) {
    return switch (kind) {
      case I64 -> Long.compare(values.get(ValueLayout.JAVA_LONG_UNALIGNED, at), t.whole());
      case U64, ENTITY, ASSET, BLOB ->
          Long.compareUnsigned(values.get(ValueLayout.JAVA_LONG_UNALIGNED, at), t.whole());
      default -> compareReal(number(values, at), t.real());
    };
  }

  /// By value, so that the two zeros are equal.
  private static int compareReal(double a, double b) {
    return a == b ? 0 : Double.compare(a, b);
  }

  private double number(MemorySegment values, long at) {
    return switch (kind) {
      case F32 -> values.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at);
      case F64 -> values.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, at);
      case I32 -> values.get(ValueLayout.JAVA_INT_UNALIGNED, at);
      case U32 -> Integer.toUnsignedLong(values.get(ValueLayout.JAVA_INT_UNALIGNED, at));
      case I16 -> values.get(ValueLayout.JAVA_SHORT_UNALIGNED, at);
      case U16 -> Short.toUnsignedInt(values.get(ValueLayout.JAVA_SHORT_UNALIGNED, at));
      case I8 -> values.get(ValueLayout.JAVA_BYTE, at);
      default -> Byte.toUnsignedInt(values.get(ValueLayout.JAVA_BYTE, at));
    };
  }

  /// The watched part as JSON text.
  ///
  /// @param value the watched bytes
  String json(byte[] value) {
    if (element >= 0) {
      return Float.toString(MemorySegment.ofArray(value).get(ValueLayout.JAVA_FLOAT_UNALIGNED, 0));
    }
    Field field = type.layout().fields().get(fieldIndex);
    byte[] row = new byte[type.layout().sizeBytes()];
    System.arraycopy(value, 0, row, offset, bytes);
    return SchemaCodec.decode(type.layout(), row, 0).path(field.name()).toString();
  }
}
