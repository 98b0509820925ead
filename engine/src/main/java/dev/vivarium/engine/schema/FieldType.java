package dev.vivarium.engine.schema;

import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/// The type of a field, as written in a descriptor: `f32`, `vec3`, `enum(A,B)`, `char[64]`,
/// `u8[4]`, and in messages `string<64>`, `bytes<1024>`, `list<vec3,16>`, `union<f32|string<8>>`.
///
/// `T[n][m]` is an array of `m` values `T[n]`. An alternative of a union may be any type but
/// another union; for `string`, `bytes` and `list` the union's bytes are those of the text, the
/// bytes or the values themselves.
///
/// @param count elements of an array, or the most values of a list; else 0
/// @param capacity bytes of `char[n]`, or the most bytes of `string` and `bytes`; else 0
/// @param names the names of an enum, in order of their index
/// @param parts the element of an array or list, or the alternatives of a union
public record FieldType(
    Kind kind, int count, int capacity, List<String> names, List<FieldType> parts) {

  public FieldType {
    names = List.copyOf(names);
    parts = List.copyOf(parts);
    switch (kind) {
      case ENUM -> checkEnum(names);
      case CHARS, STRING, BYTES -> checkMaximum(kind, capacity);
      case ARRAY, LIST -> checkElements(kind, count, parts);
      case UNION -> checkUnion(parts);
      case F32, I32, U32, F64, I64, U64, I16, U16, I8, U8, BOOL -> {}
      case VEC2, VEC3, VEC4, QUAT, MAT4, COLOR, ENTITY, ASSET, BLOB -> {}
    }
  }

  /// Parses a type as written in a descriptor.
  ///
  /// @throws InvalidSchemaException if it is none, or breaks a limit
  public static FieldType parse(String text) {
    return new FieldTypeParser(text).parse();
  }

  public static FieldType of(Kind kind) {
    return new FieldType(kind, 0, 0, List.of(), List.of());
  }

  static FieldType enumeration(List<String> names) {
    return new FieldType(Kind.ENUM, 0, 0, names, List.of());
  }

  static FieldType sized(Kind kind, int capacity) {
    return new FieldType(kind, 0, capacity, List.of(), List.of());
  }

  static FieldType repeated(Kind kind, FieldType element, int count) {
    return new FieldType(kind, count, 0, List.of(), List.of(element));
  }

  static FieldType union(List<FieldType> alternatives) {
    return new FieldType(Kind.UNION, 0, 0, List.of(), alternatives);
  }

  /// Bytes that a value takes in the fixed part.
  public int sizeBytes() {
    return switch (kind) {
      case CHARS -> capacity;
      case ARRAY -> count * element().sizeBytes();
      default -> kind.bytes();
    };
  }

  /// Alignment of a value in the fixed part, in bytes.
  public int alignBytes() {
    return kind == Kind.ARRAY ? element().alignBytes() : kind.align();
  }

  /// Whether all of a value lies in the fixed part; only such types may stand in components.
  public boolean isFixed() {
    return !kind.variable();
  }

  /// The element of an array or list.
  public FieldType element() {
    return parts.getFirst();
  }

  /// Whether a value consists of nothing but values of `scalar`, which is F32 or I32.
  boolean consistsOf(Kind scalar) {
    return switch (kind) {
      case ARRAY -> element().consistsOf(scalar);
      default -> kind == scalar || (scalar == Kind.F32 && kind.floats() > 0);
    };
  }

  @Override
  public String toString() {
    return switch (kind) {
      case ENUM -> "enum(" + String.join(",", names) + ")";
      case CHARS -> "char[" + capacity + "]";
      case ARRAY -> element() + "[" + count + "]";
      case STRING, BYTES -> kind.keyword() + "<" + capacity + ">";
      case LIST -> "list<" + element() + "," + count + ">";
      case UNION ->
          parts.stream().map(FieldType::toString).collect(Collectors.joining("|", "union<", ">"));
      default -> kind.keyword();
    };
  }

  private static void checkEnum(List<String> names) {
    if (names.isEmpty() || names.size() > SchemaLimits.ENUM_NAMES) {
      throw new InvalidSchemaException("an enum has 1 to 256 names, not " + names.size());
    }
    names.forEach(name -> SchemaLimits.checkName("enum value", name));
    if (new HashSet<>(names).size() != names.size()) {
      throw new InvalidSchemaException("an enum names a value twice: " + names);
    }
  }

  private static void checkMaximum(Kind kind, int maximum) {
    if (maximum < 1 || maximum > SchemaLimits.MESSAGE_BYTES) {
      throw new InvalidSchemaException(
          "%s must hold 1 to %d bytes, not %d"
              .formatted(kind.keyword(), SchemaLimits.MESSAGE_BYTES, maximum));
    }
  }

  private static void checkElements(Kind kind, int count, List<FieldType> parts) {
    FieldType element = parts.getFirst();
    if (!element.isFixed()) {
      throw new InvalidSchemaException(kind.keyword() + " needs a fixed type, not " + element);
    }
    long bytes = (long) count * element.sizeBytes();
    if (count < 1 || bytes > SchemaLimits.MESSAGE_BYTES) {
      throw new InvalidSchemaException(
          "%s of %d %s must have 1 or more values and at most %d bytes"
              .formatted(kind.keyword(), count, element, SchemaLimits.MESSAGE_BYTES));
    }
  }

  private static void checkUnion(List<FieldType> alternatives) {
    if (alternatives.isEmpty() || alternatives.size() > SchemaLimits.UNION_ALTERNATIVES) {
      throw new InvalidSchemaException(
          "a union has 1 to %d alternatives, not %d"
              .formatted(SchemaLimits.UNION_ALTERNATIVES, alternatives.size()));
    }
    if (alternatives.stream().anyMatch(type -> type.kind == Kind.UNION)) {
      throw new InvalidSchemaException("a union cannot hold another union");
    }
  }
}
