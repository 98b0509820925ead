package dev.vivarium.engine.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// The bytes of a component's value or of a message's fixed part: fields in declared order with
/// natural alignment, little-endian, the size rounded up to the largest alignment. Immutable.
public final class Layout {
  private final List<Field> fields;
  private final int[] offsets;
  private final int sizeBytes;
  private final int alignBytes;
  private final int[] f32Offsets;
  private final int[] f64Offsets;
  private final byte[] defaults;

  private Layout(List<Field> fields, int[] offsets, int sizeBytes, int alignBytes) {
    this.fields = fields;
    this.offsets = offsets;
    this.sizeBytes = sizeBytes;
    this.alignBytes = alignBytes;
    this.f32Offsets = scalarOffsets(true);
    this.f64Offsets = scalarOffsets(false);
    this.defaults = SchemaCodec.encodeDefaults(this);
  }

  /// Lays out `fields`.
  ///
  /// @throws InvalidSchemaException if a name occurs twice or there are too many fields or bytes
  /// @throws InvalidValueException if a default does not fit its field
  public static Layout of(List<Field> fields) {
    checkFields(fields);
    int[] offsets = new int[fields.size()];
    int end = 0;
    int align = 1;
    for (int i = 0; i < offsets.length; i++) {
      FieldType type = fields.get(i).type();
      offsets[i] = roundUp(end, type.alignBytes());
      end = offsets[i] + type.sizeBytes();
      align = Math.max(align, type.alignBytes());
    }
    int size = roundUp(end, align);
    if (size > SchemaLimits.MESSAGE_BYTES) {
      throw new InvalidSchemaException(
          size + " bytes of fields; at most " + SchemaLimits.MESSAGE_BYTES + " are allowed");
    }
    return new Layout(List.copyOf(fields), offsets, size, align);
  }

  private static void checkFields(List<Field> fields) {
    if (fields.size() > SchemaLimits.FIELDS) {
      throw new InvalidSchemaException(
          fields.size() + " fields; at most " + SchemaLimits.FIELDS + " are allowed");
    }
    var names = new HashSet<String>();
    for (Field field : fields) {
      if (!names.add(field.name())) {
        throw new InvalidSchemaException("field '" + field.name() + "' is declared twice");
      }
    }
  }

  static int roundUp(int value, int multiple) {
    return Math.ceilDiv(value, multiple) * multiple;
  }

  public List<Field> fields() {
    return fields;
  }

  public int sizeBytes() {
    return sizeBytes;
  }

  public int alignBytes() {
    return alignBytes;
  }

  /// Offset in bytes of the field with that index.
  public int offset(int field) {
    return offsets[field];
  }

  /// Index of the field with that name, or -1.
  public int indexOf(String name) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /// Whether no field holds a string, bytes, list or union.
  public boolean isFixed() {
    return fields.stream().allMatch(field -> field.type().isFixed());
  }

  /// Whether the value is an unbroken run of one or more f32.
  public boolean allF32() {
    return allOf(Kind.F32);
  }

  /// Whether the value is an unbroken run of one or more i32.
  public boolean allI32() {
    return allOf(Kind.I32);
  }

  private boolean allOf(Kind scalar) {
    return !fields.isEmpty() && fields.stream().allMatch(f -> f.type().consistsOf(scalar));
  }

  /// A new array with the value that a row has when nothing was set.
  public byte[] defaults() {
    return defaults.clone();
  }

  /// Byte offsets of every f32 in a value, in ascending order; where a NaN is made canonical.
  public int[] f32Offsets() {
    return f32Offsets.clone();
  }

  /// Byte offsets of every f64 in a value, in ascending order.
  public int[] f64Offsets() {
    return f64Offsets.clone();
  }

  /// Whether both lay out fields of the same names and types in the same order.
  public boolean sameShape(Layout other) {
    if (fields.size() != other.fields.size()) {
      return false;
    }
    for (int i = 0; i < fields.size(); i++) {
      Field mine = fields.get(i);
      Field theirs = other.fields.get(i);
      if (!mine.name().equals(theirs.name()) || !mine.type().equals(theirs.type())) {
        return false;
      }
    }
    return true;
  }

  private int[] scalarOffsets(boolean single) {
    var found = new ArrayList<Integer>();
    for (int i = 0; i < offsets.length; i++) {
      collect(fields.get(i).type(), offsets[i], single, found);
    }
    return found.stream().mapToInt(Integer::intValue).toArray();
  }

  private static void collect(FieldType type, int at, boolean single, List<Integer> found) {
    if (type.kind() == Kind.ARRAY) {
      int stride = type.element().sizeBytes();
      for (int i = 0; i < type.count(); i++) {
        collect(type.element(), at + i * stride, single, found);
      }
    } else if (single) {
      for (int i = 0; i < type.kind().floats(); i++) {
        found.add(at + 4 * i);
      }
    } else if (type.kind() == Kind.F64) {
      found.add(at);
    }
  }
}
