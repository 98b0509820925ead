package dev.vivarium.engine.plugin.wasm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.plugin.WatCompiler;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CompiledCodeTest {
  /// Each function passes some harmless instructions of its kind before the one that traps.
  private static final byte[] MODULE =
      WatCompiler.compile(
          """
          (module
            (memory (export "memory") 1)
            (table 2 funcref)
            (func $twice (param i32) (result i32) (i32.mul (local.get 0) (i32.const 2)))
            (func (export "load") (param i32)
              (drop (i32.load (i32.const 0)))
              (drop (i64.load offset=8 (i32.const 0)))
              (drop (f32.load (local.get 0)))
              (drop (i32.load8_u (i32.const 3))))
            (func (export "store") (param i32)
              (i32.store (i32.const 0) (i32.load (i32.const 4)))
              (i64.store16 (local.get 0) (i64.const 1))
              (f64.store (i32.const 0) (f64.const 2)))
            (func (export "divide") (param i32)
              (drop (i32.div_s (local.get 0) (i32.const 3)))
              (drop (i64.rem_u (i64.const 7) (i64.extend_i32_u (i32.sub (local.get 0) (local.get 0))))))
            (func (export "truncate") (param i32)
              (drop (i32.trunc_sat_f32_s (f32.const nan)))
              (drop (i32.trunc_f64_s (f64.const 3)))
              (drop (i64.trunc_f32_u (f32.const nan))))
            (func (export "copy") (param i32)
              (memory.fill (i32.const 0) (i32.const 1) (i32.const 8))
              (memory.copy (i32.const 0) (local.get 0) (i32.const 16)))
            (func (export "indirect") (param i32)
              (drop (call $twice (i32.const 4)))
              (drop (call_indirect (param i32) (result i32) (i32.const 1) (i32.const 0))))
            (func (export "unreachable") (param i32)
              (block $out
                (br $out)
                (drop (i32.load (i32.const 0)))
                (unreachable))
              (if (i32.eqz (local.get 0)) (then (return) (unreachable)) (else (nop)))
              (block (loop $again (br_if $again (i32.const 0))) (unreachable))
              (drop (i32.load (i32.const 0))))
            (func $deep (param i32)
              (drop (call $twice (i32.const 1)))
              (drop (i32.load (local.get 0))))
            (func (export "nested") (param i32)
              (drop (call $twice (i32.const 1)))
              (call $deep (i32.const 16))
              (call $deep (local.get 0))))
          """);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "load",
        "store",
        "divide",
        "truncate",
        "copy",
        "indirect",
        "unreachable",
        "nested"
      })
  void aTrapIsAtTheInstructionWhereTheInterpreterHasIt(String function) throws Exception {
    assertEquals(
        trap(ExecutionMode.INTERPRETED, function).getFirst(),
        trap(ExecutionMode.COMPILED, function).getFirst());
  }

  @Test
  void theCallsThatLedToATrapAreKnownToo() throws Exception {
    List<Integer> addresses = trap(ExecutionMode.COMPILED, "nested");
    WasmModule module = WasmModule.compile(MODULE, ExecutionMode.COMPILED, WasmLimits.DEFAULT);
    int deep = module.functionOffset(8);
    int nested = module.functionOffset(9);
    assertEquals(2, addresses.size());
    assertTrue(addresses.get(0) > deep && addresses.get(0) < nested, addresses::toString);
    assertTrue(addresses.get(1) > nested, addresses::toString);
  }

  private static List<Integer> trap(ExecutionMode mode, String function) throws Exception {
    WasmInstance instance =
        WasmModule.compile(MODULE, mode, WasmLimits.DEFAULT).instantiate(new HostFunctions("none"));
    WasmFunction code = instance.function(function, "i").orElseThrow();
    return assertThrows(WasmTrap.class, () -> code.call(-16)).addresses();
  }
}
