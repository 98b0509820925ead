package dev.vivarium.engine.plugin.wasm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads a module's section headers before the runtime sees it: limits are checked before anything
/// is allocated for them, and the place of each function body is kept for source positions. The
/// format is WebAssembly core specification 2.0, chapter 5.5.
final class ModuleScan {
  private static final int SECTION_TABLE = 4;
  private static final int SECTION_MEMORY = 5;
  private static final int SECTION_IMPORT = 2;
  private static final int SECTION_FUNCTION = 3;
  private static final int SECTION_GLOBAL = 6;
  private static final int SECTION_CODE = 10;

  /// A table whose entries start as something else than null.
  private static final int TABLE_INITIALISED = 0x40;

  /// A reference type in its long form: nullable or not, to a heap type.
  private static final int REFERENCE_NULL = 0x63;

  private static final int REFERENCE = 0x64;
  private static final int LIMITS_HAS_MAX = 0x01;
  private static final int LIMITS_SHARED = 0x02;
  private static final int LIMITS_64_BIT = 0x04;

  private final byte[] bytes;
  private final WasmLimits limits;
  private final List<Integer> bodyOffsets = new ArrayList<>();
  private int importedFunctions;
  private int at;

  private ModuleScan(byte[] bytes, WasmLimits limits) {
    this.bytes = bytes;
    this.limits = limits;
  }

  static ModuleScan of(byte[] bytes, WasmLimits limits) throws InvalidModuleException {
    ModuleScan scan = new ModuleScan(bytes, limits);
    try {
      scan.run();
    } catch (IndexOutOfBoundsException e) {
      throw new InvalidModuleException("the module is cut short at byte " + scan.at, e);
    }
    return scan;
  }

  /// Offset in the file of the first byte of a function's body, or -1 for imported ones.
  int bodyOffset(int function) {
    int defined = function - importedFunctions;
    return defined >= 0 && defined < bodyOffsets.size() ? bodyOffsets.get(defined) : -1;
  }

  private void run() throws InvalidModuleException {
    if (bytes.length > limits.moduleBytes()) {
      throw new InvalidModuleException(
          "the module has %d bytes; at most %d are allowed"
              .formatted(bytes.length, limits.moduleBytes()));
    }
    checkHeader();
    while (at < bytes.length) {
      int id = bytes[at++];
      long size = unsigned();
      if (size > bytes.length - at) {
        throw new InvalidModuleException("section %d reaches past the end".formatted(id));
      }
      int end = at + (int) size;
      section(id, end);
      at = end;
    }
  }

  private void checkHeader() throws InvalidModuleException {
    byte[] magic = {0, 'a', 's', 'm'};
    for (int i = 0; i < magic.length; i++) {
      if (bytes.length <= i || bytes[i] != magic[i]) {
        throw new InvalidModuleException("this is not a WebAssembly module (no \\0asm header)");
      }
    }
    int version = (bytes[4] & 0xff) | ((bytes[5] & 0xff) << 8) | ((bytes[6] & 0xff) << 16);
    if (version == 0x1000d) {
      throw new InvalidModuleException(
          "this is a component, not a core module; build a core WebAssembly module");
    }
    at = 8;
  }

  private void section(int id, int end) throws InvalidModuleException {
    switch (id) {
      case SECTION_IMPORT -> imports();
      case SECTION_TABLE -> tables();
      case SECTION_MEMORY -> memories();
      case SECTION_FUNCTION -> atMost("functions", unsigned(), limits.functions());
      case SECTION_GLOBAL -> atMost("globals", unsigned(), limits.globals());
      case SECTION_CODE -> code(end);
      default -> {}
    }
  }

  private void imports() throws InvalidModuleException {
    long count = unsigned();
    for (long i = 0; i < count; i++) {
      String module = name();
      String field = name();
      int kind = bytes[at++];
      if (kind != 0) {
        throw new InvalidModuleException(
            "it imports '%s.%s', which is no function; only functions can be imported"
                .formatted(module, field));
      }
      unsigned();
      importedFunctions++;
    }
  }

  private static void atMost(String what, long count, long most) throws InvalidModuleException {
    if (count > most) {
      throw new InvalidModuleException(
          "it has %d %s; at most %d are allowed".formatted(count, what, most));
    }
  }

  private void tables() throws InvalidModuleException {
    long count = unsigned();
    atMost("tables", count, limits.tables());
    for (long i = 0; i < count; i++) {
      if (bytes[at] == TABLE_INITIALISED) {
        throw new InvalidModuleException(
            "a table has an initial value, which is not supported; use an element segment");
      }
      int type = bytes[at++];
      if (type == REFERENCE_NULL || type == REFERENCE) {
        unsigned();
      }
      long entries = limitsMinimum("table");
      if (entries > limits.tableEntries()) {
        throw new InvalidModuleException(
            "a table has %d entries; at most %d are allowed"
                .formatted(entries, limits.tableEntries()));
      }
    }
  }

  private void memories() throws InvalidModuleException {
    long count = unsigned();
    if (count > 1) {
      throw new InvalidModuleException("it has %d memories; use one".formatted(count));
    }
    for (long i = 0; i < count; i++) {
      long pages = limitsMinimum("memory");
      if (pages > limits.memoryPages()) {
        throw new InvalidModuleException(
            "its memory starts with %d pages; at most %d are allowed"
                .formatted(pages, limits.memoryPages()));
      }
    }
  }

  private long limitsMinimum(String what) throws InvalidModuleException {
    int flags = bytes[at++];
    if ((flags & LIMITS_64_BIT) != 0) {
      throw new InvalidModuleException(
          "its %s is 64-bit (memory64), which is not supported; build for wasm32".formatted(what));
    }
    if ((flags & LIMITS_SHARED) != 0) {
      throw new InvalidModuleException(
          "its %s is shared (threads), which is not supported".formatted(what));
    }
    long minimum = unsigned();
    if ((flags & LIMITS_HAS_MAX) != 0) {
      unsigned();
    }
    return minimum;
  }

  private void code(int end) throws InvalidModuleException {
    if (end - at > limits.codeBytes()) {
      throw new InvalidModuleException(
          "its code has %d bytes; at most %d are allowed".formatted(end - at, limits.codeBytes()));
    }
    long count = unsigned();
    atMost("functions", count, limits.functions());
    for (long i = 0; i < count; i++) {
      long size = unsigned();
      if (size > bytes.length - at) {
        throw new InvalidModuleException("a function body reaches past the end");
      }
      bodyOffsets.add(at);
      int next = at + (int) size;
      locals((int) i);
      at = next;
    }
  }

  /// A few bytes can declare billions of them.
  private void locals(int function) throws InvalidModuleException {
    long declared = 0;
    for (long groups = unsigned(); groups > 0; groups--) {
      declared += unsigned();
      int type = bytes[at++];
      if (type == REFERENCE_NULL || type == REFERENCE) {
        unsigned();
      }
      atMost(
          "locals in function %d".formatted(importedFunctions + function),
          declared,
          limits.localsOfFunction());
    }
  }

  private String name() {
    int length = (int) unsigned();
    String text = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  private long unsigned() {
    long value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int b = bytes[at++];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new IndexOutOfBoundsException("number too long");
  }
}
