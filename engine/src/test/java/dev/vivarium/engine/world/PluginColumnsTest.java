package dev.vivarium.engine.world;

import static dev.vivarium.engine.world.Ages.ADD_ONE;
import static dev.vivarium.engine.world.Ages.WRITE_AGE;
import static dev.vivarium.engine.world.Ages.ages;
import static dev.vivarium.engine.world.Ages.eachRow;
import static dev.vivarium.engine.world.Ages.set;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.plugin.WatPlugin;
import dev.vivarium.engine.schema.SchemaName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a plugin sees in its columns and what the world takes back from them.
class PluginColumnsTest {
  private final TestWorld world = new TestWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void seesWhatOthersWroteAndWhatTheEditorWrote() throws Exception {
    String read = "\"queries\": [{\"terms\": [{\"component\": 0}]}]";
    world.add(
        world.load(
            "age",
            ages(1, "{\"name\": \"sum\", " + read + "}")
                .system(
                    eachRow(
                        """
                        (i32.store8 (i32.const 16) (i32.add (i32.const 48) (i32.load (local.get $p))))
                        (call $log (i32.const 2) (i32.const 16) (i32.const 1))
                        """))));
    world.tick(2);
    world.submit(set(world.entityWith("age/Age"), 7));
    world.tick(2);
    assertEquals(List.of("0", "0", "7", "7"), world.log());
  }

  /// Tables come and go in a random but repeatable way; a wrong skip would show a stale value.
  @Test
  void neverShowsAStaleColumn() throws Exception {
    // The system sums what it sees into the singleton of its world: 16.. holds the sum.
    WatPlugin plugin =
        WatPlugin.describedBy(
                """
                {"abi": 1, "components": [
                   {"name": "Age", "fields": [{"name": "ticks", "type": "i32"}]},
                   {"name": "Sum", "storage": "singleton", "fields": [{"name": "n", "type": "i32"}]},
                   {"use": "vivarium/Name", "fields": [{"name": "value", "type": "char[64]"}]}],
                 "systems": [{"name": "sum", "queries": [
                   {"terms": [{"component": 0, "optional": true}]},
                   {"terms": [{"component": 1, "access": "write"}]}]}]}
                """)
            .system(
                """
                (local.set $j (i32.const 0))
                """
                    + eachRow(
                        """
                        (if (call $column (local.get $f) (i32.const 0) (local.get $k) (i32.const 0))
                          (then (local.set $j (i32.add (local.get $j) (i32.load (local.get $p))))))
                        """)
                    + """
                    (i32.store
                      (call $column (local.get $f) (i32.const 1) (i32.const 0) (i32.const 0))
                      (local.get $j))
                    """);
    world.add("age", plugin);
    var random = new java.util.Random(7);
    List<Long> entities = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      for (int n = random.nextInt(4); n >= 0; n--) {
        churn(random, entities);
      }
      world.tick(1);
      int sum = world.values("age/Age").values().stream().mapToInt(Integer::intValue).sum();
      assertEquals(sum, world.value("age/Sum"), "tick " + i);
    }
    assertEquals(List.of(), world.failures());
  }

  private void churn(java.util.Random random, List<Long> entities) {
    var json = JsonNodeFactory.instance;
    var age = json.objectNode().set("ticks", IntNode.valueOf(random.nextInt(1000)));
    var name = json.objectNode().set("value", TextNode.valueOf("n" + random.nextInt(10)));
    SchemaName ages = SchemaName.parse("age/Age");
    SchemaName names = SchemaName.parse("vivarium/Name");
    switch (entities.isEmpty() ? 0 : random.nextInt(7)) {
      case 0, 1, 2 -> {
        int many = random.nextInt(10) == 0 ? 100 : 1;
        for (int i = 0; i < many; i++) {
          Map<SchemaName, com.fasterxml.jackson.databind.JsonNode> parts = new HashMap<>();
          if (random.nextBoolean()) {
            parts.put(ages, age);
          }
          if (random.nextBoolean()) {
            parts.put(names, name);
          }
          CompletableFuture<Void> _ =
              world
                  .world()
                  .submit(new WorldCommand.Spawn(parts))
                  .thenAccept(result -> entities.add(((CommandResult.Done) result).entity()));
        }
      }
      case 3 -> world.submit(new WorldCommand.Despawn(entities.removeLast()));
      case 4 ->
          world.submit(
              new WorldCommand.SetComponent(
                  entities.get(random.nextInt(entities.size())), ages, age));
      case 5 ->
          world.submit(
              new WorldCommand.RemoveComponent(
                  entities.get(random.nextInt(entities.size())), names));
      default -> {
        for (int i = Math.min(80, entities.size()); i > 0; i--) {
          world.submit(new WorldCommand.Despawn(entities.removeFirst()));
        }
      }
    }
  }

  @Test
  void findsItsOwnNanMadeCanonical() throws Exception {
    world.add(
        "nan",
        WatPlugin.describedBy(
                """
                {"abi": 1, "components": [{"name": "F", "storage": "singleton",
                   "fields": [{"name": "x", "type": "f32"}]}],
                 "systems": [{"name": "s",
                   "queries": [{"terms": [{"component": 0, "access": "write"}]}]}]}
                """)
            .system(
                """
                (local.set $p (call $column (local.get $f) (i32.const 0) (i32.const 0) (i32.const 0)))
                (if (i64.ne (i64.load offset=8 (local.get $f)) (i64.const 0))
                  (then
                    (if (i32.ne (i32.load (local.get $p)) (i32.const 0x7fc00000)) (then (unreachable)))))
                (i32.store (local.get $p) (i32.const 0xffa12345))
                """));
    world.tick(4);
    assertEquals(List.of(), world.failures());
    assertEquals(0x7fc00000, world.value("nan/F"));
  }

  @Test
  void survivesItsMemoryGrowingInADispatch() throws Exception {
    world.add(
        "age",
        ages(3, "{\"name\": \"grow\", " + WRITE_AGE + "}")
            .system("(drop (memory.grow (i32.const 1)))" + ADD_ONE));
    world.tick(10);
    assertEquals(List.of(10, 11, 12), List.copyOf(world.values("age/Age").values()));
  }

  @Test
  void projectsTheFieldsThatAConsumerDeclares() throws Exception {
    world.add(
        world.load(
            "owner",
            WatPlugin.describedBy(
                    """
                    {"abi": 1, "components": [{"name": "Wide", "fields": [
                       {"name": "a", "type": "i32"}, {"name": "b", "type": "i64"},
                       {"name": "c", "type": "i32", "default": 9}]}],
                     "systems": [{"name": "birth", "stage": "PostInit"}]}
                    """)
                .system(
                    """
                    (i32.store (i32.const 16) (i32.const 1))
                    (i64.store (i32.const 24) (i64.const 2))
                    (i32.store (i32.const 32) (i32.const 3))
                    (call $set (local.get $f) (i32.const 0) (call $spawn (local.get $f)) (i32.const 16) (i32.const 24))
                    """)),
        world.load(
            PluginSource.of(
                    "user",
                    WatPlugin.describedBy(
                            """
                            {"abi": 1, "capabilities": ["write:owner/Wide"], "components": [
                               {"use": "owner/Wide", "fields": [
                                 {"name": "c", "type": "i32"}, {"name": "a", "type": "i32"}]}],
                             "systems": [{"name": "use",
                               "queries": [{"terms": [{"component": 0, "access": "write"}]}]}]}
                            """)
                        .system(
                            """
                            (local.set $p (call $column (local.get $f) (i32.const 0) (i32.const 0) (i32.const 0)))
                            (i32.store offset=4 (local.get $p)
                              (i32.add (i32.load (local.get $p)) (i32.load offset=4 (local.get $p))))
                            """)
                        .wasm())
                .withGranted(Set.of("write:owner/Wide"))));
    world.tick(2);
    byte[] value =
        world.world().store().get(world.entityWith("owner/Wide"), world.type("owner/Wide"));
    var wide = TestWorld.buffer(java.util.Objects.requireNonNull(value));
    assertEquals(7, wide.getInt(0), "1 + 3 + 3");
    assertEquals(2, wide.getLong(8));
    assertEquals(3, wide.getInt(16));
  }
}
