package dev.vivarium.engine.schema;

import java.util.Locale;

/// The kinds of field types. `bytes` and `align` describe the place a value takes in the fixed part
/// of a component or message; kinds whose size depends on the type ([#CHARS], [#ARRAY]) state 0.
public enum Kind {
  F32(4, 4, 1),
  I32(4, 4, 0),
  U32(4, 4, 0),
  F64(8, 8, 0),
  I64(8, 8, 0),
  U64(8, 8, 0),
  I16(2, 2, 0),
  U16(2, 2, 0),
  I8(1, 1, 0),
  U8(1, 1, 0),
  BOOL(1, 1, 0),
  VEC2(8, 4, 2),
  VEC3(12, 4, 3),
  VEC4(16, 4, 4),
  QUAT(16, 4, 4),
  MAT4(64, 4, 16),
  COLOR(16, 4, 4),
  ENTITY(8, 8, 0),
  ASSET(8, 8, 0),
  BLOB(8, 8, 0),
  ENUM(1, 1, 0),
  CHARS(0, 1, 0),
  ARRAY(0, 0, 0),
  STRING(8, 4, 0),
  BYTES(8, 4, 0),
  LIST(8, 4, 0),
  UNION(12, 4, 0);

  private final int bytes;
  private final int align;
  private final int floats;

  Kind(int bytes, int align, int floats) {
    this.bytes = bytes;
    this.align = align;
    this.floats = floats;
  }

  int bytes() {
    return bytes;
  }

  int align() {
    return align;
  }

  /// How many f32 values this kind consists of; 0 for kinds that are not made of f32.
  public int floats() {
    return floats;
  }

  /// Whether a type of this kind is named by its keyword alone.
  boolean plain() {
    return compareTo(ENUM) < 0;
  }

  /// Whether values of this kind lie outside the fixed part.
  public boolean variable() {
    return compareTo(STRING) >= 0;
  }

  String keyword() {
    return name().toLowerCase(Locale.ROOT);
  }
}
