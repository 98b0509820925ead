package dev.vivarium.engine.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.plugin.Budget;
import dev.vivarium.engine.plugin.Gear;
import dev.vivarium.engine.plugin.PluginLoadException;
import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.plugin.PluginState;
import dev.vivarium.engine.plugin.SourcePositions;
import dev.vivarium.engine.plugin.WatPlugin;
import dev.vivarium.engine.plugin.reload.ReloadOutcome;
import dev.vivarium.engine.plugin.reload.ReloadRequest;
import dev.vivarium.engine.plugin.wasm.WasmLimits;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Each thing that a plugin may have only so much of.
class BudgetTest {
  private static final Budget SMALL =
      new Budget(
          TimeUnit.SECONDS.toNanos(10),
          TimeUnit.SECONDS.toNanos(10),
          120,
          120,
          4,
          10,
          10,
          100,
          3,
          16);
  private static final String DESCRIPTOR =
      """
      {"abi": 1, "stateVersion": 1,
       "components": [{"name": "Seen", "fields": [{"name": "n", "type": "i32"}]}],
       "messages": [{"name": "Word", "maxCount": MOST, "fields": [{"name": "n", "type": "i32"}]},
                    {"name": "Text", "fields": [{"name": "t", "type": "string<64>"}]}],
       "systems": [{"name": "act", "subscribes": [0]}]}
      """;

  private static WatPlugin acting(String body) {
    return WatPlugin.describedBy(DESCRIPTOR.replace("MOST", "100")).system(body);
  }

  private static String times(int count, String body) {
    return """
    (loop $again
      %s
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $again (i32.lt_s (local.get $i) (i32.const %d))))
    """
        .formatted(body, count);
  }

  private static PluginSource source(WatPlugin plugin) {
    return PluginSource.of("greedy", plugin.wasm()).withBudget(SMALL);
  }

  /// What the failure of a plugin with this body says after two ticks; empty if it runs on.
  private static String fate(String body) throws PluginLoadException {
    try (TestWorld world = new TestWorld()) {
      world.add(world.load(source(acting(body)))).tick(2);
      return world.failures().isEmpty() ? "" : world.failures().getFirst().message();
    }
  }

  @Test
  void capsCommandsOfADispatch() throws Exception {
    String despawn = "(call $despawn (local.get $f) (i64.const 1))";
    assertEquals("", fate(times(10, despawn)));
    assertTrue(fate(times(11, despawn)).contains("more than 10 commands"));
  }

  @Test
  void capsEntitiesReservedInADispatch() throws Exception {
    assertTrue(fate(times(99, "(drop (call $entity))")).contains("more than 10 entities"));
  }

  @Test
  void capsMessagesOfADispatch() throws Exception {
    String publish = "(call $publish_i32 (local.get $f) (i32.const 0) (i32.const 7))";
    assertEquals("", fate(times(10, publish)));
    assertTrue(fate(times(11, publish)).contains("too many messages in one dispatch: 11"));
  }

  @Test
  void capsMessageBytesOfADispatch() throws Exception {
    String publish =
        """
        (i32.store (i32.const 16) (i32.const 8)) (i32.store (i32.const 20) (i32.const 40))
        (call $publish (local.get $f) (i32.const 1) (i32.const 16) (i32.const 48))
        """;
    assertEquals("", fate(times(2, publish)));
    assertTrue(fate(times(3, publish)).contains("with 144 bytes"));
  }

  @Test
  void capsMessagesOfAChannelInATick() throws Exception {
    String body =
        "(if (call $inbox (local.get $f)) (then (call $set_i32 (local.get $f) (i32.const 0)"
            + " (call $spawn (local.get $f)) (call $inbox (local.get $f)))))"
            + times(5, "(call $publish_i32 (local.get $f) (i32.const 0) (i32.const 7))");
    WatPlugin plugin = WatPlugin.describedBy(DESCRIPTOR.replace("MOST", "3")).system(body);
    try (TestWorld world = new TestWorld()) {
      world.add(world.load(source(plugin))).tick(2);
      assertEquals(List.of(), world.failures());
      assertEquals(3, world.value("greedy/Seen"));
    }
  }

  @Test
  void memoryGrowsToItsPagesAndNoFurther() throws Exception {
    String grow =
        """
        (if (i32.ge_s (memory.grow (i32.const 4)) (i32.const 0)) (then (unreachable)))
        (drop (memory.grow (i32.const 1)))
        (drop (memory.grow (i32.const 1)))
        (drop (memory.grow (i32.const 1)))
        (drop (memory.grow (i32.const 1)))
        (if (i32.ne (memory.size) (i32.const 4)) (then (unreachable)))
        """;
    assertEquals("", fate(grow));
  }

  @Test
  void logsNoMoreThanItsLinesATick() throws Exception {
    String log = "(call $log (i32.const 1) (i32.const 16) (i32.const 1))";
    try (TestWorld world = new TestWorld()) {
      world.add(world.load(source(acting(times(50, log))))).tick(4);
      assertEquals(4 * SMALL.logLinesMax(), world.log().size());
    }
  }

  @Test
  void aStateTooLargeIsNotCarriedOverAndSaidSo() throws Exception {
    String large = "(result i64) (i64.const 0x0000001000000011)";
    try (TestWorld world = new TestWorld()) {
      world.add(world.load(source(acting("").export("vivarium_save", large)))).tick(1);
      world.swap(world.load(source(acting("(nop)"))));
      assertEquals(PluginState.PROBATION, world.status("greedy").state());
      assertTrue(
          world.log().stream().anyMatch(line -> line.contains("17 bytes")), world.log()::toString);
    }
  }

  private static final WasmLimits QUICK =
      WasmLimits.DEFAULT.withCompileNanos(TimeUnit.MILLISECONDS.toNanos(100));

  /// Takes seconds to compile, within every other limit.
  private static byte[] slowToCompile() {
    return ModuleBytes.functions(300, ModuleBytes.body(4_000, 4, ModuleBytes.branch()));
  }

  private static PluginSource pond(byte[] wasm) {
    return new PluginSource(
        Pond.NAME, wasm, Gear.QUICK, SourcePositions.UNKNOWN, Set.of(), Map.of(), Budget.DEFAULT);
  }

  @Test
  void aModuleThatCompilesTooLongIsRefusedWhileTheOldVersionTicksOn() {
    try (World world = Pond.world(Pond.Version.FIRST);
        ReloadPipeline pipeline = new ReloadPipeline(world, QUICK)) {
      CompletableFuture<ReloadOutcome> outcome =
          pipeline.submit(new ReloadRequest(pond(slowToCompile()), 0, 0, Set.of()));
      while (!outcome.isDone()) {
        world.tickOnce();
      }
      String said = assertInstanceOf(ReloadOutcome.Refused.class, outcome.join()).reason();
      assertTrue(said.contains("plugin 'pond'"), said);
      assertTrue(said.contains("over 0.1 s of CPU time"), said);
      assertTrue(said.contains("make it smaller"), said);
      Pond.tick(world, 5);
      assertTrue(world.plugins().runs(Pond.NAME));
      assertEquals(List.of(), world.versions().of(Pond.NAME));
      assertTrue(world.tick() > 5);
    }
  }
}
