package dev.vivarium.engine.world;

import java.io.ByteArrayOutputStream;

/// Modules that no text compiler would write: many functions alike, without an ABI.
final class ModuleBytes {
  private static final int I32 = 0x7f;

  private ModuleBytes() {}

  /// A module of so many functions with this body.
  static byte[] functions(int count, byte[] body) {
    ByteArrayOutputStream types = new ByteArrayOutputStream();
    types.writeBytes(new byte[] {1, 0x60, 0, 0});
    ByteArrayOutputStream functions = new ByteArrayOutputStream();
    unsigned(functions, count);
    ByteArrayOutputStream code = new ByteArrayOutputStream();
    unsigned(code, count);
    for (int i = 0; i < count; i++) {
      functions.write(0);
      unsigned(code, body.length);
      code.writeBytes(body);
    }
    ByteArrayOutputStream module = new ByteArrayOutputStream();
    module.writeBytes(header());
    section(module, 1, types);
    section(module, 3, functions);
    section(module, 10, code);
    return module.toByteArray();
  }

  /// A module of nothing but this section.
  static byte[] section(int id, int... content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int b : content) {
      bytes.write(b);
    }
    ByteArrayOutputStream module = new ByteArrayOutputStream();
    module.writeBytes(header());
    section(module, id, bytes);
    return module.toByteArray();
  }

  /// A body with so many locals, which runs the code so many times.
  static byte[] body(int locals, int times, int... code) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(1);
    unsigned(body, locals);
    body.write(I32);
    for (int i = 0; i < times; i++) {
      for (int b : code) {
        body.write(b);
      }
    }
    body.write(0x0b);
    return body.toByteArray();
  }

  /// `block (br_if 0 (local.get 0)) end`
  static int[] branch() {
    return new int[] {0x02, 0x40, 0x20, 0, 0x0d, 0, 0x0b};
  }

  private static byte[] header() {
    return new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0};
  }

  private static void section(ByteArrayOutputStream out, int id, ByteArrayOutputStream content) {
    out.write(id);
    unsigned(out, content.size());
    out.writeBytes(content.toByteArray());
  }

  private static void unsigned(ByteArrayOutputStream out, long number) {
    long left = number;
    do {
      int low = (int) (left & 0x7f);
      left >>>= 7;
      out.write(left == 0 ? low : low | 0x80);
    } while (left != 0);
  }
}
