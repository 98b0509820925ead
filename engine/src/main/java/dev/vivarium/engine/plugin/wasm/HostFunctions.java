package dev.vivarium.engine.plugin.wasm;

import java.util.LinkedHashMap;
import java.util.Map;

/// The functions that a module may import, all from one import module name.
public final class HostFunctions {
  /// A host function's body. Arguments are raw 64-bit wasm values; the result is ignored where the
  /// type has none.
  @FunctionalInterface
  public interface Body {
    long call(long[] arguments);
  }

  /// A signature as a string, such as `"iiI:I"`: `i` = i32, `I` = i64, arguments before the colon.
  record Entry(String signature, Body body) {}

  private final String moduleName;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  public HostFunctions(String moduleName) {
    this.moduleName = moduleName;
  }

  public HostFunctions define(String name, String signature, Body body) {
    entries.put(name, new Entry(signature, body));
    return this;
  }

  String moduleName() {
    return moduleName;
  }

  Map<String, Entry> entries() {
    return entries;
  }
}
