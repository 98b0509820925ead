package dev.vivarium.workbench.session;

import java.util.List;

/// The type of a field, as far as an editor needs to know it.
public sealed interface FieldType {
  /// The type as written in a schema, such as `f32` or `enum(Idle,Swim)`.
  String text();

  /// A whole number; `bits` is 8, 16, 32 or 64.
  record Whole(int bits, boolean signed) implements FieldType {
    @Override
    public String text() {
      return (signed ? "i" : "u") + bits;
    }
  }

  /// A floating-point number; `bits` is 32 or 64.
  record Real(int bits) implements FieldType {
    @Override
    public String text() {
      return "f" + bits;
    }
  }

  record Bool() implements FieldType {
    @Override
    public String text() {
      return "bool";
    }
  }

  /// Two to four numbers x y z w.
  record Vector(int size) implements FieldType {
    @Override
    public String text() {
      return "vec" + size;
    }
  }

  record Quaternion() implements FieldType {
    @Override
    public String text() {
      return "quat";
    }
  }

  record Matrix() implements FieldType {
    @Override
    public String text() {
      return "mat4";
    }
  }

  /// Linear red, green, blue and alpha.
  record Color() implements FieldType {
    @Override
    public String text() {
      return "color";
    }
  }

  record Choice(List<String> names) implements FieldType {
    public Choice {
      names = List.copyOf(names);
    }

    @Override
    public String text() {
      return "enum(" + String.join(",", names) + ")";
    }
  }

  /// Text of at most `maxBytes` bytes of UTF-8.
  record Text(int maxBytes) implements FieldType {
    @Override
    public String text() {
      return "char[" + maxBytes + "]";
    }
  }

  record Entity() implements FieldType {
    @Override
    public String text() {
      return "entity";
    }
  }

  /// An asset or a blob by handle; `kind` is the type's name.
  record Handle(String kind) implements FieldType {
    @Override
    public String text() {
      return kind;
    }
  }

  record FixedArray(FieldType element, int length) implements FieldType {
    @Override
    public String text() {
      return element.text() + "[" + length + "]";
    }
  }
}
