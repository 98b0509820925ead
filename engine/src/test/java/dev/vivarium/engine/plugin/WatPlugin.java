package dev.vivarium.engine.plugin;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A plugin written as a descriptor and the bodies of its systems, the rest of the ABI being filled
/// in (`plugins/prelude.wat` holds the functions that bodies may call). Everything can be replaced
/// or left out, so that a test can break just one thing.
///
/// ```java
/// byte[] wasm = WatPlugin.describedBy("""
///     {"abi": 1, "components": [{"name": "Age", "fields": [{"name": "ticks", "type": "i32"}]}],
///      "systems": [{"name": "birth", "stage": "PostInit"}]}""")
///     .system("(call $set_i32 (local.get $f) (i32.const 0) (call $spawn (local.get $f)) (i32.const 7))")
///     .wasm();
/// ```
public final class WatPlugin {
  private static final int DESCRIPTOR_AT = 1024;
  private static final String IMPORTS =
      """
      (import "vivarium" "log" (func $log (param i32 i32 i32)))
      (import "vivarium" "panic" (func $panic (param i32 i32 i32 i32 i32 i32)))
      (import "vivarium" "random" (func $random (result i64)))
      (import "vivarium" "row_of" (func $row_of (param i32 i64) (result i32)))
      (import "vivarium" "entity" (func $entity (result i64)))
      (import "vivarium" "flush" (func $flush))
      (import "vivarium" "asset" (func $asset (param i32 i32) (result i64)))
      (import "vivarium" "asset_size" (func $asset_size (param i64) (result i32)))
      (import "vivarium" "asset_read" (func $asset_read (param i64 i32 i32 i32) (result i32)))
      (import "vivarium" "blob" (func $blob (param i32 i32) (result i64)))
      (import "vivarium" "blob_size" (func $blob_size (param i64) (result i32)))
      (import "vivarium" "blob_read" (func $blob_read (param i64 i32 i32 i32) (result i32)))
      (import "vivarium" "setting" (func $setting (param i32 i32 i32 i32) (result i32)))
      """;

  private final byte[] descriptor;
  private final List<String> systems = new ArrayList<>();
  private final Map<String, String> exports = new LinkedHashMap<>();
  private final StringBuilder fields = new StringBuilder();
  private String memory;
  private String imports = IMPORTS;

  private WatPlugin(byte[] descriptor) {
    this.descriptor = descriptor;
    this.memory = Integer.toString(1 + (DESCRIPTOR_AT + descriptor.length) / 65_536);
    exports.put("vivarium_abi", "(result i32) (i32.const 1)");
    exports.put(
        "vivarium_descriptor",
        "(result i64) (i64.const %d)".formatted(((long) DESCRIPTOR_AT << 32) | descriptor.length));
    exports.put(
        "vivarium_reserve",
        "(param $slot i32) (param $bytes i32) (result i32) (call $take (local.get $bytes))");
  }

  /// A plugin with this JSON as its descriptor.
  public static WatPlugin describedBy(String json) {
    return new WatPlugin(json.getBytes(StandardCharsets.UTF_8));
  }

  /// The plugin of the test resources whose descriptor is `plugins/NAME.json` and whose functions
  /// are in `plugins/NAME.wat`; its systems still have to be added.
  public static WatPlugin fixture(String name) {
    return describedBy(WatCompiler.resource(name + ".json")).define(WatCompiler.text(name));
  }

  /// A plugin whose descriptor is any bytes at all.
  public static WatPlugin describedBy(byte[] descriptor) {
    return new WatPlugin(descriptor.clone());
  }

  /// Adds the next system's body. It finds the frame in `$f` and may use the locals `$i $j $k $p`
  /// (i32), `$e` (i64) and `$x` (f32).
  public WatPlugin system(String body) {
    systems.add(body);
    return this;
  }

  /// Gives an export another type and body, or adds one: `"(param ..) (result ..) body"`.
  public WatPlugin export(String name, String typeAndBody) {
    exports.put(name, typeAndBody);
    return this;
  }

  public WatPlugin without(String export) {
    exports.put(export, "");
    return this;
  }

  /// Adds functions, globals, tables or data to the module.
  public WatPlugin define(String wat) {
    fields.append(wat).append('\n');
    return this;
  }

  /// The memory's limits in pages, such as `"1 16"`.
  public WatPlugin memory(String limits) {
    memory = limits;
    return this;
  }

  /// Adds imports to those of the ABI.
  public WatPlugin importing(String wat) {
    imports = imports + wat;
    return this;
  }

  public byte[] wasm() {
    return WatCompiler.compile(wat());
  }

  /// The whole module as text.
  public String wat() {
    StringBuilder text = new StringBuilder("(module\n").append(imports);
    text.append("(memory (export \"memory\") ").append(memory).append(")\n");
    text.append("(data (i32.const ").append(DESCRIPTOR_AT).append(") \"");
    text.append(escaped(descriptor)).append("\")\n");
    text.append(prelude()).append(fields);
    for (int i = 0; i < systems.size(); i++) {
      text.append(system(i));
    }
    if (!exports.containsKey("vivarium_dispatch")) {
      text.append(function("vivarium_dispatch", dispatch()));
    }
    exports.forEach((name, body) -> text.append(function(name, body)));
    return text.append(")\n").toString();
  }

  private String prelude() {
    int heap = (DESCRIPTOR_AT + descriptor.length + 15) & ~15;
    return WatCompiler.text("prelude").replace("HEAP", Integer.toString(heap));
  }

  private String system(int index) {
    return """
    (func $system_%d (param $f i32)
        (local $i i32) (local $j i32) (local $k i32) (local $p i32) (local $e i64) (local $x f32)
    %s)
    """
        .formatted(index, systems.get(index));
  }

  private String dispatch() {
    StringBuilder body = new StringBuilder("(param $system i32) (param $frame i32)\n");
    for (int i = 0; i < systems.size(); i++) {
      body.append("(if (i32.eq (local.get $system) (i32.const %d))".formatted(i))
          .append(" (then (call $system_%d (local.get $frame))))%n".formatted(i));
    }
    return body.toString();
  }

  private static String function(String name, String typeAndBody) {
    return typeAndBody.isEmpty()
        ? ""
        : "(func $%s (export \"%s\") %s)%n".formatted(name, name, typeAndBody);
  }

  private static String escaped(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length * 3);
    for (byte b : bytes) {
      text.append('\\').append("%02x".formatted(b));
    }
    return text.toString();
  }
}
