package dev.vivarium.engine.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.plugin.Budget;
import dev.vivarium.engine.plugin.PluginLoadException;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.plugin.PluginState;
import dev.vivarium.engine.plugin.WatPlugin;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/// Plugins that do their worst. Each must end in a failure that says what is wrong, with the plugin
/// beside it ticking on as though nothing were.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HostilePlugins {
  private static final int TICKS = 40;

  /// Of five kinds, sixty in all.
  private static final int LEAST_OF_A_KIND = 12;

  /// Harmless: the plugin runs on.
  static final String NOTHING = "-";

  /// Fails one way or another.
  static final String SOMETHING = "";

  private static final Budget BUDGET =
      Budget.DEFAULT.withHardLimitNanos(TimeUnit.MILLISECONDS.toNanos(60)).withMemoryPages(64);

  /// A plugin and what the failure must say.
  @SuppressWarnings("ArrayRecordComponent")
  record Hostile(String name, byte[] wasm, String says) {}

  private static final String PLAIN =
      """
      {"abi": 1,
       "components": [{"name": "Age", "fields": [{"name": "ticks", "type": "i32"}]},
                      {"use": "victim/Count", "fields": [{"name": "n", "type": "i32"}]},
                      {"use": "vivarium/Parent", "fields": [{"name": "entity", "type": "entity"}]}],
       "messages": [{"name": "Word", "maxCount": 65536,
                     "fields": [{"name": "n", "type": "i32"}]},
                    {"name": "Text", "fields": [{"name": "t", "type": "string<8>"}]}],
       "systems": [{"name": "act", "queries": [
         {"terms": [{"component": 0, "access": "write"}]},
         {"terms": [{"component": 1, "access": "write"}]}]}]}
      """;

  private TestWorld reference;
  private PluginModule victim;

  /// The plugins of one kind.
  abstract List<Hostile> plugins();

  @BeforeAll
  void tickTheVictimAlone() throws PluginLoadException {
    reference = new TestWorld();
    victim = reference.load("victim", victim());
    reference.add(victim).tick(TICKS);
  }

  @AfterAll
  void close() {
    reference.close();
  }

  @TestFactory
  List<DynamicTest> isContained() {
    List<Hostile> all = plugins();
    assertTrue(all.size() >= LEAST_OF_A_KIND, "only " + all.size());
    return all.stream()
        .map(hostile -> DynamicTest.dynamicTest(hostile.name, () -> contain(hostile)))
        .toList();
  }

  private void contain(Hostile hostile) throws Exception {
    try (TestWorld world = new TestWorld()) {
      world.add(victim);
      String said = fate(world, hostile.wasm);
      assertSays(hostile.says, said);
      assertEquals(PluginState.RUNNING, world.status("victim").state());
      assertEquals(TICKS, world.world().tick());
      assertEquals(reference.values("victim/Count"), world.values("victim/Count"));
      assertFalse(Thread.currentThread().isInterrupted(), "an interrupt was left behind");
    }
  }

  private static void assertSays(String wanted, String said) {
    if (wanted.equals(NOTHING)) {
      assertEquals("", said);
    } else {
      assertFalse(said.isEmpty(), "nothing failed");
      assertTrue(said.toLowerCase(Locale.ROOT).contains(wanted.toLowerCase(Locale.ROOT)), said);
    }
  }

  /// Loads and runs the plugin for all ticks; returns what the failure says, or nothing.
  private static String fate(TestWorld world, byte[] wasm) {
    String said = "";
    try {
      PluginModule module = world.load(PluginSource.of("hostile", wasm).withBudget(BUDGET));
      world.add(module);
    } catch (PluginLoadException e) {
      said = String.valueOf(e.getMessage());
    }
    world.tick(TICKS);
    return world.failures().isEmpty() ? said : world.failures().getFirst().message();
  }

  private static WatPlugin victim() {
    return WatPlugin.describedBy(
            """
            {"abi": 1, "components": [
               {"name": "Count", "fields": [{"name": "n", "type": "i32"}]}],
             "messages": [{"name": "Beat", "fields": [{"name": "n", "type": "i32"}]}],
             "systems": [{"name": "birth", "stage": "PostInit"},
               {"name": "count", "subscribes": [0],
                "queries": [{"terms": [{"component": 0, "access": "write"}]}]}]}
            """)
        .system(
            """
            (call $set_i32 (local.get $f) (i32.const 0) (call $spawn (local.get $f)) (i32.const 0))
            """)
        .system(
            """
            (local.set $p (call $column (local.get $f) (i32.const 0) (i32.const 0) (i32.const 0)))
            (i32.store (local.get $p)
              (i32.add (i32.load (local.get $p))
                (i32.add (i32.const 1) (i32.mul (i32.const 1000) (call $inbox (local.get $f))))))
            (call $publish_i32 (local.get $f) (i32.const 0) (i32.const 1))
            """);
  }

  /// A plugin that breaks no rule yet.
  static WatPlugin plain() {
    return WatPlugin.describedBy(PLAIN);
  }

  /// The plain plugin with this as its system.
  static Hostile acting(String name, String says, String body) {
    return acting(name, says, body, "");
  }

  static Hostile acting(String name, String says, String body, String fields) {
    return new Hostile(name, plain().system(body).define(fields).wasm(), says);
  }
}
