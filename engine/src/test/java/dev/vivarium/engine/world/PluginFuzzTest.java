package dev.vivarium.engine.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.vivarium.engine.plugin.Budget;
import dev.vivarium.engine.plugin.PluginLoadException;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.plugin.PluginState;
import dev.vivarium.engine.plugin.WatPlugin;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Valid plugins with bytes changed at random. Whatever becomes of them, the world ticks on. More
/// rounds: `-Dvivarium.fuzz.rounds=100000`; a failure names its seed.
class PluginFuzzTest {
  private static final int ROUNDS = Integer.getInteger("vivarium.fuzz.rounds", 150);
  private static final Budget TIGHT =
      Budget.DEFAULT.withHardLimitNanos(TimeUnit.MILLISECONDS.toNanos(30)).withMemoryPages(64);
  private static final String DESCRIPTOR =
      """
      {"abi": 1, "components": [{"name": "Age", "version": 2, "storage": "table", "fields": [
         {"name": "ticks", "type": "i32", "default": 4, "range": [0, 9]},
         {"name": "name", "type": "char[7]"}]}, {"use": "vivarium/Parent", "fields": [{"name": "entity", "type": "entity"}]}],
       "messages": [{"name": "Word", "locality": "local", "maxCount": 9, "fields": [
         {"name": "text", "type": "string<12>"}, {"name": "n", "type": "list<f32,3>"}]}],
       "systems": [{"name": "birth", "stage": "PostInit"},
         {"name": "grow", "subscribes": [0], "after": ["birth"], "queries": [{"terms": [
           {"component": 0, "access": "write"}, {"component": 1, "optional": true}]}]}]}
      """;

  private static WatPlugin valid(byte[] descriptor) {
    return WatPlugin.describedBy(descriptor)
        .system(
            """
            (call $set (local.get $f) (i32.const 0) (call $spawn (local.get $f)) (i32.const 16) (i32.const 12))
            """)
        .system(
            """
            (local.set $p (call $column (local.get $f) (i32.const 0) (i32.const 0) (i32.const 0)))
            (i32.store (local.get $p) (i32.add (i32.load (local.get $p)) (i32.const 1)))
            (call $publish (local.get $f) (i32.const 0) (i32.const 16) (i32.const 16))
            """);
  }

  @Test
  void theValidPluginRuns() throws PluginLoadException {
    try (TestWorld world = new TestWorld()) {
      world.add("valid", valid(DESCRIPTOR.getBytes(StandardCharsets.UTF_8))).tick(5);
      assertEquals(List.of(), world.failures());
    }
  }

  @Test
  void survivesModulesWithBytesChanged() {
    byte[] good = valid(DESCRIPTOR.getBytes(StandardCharsets.UTF_8)).wasm();
    for (int seed = 0; seed < ROUNDS; seed++) {
      run(seed, mutated(good, new Random(seed)));
    }
  }

  @Test
  void survivesDescriptorsWithBytesChanged() {
    byte[] good = DESCRIPTOR.getBytes(StandardCharsets.UTF_8);
    for (int seed = 0; seed < ROUNDS; seed++) {
      run(seed, valid(mutated(good, new Random(seed))).wasm());
    }
  }

  private static byte[] mutated(byte[] good, Random random) {
    byte[] bytes = good.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(3)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        default -> bytes[at] = bytes[random.nextInt(bytes.length)];
      }
    }
    return bytes;
  }

  private static void run(int seed, byte[] wasm) {
    try (TestWorld world = new TestWorld()) {
      try {
        PluginModule module = world.load(PluginSource.of("fuzz", wasm).withBudget(TIGHT));
        world.add(module);
      } catch (PluginLoadException e) {
        assertFalse(String.valueOf(e.getMessage()).isEmpty());
      }
      world.tick(3);
      assertFalse(
          world.failures().stream().anyMatch(failure -> failure.message().equals("null")),
          () -> "seed " + seed + ": " + world.failures());
      world.world().plugins().status().stream()
          .filter(status -> status.state() == PluginState.FAILED)
          .forEach(status -> assertEquals(true, status.failure().isPresent()));
    } catch (RuntimeException | Error e) {
      throw new AssertionError("seed " + seed, e);
    }
  }
}
