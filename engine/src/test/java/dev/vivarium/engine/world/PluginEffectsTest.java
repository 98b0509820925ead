package dev.vivarium.engine.world;

import static dev.vivarium.engine.world.Ages.ages;
import static dev.vivarium.engine.world.Ages.spawn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.vivarium.engine.plugin.PluginLoadException;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.plugin.WatPlugin;
import dev.vivarium.engine.tick.StructuralChange;
import dev.vivarium.engine.trace.TraceEntry;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Commands and messages of a plugin: what they do to the world, and how the trace shows them.
class PluginEffectsTest {
  private final TestWorld world = new TestWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void takesMoreCommandsThanTheBufferHoldsByFlushing() throws Exception {
    world.add("age", ages(5000, ""));
    world.tick(1);
    assertEquals(List.of(), world.failures());
    assertEquals(5000, world.values("age/Age").size());
    assertEquals(
        5000, world.values("age/Age").values().stream().distinct().count(), "each spawned once");
  }

  private static WatPlugin setter(String field, int tick, int value) {
    return WatPlugin.describedBy(
            """
            {"abi": 1, "components": [{"use": "pair/Pair", "fields": [
               {"name": "%s", "type": "i32"}]}],
             "systems": [{"name": "set", "queries": [{"terms": [{"component": 0}]}]}],
             "capabilities": ["write:pair/Pair"]}
            """
                .formatted(field))
        .system(
            """
            (if (i64.eq (i64.load offset=8 (local.get $f)) (i64.const %d)) (then
              (call $set_i32 (local.get $f) (i32.const 0)
                (call $id (local.get $f) (i32.const 0) (i32.const 0)) (i32.const %d))))
            """
                .formatted(tick, value));
  }

  @Test
  void setsTheFieldsThatItDeclaresAndLeavesWhatOthersSetInTheSameStage() throws Exception {
    WatPlugin pair =
        WatPlugin.describedBy(
                """
                {"abi": 1, "components": [{"name": "Pair", "fields": [
                   {"name": "a", "type": "i32"}, {"name": "b", "type": "i32"}]}],
                 "systems": [{"name": "birth", "stage": "PostInit"}]}
                """)
            .system(
                """
                (i64.store (i32.const 16) (i64.const 0))
                (call $set (local.get $f) (i32.const 0) (call $spawn (local.get $f)) (i32.const 16) (i32.const 8))
                """);
    world.add(
        world.load("pair", pair),
        granted("left", setter("a", 1, 5)),
        granted("right", setter("b", 1, 6)));
    world.tick(2);
    byte[] value =
        Objects.requireNonNull(
            world.world().store().get(world.entityWith("pair/Pair"), world.type("pair/Pair")));
    assertEquals(5, TestWorld.buffer(value).getInt(0));
    assertEquals(6, TestWorld.buffer(value).getInt(4));
    assertEquals(List.of(), world.failures());
    assertEquals(8, lastSet().value().length, "the trace shows the whole value");
  }

  private PluginModule granted(String name, WatPlugin plugin) throws PluginLoadException {
    return world.load(PluginSource.of(name, plugin.wasm()).withGranted(Set.of("write:pair/Pair")));
  }

  private StructuralChange.Set lastSet() {
    TraceEntry last = world.world().trace().since(0, 1000).getLast();
    return (StructuralChange.Set) ((TraceEntry.Changed) last).change();
  }

  @Test
  void tracesMessagesWithTheirCause() throws Exception {
    world.add(
        "talk",
        WatPlugin.describedBy(
                """
                {"abi": 1, "components": [{"name": "Age", "fields": [{"name": "ticks", "type": "i32"}]}],
                 "messages": [{"name": "Word", "fields": [{"name": "n", "type": "i32"}]}],
                 "systems": [{"name": "birth", "stage": "PostInit"},
                   {"name": "say", "subscribes": [0],
                    "queries": [{"terms": [{"component": 0}]}]}]}
                """)
            .system(spawn(2))
            .system(
                """
                (i32.store offset=92 (local.get $f) (i32.const 0))
                (i32.store offset=96 (local.get $f) (i32.const 1))
                (call $publish_i32 (local.get $f) (i32.const 0) (i32.const 1))
                (i32.store offset=96 (local.get $f) (i32.const -1))
                (i32.store offset=92 (local.get $f) (i32.const -1))
                (call $publish_i32 (local.get $f) (i32.const 0) (i32.const 2))
                """));
    world.tick(1);
    List<TraceEntry.Sent> sent =
        world.world().trace().since(0, 100).stream()
            .filter(TraceEntry.Sent.class::isInstance)
            .map(TraceEntry.Sent.class::cast)
            .toList();
    assertEquals(2, sent.size());
    assertEquals(
        List.copyOf(world.values("talk/Age").keySet()).get(1), sent.getFirst().cause().entity());
    assertFalse(sent.get(1).cause().isGiven(), "the tracer says one of N");
    assertEquals("talk/say", sent.getFirst().message().sender());
    assertEquals(1, sent.getFirst().receivers());
  }
}
