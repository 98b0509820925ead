package dev.vivarium.engine.world;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Modules that are cut, use what is not supported, or cost the host more than their size.
class HostileModuleTest extends HostilePlugins {
  @Override
  List<Hostile> plugins() {
    List<Hostile> all = new ArrayList<>();
    modules(all);
    bombs(all);
    return all;
  }

  private static void modules(List<Hostile> all) {
    byte[] good = plain().system("").wasm();
    for (int length :
        new int[] {0, 1, 4, 7, 8, 9, 20, 100, good.length / 4, good.length / 2, good.length - 1}) {
      all.add(new Hostile("cut to " + length + " bytes", Arrays.copyOf(good, length), SOMETHING));
    }
    byte[] component = {0, 'a', 's', 'm', 0x0d, 0, 1, 0};
    all.add(new Hostile("a component", component, "component"));
    all.add(
        new Hostile(
            "memory64", new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0, 5, 3, 1, 4, 1}, "memory64"));
    all.add(
        new Hostile(
            "a shared memory",
            new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0, 5, 4, 1, 3, 1, 2},
            "threads"));
    all.add(
        new Hostile(
            "a number without end",
            new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0, 5, -1, -1, -1, -1, -1, -1},
            "short"));
    all.add(
        new Hostile(
            "a section without end",
            new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0, 10, 120, 1},
            "past the end"));
    all.add(
        new Hostile(
            "SIMD",
            plain().system("(drop (i32x4.extract_lane 0 (v128.const i32x4 1 2 3 4)))").wasm(),
            "SIMD"));
    all.add(
        new Hostile(
            "an unknown import",
            plain().system("").importing("(import \"env\" \"abort\" (func (param i32)))").wasm(),
            "env.abort"));
    all.add(
        new Hostile(
            "an unknown host function",
            plain().system("").importing("(import \"vivarium\" \"format_disk\" (func))").wasm(),
            "format_disk"));
    all.add(
        new Hostile(
            "an imported table",
            plain().system("").importing("(import \"vivarium\" \"t\" (table 1 funcref))").wasm(),
            "no function"));
    all.add(
        new Hostile(
            "a host function of another type",
            plain()
                .system("")
                .importing("(import \"vivarium\" \"flush\" (func (param i64)))")
                .wasm(),
            "flush"));
    all.add(
        new Hostile(
            "no dispatch",
            plain().system("").without("vivarium_dispatch").wasm(),
            "vivarium_dispatch"));
    all.add(
        new Hostile(
            "no descriptor",
            plain().system("").without("vivarium_descriptor").wasm(),
            "vivarium_descriptor"));
    all.add(
        new Hostile(
            "no reserve",
            plain().system("").without("vivarium_reserve").wasm(),
            "vivarium_reserve"));
    all.add(
        new Hostile("no abi", plain().system("").without("vivarium_abi").wasm(), "vivarium_abi"));
    all.add(
        new Hostile(
            "abi of the future",
            plain().system("").export("vivarium_abi", "(result i32) (i32.const 9)").wasm(),
            "version 9"));
    all.add(
        new Hostile(
            "dispatch of another type",
            plain().system("").export("vivarium_dispatch", "(param i64)").wasm(),
            "type"));
    all.add(
        new Hostile(
            "collect of another type",
            plain().system("").export("vivarium_collect", "(result i32) (i32.const 0)").wasm(),
            "type"));
    all.add(
        new Hostile(
            "save of another type",
            plain().system("").export("vivarium_save", "(result i32) (i32.const 0)").wasm(),
            "type"));
  }

  /// Modules that would cost the host more than their size.
  private static void bombs(List<Hostile> all) {
    all.add(new Hostile("nine megabytes", new byte[9 << 20], "at most 8388608"));
    all.add(
        new Hostile(
            "five megabytes of code",
            ModuleBytes.functions(5, ModuleBytes.body(0, 1 << 20, 0x01)),
            "code has"));
    all.add(
        new Hostile(
            "a hundred thousand functions",
            ModuleBytes.functions(100_000, ModuleBytes.body(0, 0)),
            "100000 functions"));
    all.add(
        new Hostile(
            "locals by the billion",
            ModuleBytes.functions(1, ModuleBytes.body(2_000_000_000, 0)),
            "2000000000 locals"));
    all.add(
        new Hostile(
            "locals in many functions",
            ModuleBytes.functions(10_000, ModuleBytes.body(50_000, 0)),
            "50000 locals"));
    all.add(
        new Hostile(
            "branches times locals",
            ModuleBytes.functions(20, ModuleBytes.body(4_000, 8_000, ModuleBytes.branch())),
            "branches and locals"));
    all.add(
        new Hostile(
            "a hundred tables",
            plain().system("").define("(table 60000 funcref)".repeat(100)).wasm(),
            "100 tables"));
    all.add(
        new Hostile(
            "a table with an initial value",
            ModuleBytes.section(4, 1, 0x40, 0, 0x70, 0, 0xff, 0xff, 0xff, 0x7f, 0xd0, 0x70, 0x0b),
            "initial value"));
    all.add(
        new Hostile(
            "a large table of a reference type in its long form",
            ModuleBytes.section(4, 1, 0x63, 0x70, 0, 0xff, 0xff, 0xff, 0x7f),
            "a table has 268435455 entries"));
    all.add(
        new Hostile(
            "twenty thousand globals",
            plain().system("").define("(global (mut i32) (i32.const 1))".repeat(20_000)).wasm(),
            "20001 globals"));
  }
}
