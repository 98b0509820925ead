package dev.vivarium.engine.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vivarium.engine.plugin.wasm.ExecutionMode;
import dev.vivarium.engine.tick.NanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WatPluginTest {
  private static final String DESCRIPTOR =
      """
      {"abi": 1,
       "components": [{"name": "Age", "fields": [{"name": "ticks", "type": "i32"}]}],
       "systems": [{"name": "birth", "stage": "PostInit"}]}
      """;

  @ParameterizedTest
  @EnumSource
  void describesItself(ExecutionMode mode) throws PluginLoadException {
    byte[] wasm =
        WatPlugin.describedBy(DESCRIPTOR)
            .system(
                "(call $set_i32 (local.get $f) (i32.const 0) (call $spawn (local.get $f)) (i32.const 7))")
            .wasm();
    try (Watchdog watchdog = new Watchdog("test", NanoClock.SYSTEM)) {
      PluginModule module = PluginModule.load(PluginSource.of("tide", wasm), mode, watchdog);
      assertEquals("tide/birth", module.descriptor().systems().getFirst().id());
    }
  }

  @Test
  void namesTheErrorInTheText() {
    assertThrows(
        IllegalArgumentException.class, () -> WatCompiler.compile("(module (func nonsense))"));
  }
}
