package dev.vivarium.engine.world;

import java.util.ArrayList;
import java.util.List;

/// Pointers that lead nowhere, and frames written over.
class HostilePointerTest extends HostilePlugins {
  @Override
  List<Hostile> plugins() {
    List<Hostile> all = new ArrayList<>();
    pointers(all);
    headers(all);
    return all;
  }

  private static void pointers(List<Hostile> all) {
    List<String> calls =
        List.of(
            "(call $log (i32.const 2) PTR)",
            "(call $panic PTR (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0))",
            "(call $panic (i32.const 0) (i32.const 0) PTR (i32.const 0) (i32.const 0))",
            "(drop (call $asset PTR))",
            "(drop (call $blob PTR))",
            "(drop (call $setting PTR (i32.const 0) (i32.const 0)))");
    List<String> pointers =
        List.of(
            "(i32.const -1) (i32.const 16)",
            "(i32.const 0x7fffffff) (i32.const 1)",
            "(i32.const 65530) (i32.const 100000000)",
            "(i32.const 16) (i32.const -1)");
    for (String call : calls) {
      for (String pointer : pointers) {
        if (call.contains("$log") && pointer.startsWith("(i32.const 65530)")) {
          continue; // cut to its limit, and then within the memory
        }
        if (call.contains("$panic PTR") && pointer.startsWith("(i32.const 65530)")) {
          continue;
        }
        all.add(acting(call + " with " + pointer, "bad pointer", call.replace("PTR", pointer)));
      }
    }
    all.add(
        acting("store out of bounds", "out of bounds", "(i32.store (i32.const -4) (i32.const 1))"));
    all.add(
        acting(
            "load beyond the end",
            "out of bounds",
            "(drop (i64.load offset=0xfffffff0 (i32.const 0x20)))"));
    all.add(
        acting(
            "copy out of bounds",
            "out of bounds",
            "(memory.copy (i32.const 0) (i32.const 65000) (i32.const 0x7fffffff))"));
    all.add(
        acting(
            "fill out of bounds",
            "out of bounds",
            "(memory.fill (i32.const 65000) (i32.const 1) (i32.const -1))"));
    for (String at :
        List.of("(i32.const 8)", "(i32.const 0)", "(i32.const -16)", "(i32.const 0x7ffffff0)")) {
      all.add(
          new Hostile(
              "reserve gives " + at,
              plain()
                  .system("")
                  .export("vivarium_reserve", "(param i32 i32) (result i32) " + at)
                  .wasm(),
              "vivarium_reserve"));
    }
    all.add(
        new Hostile(
            "reserve traps",
            plain()
                .system("")
                .export("vivarium_reserve", "(param i32 i32) (result i32) unreachable")
                .wasm(),
            "unreachable"));
  }

  private static void headers(List<Hostile> all) {
    for (int offset : new int[] {64, 76}) {
      for (String value : List.of("(i32.const -1)", "(i32.const 0x7fffffff)", "(i32.const 7)")) {
        all.add(
            acting(
                "used cell at %d is %s".formatted(offset, value),
                "broken ABI",
                "(i32.store offset=%d (local.get $f) %s)".formatted(offset, value)));
      }
    }
    for (String value : List.of("(i32.const -1)", "(i32.const 100000)")) {
      all.add(
          acting(
              "handles used is " + value,
              "handles used",
              "(i32.store offset=88 (local.get $f) %s)".formatted(value)));
    }
    // These cells are for the tracer alone: nonsense in them is worth nothing, and no failure.
    all.add(
        acting(
            "nonsense in the current cells",
            NOTHING,
            "(i32.store offset=92 (local.get $f) (i32.const 77)) (i32.store offset=96 (local.get $f) (i32.const -77)) (i32.store offset=100 (local.get $f) (i32.const 9999))"
                + "(call $publish_i32 (local.get $f) (i32.const 0) (i32.const 1))"));
    all.add(
        acting(
            "header and tables overwritten",
            NOTHING,
            "(memory.fill (i32.load offset=40 (local.get $f)) (i32.const 255) (i32.const 16)) (i32.store offset=56 (local.get $f) (i32.const -1)) (i32.store offset=80 (local.get $f) (i32.const -1))"));
    all.add(
        acting(
            "trap with nonsense in the current cells",
            "unreachable",
            "(i32.store offset=92 (local.get $f) (i32.const 0x7fffffff)) (i32.store offset=96 (local.get $f) (i32.const 0x7fffffff)) unreachable"));
  }
}
