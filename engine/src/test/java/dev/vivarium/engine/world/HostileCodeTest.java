package dev.vivarium.engine.world;

import java.util.ArrayList;
import java.util.List;

/// Code that never ends, traps, or takes more than its share.
class HostileCodeTest extends HostilePlugins {
  @Override
  List<Hostile> plugins() {
    List<Hostile> all = new ArrayList<>();
    endless(all);
    excess(all);
    return all;
  }

  private static void endless(List<Hostile> all) {
    String forever = "(loop $l (br $l))";
    String time = "interrupted";
    all.add(acting("endless dispatch", "longer than", forever));
    all.add(
        new Hostile(
            "endless abi",
            plain()
                .system("")
                .export("vivarium_abi", "(result i32) " + forever + " (i32.const 1)")
                .wasm(),
            time));
    all.add(
        new Hostile(
            "endless descriptor",
            plain()
                .system("")
                .export("vivarium_descriptor", "(result i64) " + forever + " (i64.const 1)")
                .wasm(),
            time));
    all.add(
        new Hostile(
            "endless reserve",
            plain()
                .system("")
                .export(
                    "vivarium_reserve",
                    "(param i32 i32) (result i32) " + forever + " (i32.const 1)")
                .wasm(),
            "longer than"));
    all.add(
        new Hostile(
            "endless collect",
            plain().system("").export("vivarium_collect", forever).wasm(),
            time));
    all.add(
        new Hostile(
            "endless _initialize", plain().system("").export("_initialize", forever).wasm(), time));
    all.add(
        new Hostile(
            "endless start function",
            plain().system("").define("(func $go " + forever + ") (start $go)").wasm(),
            time));
    all.add(
        new Hostile(
            "trapping start function",
            plain().system("").define("(func $go unreachable) (start $go)").wasm(),
            "unreachable"));
    all.add(
        new Hostile(
            "host call in the start function",
            plain().system("").define("(func $go (drop (call $entity))) (start $go)").wasm(),
            "outside a dispatch"));
    all.add(
        new Hostile(
            "log in the start function",
            plain()
                .system("")
                .define(
                    "(func $go (call $log (i32.const 1) (i32.const 0) (i32.const 1))) (start $go)")
                .wasm(),
            "start function"));
    all.add(
        new Hostile(
            "host call in _initialize",
            plain().system("").export("_initialize", "(call $flush)").wasm(),
            "outside a dispatch"));
    all.add(
        acting(
            "trap at tick 30",
            "unreachable",
            "(if (i64.eq (i64.load offset=8 (local.get $f)) (i64.const 30)) (then (unreachable)))"));
    all.add(acting("division by zero", "divi", "(drop (i32.div_s (i32.const 1) (local.get $i)))"));
    all.add(
        acting(
            "integer overflow",
            "overflow",
            "(drop (i32.div_s (i32.const 0x80000000) (i32.const -1)))"));
    all.add(acting("conversion of a NaN", "conver", "(drop (i32.trunc_f32_s (f32.const nan)))"));
    all.add(
        acting(
            "panic",
            "fishy",
            "(i64.store (i32.const 16) (i64.const 0x7968736966)) (call $panic (i32.const 16) (i32.const 5) (i32.const 16) (i32.const 5) (i32.const 3) (i32.const 4))"));
  }

  private static void excess(List<Hostile> all) {
    String growth = "(loop $l (drop (memory.grow (i32.const 1))) (br $l))";
    all.add(acting("memory growth", "longer than", growth));
    all.add(
        acting(
            "growth by everything",
            NOTHING,
            "(drop (memory.grow (i32.const 0x7fffffff))) (drop (memory.grow (i32.const -1)))"));
    all.add(acting("endless recursion", "stack", "(call $system_0 (local.get $f))"));
    all.add(
        acting(
            "recursion that reserves entities at the bottom",
            "stack",
            "(drop (call $entity)) (call $system_0 (local.get $f))"));
    all.add(
        acting(
            "recursion that logs at the bottom",
            "stack",
            "(call $log (i32.const 1) (i32.const 0) (i32.const 9)) (call $system_0 (local.get $f))"));
    all.add(
        acting(
            "endless commands",
            SOMETHING,
            "(loop $l (call $despawn (local.get $f) (i64.const 1)) (br $l))"));
    all.add(
        acting(
            "endless messages",
            SOMETHING,
            "(loop $l (call $publish_i32 (local.get $f) (i32.const 0) (i32.const 1)) (br $l))"));
    all.add(acting("endless entities", SOMETHING, "(loop $l (drop (call $entity)) (br $l))"));
    all.add(
        acting(
            "endless spawns", SOMETHING, "(loop $l (drop (call $spawn (local.get $f))) (br $l))"));
    all.add(
        acting(
            "endless log",
            "longer than",
            "(loop $l (call $log (i32.const 2) (i32.const 16) (i32.const 9)) (br $l))"));
    all.add(
        acting(
            "endless blobs",
            "longer than",
            "(loop $l (drop (call $blob (i32.const 0) (i32.const 65536))) (br $l))"));
    all.add(
        acting(
            "table growth",
            "longer than",
            "(loop $l (drop (table.grow $t (ref.null func) (i32.const 1000000))) (br $l))",
            "(table $t 1 funcref)"));
    all.add(
        acting(
            "call through an empty table",
            SOMETHING,
            "(call_indirect (i32.const 0)) ",
            "(table $t 1 funcref)"));
    all.add(
        new Hostile(
            "a table too large",
            plain().system("").define("(table 100000 funcref)").wasm(),
            "table has 100000"));
    all.add(new Hostile("a memory too large", plain().system("").memory("65").wasm(), "65 pages"));
    all.add(
        acting(
            "NaN payloads",
            NOTHING,
            "(f32.store (call $column (local.get $f) (i32.const 0) (i32.const 0) (i32.const 0)) (f32.reinterpret_i32 (i32.const 0x7fa12345)))"));
  }
}
