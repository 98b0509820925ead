package dev.vivarium.engine.world;

import static dev.vivarium.engine.world.Ages.ADD_ONE;
import static dev.vivarium.engine.world.Ages.WRITE_AGE;
import static dev.vivarium.engine.world.Ages.ages;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.plugin.Budget;
import dev.vivarium.engine.plugin.Gear;
import dev.vivarium.engine.plugin.PluginFailure;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.plugin.PluginState;
import dev.vivarium.engine.plugin.SourcePosition;
import dev.vivarium.engine.plugin.SourcePositions;
import dev.vivarium.engine.plugin.WatPlugin;
import dev.vivarium.engine.plugin.wasm.ExecutionMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How a plugin fails: it is stopped, nothing of its dispatch is left, and it is said where it was.
class PluginFailureTest {
  private final TestWorld world = new TestWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void letsNothingOfATrappedDispatchReachTheWorld() throws Exception {
    PluginModule good = world.load("age", ages(2, ""));
    world.add(good).tick(1);
    long next = nextHandle();
    long before = world.storeHash();
    world.add(
        world.load(
            PluginSource.of(
                    "bad",
                    WatPlugin.describedBy(
                            """
                            {"abi": 1, "capabilities": ["write:age/Age", "despawn:age"],
                             "components": [
                               {"use": "age/Age", "fields": [{"name": "ticks", "type": "i32"}]}],
                             "messages": [{"name": "Word", "fields": [{"name": "n", "type": "i32"}]}],
                             "systems": [{"name": "s",
                               "queries": [{"terms": [{"component": 0, "access": "write"}]}]}]}
                            """)
                        .system(
                            ADD_ONE
                                + """
                                (drop (call $spawn (local.get $f)))
                                (drop (call $entity))
                                (call $despawn (local.get $f) (call $id (local.get $f) (i32.const 0) (i32.const 0)))
                                (call $publish_i32 (local.get $f) (i32.const 0) (i32.const 1))
                                (call $flush)
                                (unreachable)
                                """)
                        .wasm())
                .withGranted(Set.of("write:age/Age", "despawn:age"))));
    world.tick(3);
    assertEquals(next, nextHandle(), "the reserved handles came back");
    assertEquals(before, world.storeHash());
    assertEquals(PluginState.FAILED, world.status("bad").state());
    assertEquals(PluginState.RUNNING, world.status("age").state());
  }

  private long nextHandle() {
    var store = world.world().store();
    long[] some = {store.reserve(), store.reserve(), store.reserve()};
    for (int i = some.length - 1; i >= 0; i--) {
      store.release(some[i]);
    }
    return some[0];
  }

  @Test
  void anInterruptedDispatchLeavesNothingForTheNext() throws Exception {
    Budget tight = Budget.DEFAULT.withHardLimitNanos(TimeUnit.MILLISECONDS.toNanos(20));
    world.add(
        world.load(
            PluginSource.of(
                    "slow",
                    WatPlugin.describedBy("{\"abi\": 1, \"systems\": [{\"name\": \"s\"}]}")
                        .system("(loop $l (br $l))")
                        .wasm())
                .withBudget(tight)),
        world.load("age", ages(1, "{\"name\": \"grow\", " + WRITE_AGE + "}").system(ADD_ONE)));
    world.tick(5);
    assertEquals(PluginFailure.Kind.TIME, world.failures().getFirst().kind());
    assertEquals(5, world.value("age/Age"));
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void stopsASystemThatStaysOverItsSoftLimit() throws Exception {
    Budget none = Budget.DEFAULT.withSoftLimit(1, 3, 2);
    world.add(
        world.load(
            PluginSource.of(
                    "heavy",
                    ages(1, "{\"name\": \"grow\", " + WRITE_AGE + "}").system(ADD_ONE).wasm())
                .withBudget(none)));
    world.tick(10);
    assertEquals(PluginFailure.Kind.OVER_BUDGET, world.failures().getFirst().kind());
    assertEquals(4, world.failures().getFirst().tick());
  }

  @Test
  void saysWhichRowADispatchFailedAt() throws Exception {
    world.add(
        "age",
        ages(3, "{\"name\": \"fail\", " + WRITE_AGE + "}")
            .system(
                """
                (i32.store offset=92 (local.get $f) (i32.const 0))
                (i32.store offset=96 (local.get $f) (i32.const 1))
                (unreachable)
                """));
    world.tick(1);
    PluginFailure failure = world.failures().getFirst();
    assertEquals(1, failure.row());
    assertEquals(List.copyOf(world.values("age/Age").keySet()).get(1), failure.entity());
    assertEquals("age/fail", failure.system());
  }

  @ParameterizedTest
  @EnumSource
  void findsTheSourcePositionOfATrap(ExecutionMode mode) throws Exception {
    try (TestWorld trapping = new TestWorld(TestWorld.options(mode))) {
      List<Integer> asked = new ArrayList<>();
      byte[] wasm =
          WatPlugin.describedBy("{\"abi\": 1, \"systems\": [{\"name\": \"s\"}]}")
              .define(
                  """
                  (func $inner (param $p i32)
                    (i32.store (i32.const 16) (i32.const 1))
                    (i32.store (local.get $p) (i32.const 1)))
                  """)
              .system("(call $inner (i32.const -1))")
              .wasm();
      SourcePositions positions =
          offset -> {
            asked.add(offset);
            return Optional.of(new SourcePosition("main.ts", offset, 1));
          };
      PluginSource source =
          new PluginSource("trap", wasm, Gear.QUICK, positions, Set.of(), Map.of(), Budget.DEFAULT);
      trapping.add(trapping.load(source)).tick(1);
      PluginFailure failure = trapping.failures().getFirst();
      assertTrue(failure.position().isPresent(), failure.toString());
      int at = failure.position().get().line();
      byte[] storeOf1 = {0x41, 16, 0x41, 1, 0x36};
      int store = indexOf(wasm, storeOf1);
      assertTrue(at >= store - 3 && at <= store + storeOf1.length + 9, at + " and " + store);
      assertNotEquals(List.of(), asked);
    }
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int i = 0; i < bytes.length - part.length; i++) {
      if (java.util.Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("not found");
  }
}
