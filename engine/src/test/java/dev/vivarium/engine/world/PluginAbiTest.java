package dev.vivarium.engine.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.vivarium.engine.plugin.AssetStore;
import dev.vivarium.engine.plugin.Budget;
import dev.vivarium.engine.plugin.Gear;
import dev.vivarium.engine.plugin.PluginEvent;
import dev.vivarium.engine.plugin.PluginFailure;
import dev.vivarium.engine.plugin.PluginLoadException;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.plugin.PluginState;
import dev.vivarium.engine.plugin.SourcePosition;
import dev.vivarium.engine.plugin.SourcePositions;
import dev.vivarium.engine.plugin.WatPlugin;
import dev.vivarium.engine.plugin.wasm.ExecutionMode;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.tick.StructuralChange;
import dev.vivarium.engine.trace.TraceEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The rules of `docs/plugin-abi.md`, each as a plugin meets it.
class PluginAbiTest {
  private final TestWorld world = new TestWorld();

  @AfterEach
  void close() {
    world.close();
  }

  /// A plugin with a component `Age {ticks: i32}`, a PostInit system that spawns `count` of them
  /// with values from 0 on, and the systems given.
  private static WatPlugin ages(int count, String systems) {
    return WatPlugin.describedBy(
            """
            {"abi": 1, "components": [
               {"name": "Age", "fields": [{"name": "ticks", "type": "i32"}]},
               {"name": "Mark"},
               {"use": "vivarium/Name", "fields": [{"name": "value", "type": "char[64]"}]}],
             "systems": [{"name": "birth", "stage": "PostInit"} %s]}
            """
                .formatted(systems.isEmpty() ? "" : ", " + systems))
        .system(spawn(count));
  }

  private static String spawn(int count) {
    return """
    (if (i32.eq (i32.load offset=28 (local.get $f)) (i32.const 1))
      (then
        (loop $next
          (call $set_i32 (local.get $f) (i32.const 0) (call $spawn (local.get $f)) (local.get $i))
          (local.set $i (i32.add (local.get $i) (i32.const 1)))
          (br_if $next (i32.lt_u (local.get $i) (i32.const %d))))))
    """
        .formatted(count);
  }

  /// Does `body` for each row of the first query; `$p` points to the row's first column.
  private static String eachRow(String body) {
    return """
    (local.set $k (i32.const 0))
    (block $done
      (loop $chunks
        (br_if $done (i32.ge_u (local.get $k) (call $chunks (local.get $f) (i32.const 0))))
        (local.set $p (call $column (local.get $f) (i32.const 0) (local.get $k) (i32.const 0)))
        (local.set $i (i32.const 0))
        (block $end
          (loop $rows
            (br_if $end
              (i32.ge_u (local.get $i)
                (call $chunk_rows (local.get $f) (i32.const 0) (local.get $k))))
            BODY
            (local.set $p (i32.add (local.get $p) (i32.const 4)))
            (local.set $i (i32.add (local.get $i) (i32.const 1)))
            (br $rows)))
        (local.set $k (i32.add (local.get $k) (i32.const 1)))
        (br $chunks)))
    """
        .replace("BODY", body);
  }

  private static final String ADD_ONE =
      eachRow("(i32.store (local.get $p) (i32.add (i32.load (local.get $p)) (i32.const 1)))");

  private static final String WRITE_AGE =
      "\"queries\": [{\"terms\": [{\"component\": 0, \"access\": \"write\"}]}]";

  @ParameterizedTest
  @EnumSource
  void goldenTrace(ExecutionMode mode) throws Exception {
    try (TestWorld golden = new TestWorld(TestWorld.options(mode))) {
      golden.add("age", ages(200, "{\"name\": \"grow\", " + WRITE_AGE + "}").system(ADD_ONE));
      StringBuilder trace = new StringBuilder();
      for (int i = 0; i < 3; i++) {
        golden.tick(1);
        int sum = golden.values("age/Age").values().stream().mapToInt(Integer::intValue).sum();
        trace.append(golden.values("age/Age").size()).append(':').append(sum).append(' ');
      }
      assertEquals("200:20100 200:20300 200:20500 ", trace.toString());
      assertEquals(List.of(), golden.failures());
    }
  }

  @Test
  void interpreterAndCompilerAgreeOnTheStateHash() throws Exception {
    List<Long> hashes = new ArrayList<>();
    for (ExecutionMode mode : ExecutionMode.values()) {
      try (TestWorld golden = new TestWorld(TestWorld.options(mode))) {
        golden.add(
            "age",
            ages(20, "{\"name\": \"grow\", " + WRITE_AGE + "}")
                .system(
                    eachRow(
                        "(i32.store (local.get $p) (i32.xor (i32.load (local.get $p)) (i32.wrap_i64 (call $random))))")));
        golden.tick(20);
        hashes.add(golden.world().stateHash());
      }
    }
    assertEquals(hashes.get(0), hashes.get(1));
  }

  @Test
  void continuesAnImageTickForTick() throws Exception {
    PluginModule module =
        world.load(
            "age",
            ages(0, "{\"name\": \"grow\", " + WRITE_AGE + "}")
                .system(
                    ADD_ONE
                        + "(call $set_i32 (local.get $f) (i32.const 0) (call $spawn (local.get $f)) (i32.wrap_i64 (call $random)))"));
    world.add(module).tick(13);
    WorldImage image = world.world().image(null);
    try (TestWorld other = new TestWorld()) {
      other.world().restore(image, Map.of("age", module));
      assertEquals(world.world().stateHash(), other.world().stateHash());
      for (int i = 0; i < 30; i++) {
        world.tick(1);
        other.tick(1);
        assertEquals(world.world().stateHash(), other.world().stateHash(), "tick " + i);
      }
    }
  }

  // Copies

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

  private static WorldCommand set(long entity, int ticks) {
    return new WorldCommand.SetComponent(
        entity,
        SchemaName.parse("age/Age"),
        JsonNodeFactory.instance.objectNode().set("ticks", IntNode.valueOf(ticks)));
  }

  /// Tables come and go in a random but repeatable way; a wrong skip would show a stale value.
  @Test
  void neverShowsAStaleColumn() throws Exception {
    String terms =
        """
        "queries": [{"terms": [{"component": 0, "access": "read", "optional": true},
                               {"component": 2, "access": "with", "optional": true}]}]
        """;
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
    assertFalse(terms.isEmpty());
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

  // Rights

  private static WatPlugin meddler(String capabilities) {
    return WatPlugin.describedBy(
            """
            {"abi": 1, "capabilities": [%s],
             "components": [
               {"use": "age/Age", "fields": [{"name": "ticks", "type": "i32"}]},
               {"use": "vivarium/Velocity", "fields": [{"name": "linear", "type": "vec3"}]}],
             "systems": [{"name": "meddle", "stage": "PreUpdate",
               "queries": [{"terms": [{"component": 0, "access": "write"}]}]}]}
            """
                .formatted(capabilities))
        .system(ADD_ONE);
  }

  @Test
  void keepsWhatAPluginHasNoRightToWriteAndSaysSo() throws Exception {
    world.add(world.load("age", ages(3, "").without("x")), world.load("meddler", meddler("")));
    world.tick(3);
    assertEquals(List.of(0, 1, 2), List.copyOf(world.values("age/Age").values()));
    assertTrue(
        world.events().stream()
            .anyMatch(e ->
                e instanceof WorldEvent.OfPlugin(PluginEvent.WriteRefused refused)
                    && refused.rows() == 3
                    && refused.system().equals("meddler/meddle")));
  }

  @Test
  void letsAGrantedCapabilityWrite() throws Exception {
    String capability = "write:age/Age";
    PluginSource asking = PluginSource.of("meddler", meddler("\"" + capability + "\"").wasm());
    assertThrows(PluginLoadException.class, () -> world.load(asking));
    world.add(world.load("age", ages(3, "")), world.load(asking.withGranted(Set.of(capability))));
    world.tick(3);
    assertEquals(List.of(3, 4, 5), List.copyOf(world.values("age/Age").values()));
  }

  @Test
  void writesBuiltInComponentsOnItsOwnEntitiesRowByRow() throws Exception {
    String both =
        """
        {"abi": 1, "components": [
           {"use": "vivarium/Velocity", "fields": [{"name": "linear", "type": "vec3"}]}],
         "systems": [{"name": "birth", "stage": "PostInit"}%s]}
        """;
    String birth =
        """
        (call $set (local.get $f) (i32.const 0) (call $spawn (local.get $f)) (i32.const 16) (i32.const 12))
        """;
    world.add(
        world.load("a", WatPlugin.describedBy(both.formatted("")).system(birth)),
        world.load(
            "b",
            WatPlugin.describedBy(
                    both.formatted(
                        ", {\"name\": \"go\", \"queries\": [{\"terms\": [{\"component\": 0, \"access\": \"write\"}]}]}"))
                .system(birth)
                .system(
                    """
                    (local.set $p (call $column (local.get $f) (i32.const 0) (i32.const 0) (i32.const 0)))
                    (i32.store (local.get $p) (i32.const 5))
                    (i32.store offset=12 (local.get $p) (i32.const 5))
                    """)));
    world.tick(2);
    assertEquals(List.of(0, 5), List.copyOf(world.values("vivarium/Velocity").values()));
    assertEquals(List.of(), world.failures());
  }

  // Projections

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

  // Transactions

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

  // Host functions

  @Test
  void findsRowsByEntity() throws Exception {
    world.add(
        "age",
        ages(5, "{\"name\": \"look\", " + WRITE_AGE + "}")
            .system(
                eachRow(
                    """
                    (if (i32.ne (local.get $i)
                          (call $row_of (i32.const 0) (call $id (local.get $f) (i32.const 0) (local.get $i))))
                      (then (unreachable)))
                    """)));
    world.tick(2);
    assertEquals(List.of(), world.failures());
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

  @Test
  void readsAssetsBlobsAndSettings() throws Exception {
    byte[] content = "coral reef".getBytes(StandardCharsets.UTF_8);
    Map<Long, byte[]> blobs = new HashMap<>();
    AssetStore assets =
        new AssetStore() {
          @Override
          public long asset(String path) {
            return path.equals("a.txt") ? 77 : 0;
          }

          @Override
          public Optional<byte[]> assetBytes(long handle) {
            return handle == 77 ? Optional.of(content) : Optional.empty();
          }

          @Override
          public long blob(byte[] bytes) {
            blobs.put(99L, bytes);
            return 99;
          }

          @Override
          public Optional<byte[]> blobBytes(long handle) {
            return Optional.ofNullable(blobs.get(handle));
          }
        };
    WatPlugin plugin =
        WatPlugin.describedBy("{\"abi\": 1, \"systems\": [{\"name\": \"read\"}]}")
            .define("(data (i32.const 16) \"a.txt\") (data (i32.const 32) \"speed\")")
            .system(
                """
                (local.set $e (call $asset (i32.const 16) (i32.const 5)))
                (drop (call $asset_read (local.get $e) (i32.const 6) (i32.const 64) (i32.const 100)))
                (call $log (i32.const 2) (i32.const 64) (i32.const 4))
                (local.set $e (call $blob (i32.const 64) (i32.const 4)))
                (drop (call $blob_read (local.get $e) (i32.const 1) (i32.const 128) (call $blob_size (local.get $e))))
                (call $log (i32.const 2) (i32.const 128) (i32.const 3))
                (local.set $i (call $setting (i32.const 32) (i32.const 5) (i32.const 192) (i32.const 2)))
                (call $log (i32.const 2) (i32.const 192) (i32.const 0))
                (call $log (i32.const 2) (i32.const 192)
                  (call $setting (i32.const 32) (i32.const 5) (i32.const 192) (local.get $i)))
                (if (i32.ne (i32.const -1) (call $setting (i32.const 16) (i32.const 5) (i32.const 192) (i32.const 9)))
                  (then (unreachable)))
                """);
    try (TestWorld reading = new TestWorld(WorldOptions.DEFAULT.withAssets(assets))) {
      PluginSource source =
          new PluginSource(
              "reader",
              plugin.wasm(),
              Gear.QUICK,
              SourcePositions.UNKNOWN,
              Set.of(),
              Map.of("speed", IntNode.valueOf(123)),
              Budget.DEFAULT);
      reading.add(reading.load(source)).tick(1);
      assertEquals(List.of(), reading.failures());
      assertEquals(List.of("reef", "eef", "", "123"), reading.log());
    }
  }

  @Test
  void cutsALogShortAtItsLinesATick() throws Exception {
    world.add(
        "loud",
        WatPlugin.describedBy("{\"abi\": 1, \"systems\": [{\"name\": \"s\"}]}")
            .system(
                """
                (loop $l
                  (call $log (i32.const 9) (i32.const 16) (i32.const 1))
                  (local.set $i (i32.add (local.get $i) (i32.const 1)))
                  (br_if $l (i32.lt_u (local.get $i) (i32.const 200))))
                """));
    world.tick(2);
    assertEquals(128, world.log().size());
    assertEquals("\\x00", world.log().getFirst());
  }

  @Test
  void tellsPostInitWhyItRuns() throws Exception {
    WatPlugin plugin =
        WatPlugin.describedBy(
                """
                {"abi": 1, "systems": [{"name": "start", "stage": "PostInit"}, {"name": "run"}]}
                """)
            .system(logReason())
            .system(logReason());
    world.add("why", plugin).tick(2);
    world.swap(world.load("why", plugin.define("(global $other i32 (i32.const 1))")));
    world.tick(1);
    assertEquals(List.of("1", "0", "0", "3", "0"), world.log());
    world.submit(new WorldCommand.StopPlugin("why"));
    world.tick(1);
    world.submit(new WorldCommand.StartPlugin("why"));
    world.tick(1);
    assertEquals(List.of("1", "0", "0", "3", "0", "3", "0"), world.log());
  }

  private static String logReason() {
    return """
    (i32.store8 (i32.const 16) (i32.add (i32.const 48) (i32.load offset=28 (local.get $f))))
    (call $log (i32.const 2) (i32.const 16) (i32.const 1))
    """;
  }

  // Queries

  @Test
  void keepsOnlyChangedRowsInAChangedQuery() throws Exception {
    world.add(
        "age",
        ages(
                4,
                """
                {"name": "see", "stage": "PreUpdate", "queries": [{"terms": [
                   {"component": 0}, {"component": 0, "access": "changed"}]}]}
                """)
            .system(
                """
                (i32.store8 (i32.const 16) (i32.add (i32.const 48) (call $rows (local.get $f) (i32.const 0))))
                (call $log (i32.const 2) (i32.const 16) (i32.const 1))
                """));
    world.tick(3);
    world.submit(set(world.entityWith("age/Age"), 42));
    world.tick(2);
    assertEquals(List.of("4", "0", "0", "1", "0"), world.log());
  }

  private static final String LOG_ROWS =
      """
      (i32.store8 (i32.const 16) (i32.add (i32.const 48) (call $rows (local.get $f) (i32.const 0))))
      (call $log (i32.const 2) (i32.const 16) (i32.const 1))
      """;

  @Test
  void seesInAChangedQueryWhatWasWrittenLaterInTheTickOfItsLastRun() throws Exception {
    world.add(
        "age",
        ages(
                4,
                """
                {"name": "see", "stage": "PreUpdate", "queries": [{"terms": [
                   {"component": 0}, {"component": 0, "access": "changed"}]}]},
                {"name": "grow", %s}
                """
                    .formatted(WRITE_AGE))
            .system(LOG_ROWS)
            .system(
                "(if (i64.eq (i64.load offset=8 (local.get $f)) (i64.const 1)) (then %s))"
                    .formatted(ADD_ONE)));
    world.tick(5);
    assertEquals(List.of("4", "0", "4", "0", "0"), world.log());
  }

  @Test
  void doesNotSeeItsOwnColumnsAsChangedButItsCommandsOnce() throws Exception {
    world.add(
        "age",
        ages(
                4,
                """
                {"name": "own", "queries": [{"terms": [
                   {"component": 0, "access": "write"}, {"component": 0, "access": "changed"}]}]}
                """)
            .system(
                LOG_ROWS
                    + ADD_ONE
                    + """
                    (if (i64.eq (i64.load offset=8 (local.get $f)) (i64.const 2)) (then
                      (call $set_i32 (local.get $f) (i32.const 0) (call $spawn (local.get $f)) (i32.const 9))))
                    """));
    world.tick(5);
    assertEquals(List.of("4", "0", "0", "1", "0"), world.log());
  }

  @Test
  void keepsWhatASystemSawOverASaveAndALoad() throws Exception {
    PluginModule module =
        world.load(
            "age",
            ages(
                    4,
                    """
                    {"name": "see", "stage": "PreUpdate", "queries": [{"terms": [
                       {"component": 0}, {"component": 0, "access": "changed"}]}]},
                    {"name": "grow", %s}
                    """
                        .formatted(WRITE_AGE))
                .system(LOG_ROWS)
                .system(
                    "(if (i64.eq (i64.load offset=8 (local.get $f)) (i64.const 1)) (then %s))"
                        .formatted(ADD_ONE)));
    world.add(module).tick(2);
    try (TestWorld loaded = new TestWorld()) {
      WorldImage image = WorldImageCodec.read(WorldImageCodec.write(world.world().image(null)));
      loaded.world().restore(image, Map.of("age", module));
      assertEquals(world.world().stateHash(), loaded.world().stateHash());
      assertEquals(List.of("4", "0"), loaded.tick(2).log());
      world.tick(2);
      assertEquals(world.world().stateHash(), loaded.world().stateHash());
    }
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
        java.util.Objects.requireNonNull(
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
  void matchesTagsAndKeepsSingletonsOfOneRow() throws Exception {
    world.add(
        "tags",
        WatPlugin.describedBy(
                """
                {"abi": 1, "components": [
                   {"name": "Age", "fields": [{"name": "ticks", "type": "i32"}]},
                   {"name": "Mark"},
                   {"name": "One", "storage": "singleton", "fields": [{"name": "n", "type": "i32", "default": 5}]}],
                 "systems": [{"name": "birth", "stage": "PostInit"},
                   {"name": "count", "queries": [
                     {"terms": [{"component": 0}, {"component": 1, "access": "with"}]},
                     {"terms": [{"component": 0}, {"component": 1, "access": "without"}]},
                     {"terms": [{"component": 2}]}]}]}
                """)
            .system(
                spawn(3)
                    + """
                    (call $set (local.get $f) (i32.const 1) (call $spawn (local.get $f)) (i32.const 0) (i32.const 0))
                    (local.set $e (call $spawn (local.get $f)))
                    (call $set_i32 (local.get $f) (i32.const 0) (local.get $e) (i32.const 1))
                    (call $set (local.get $f) (i32.const 1) (local.get $e) (i32.const 0) (i32.const 0))
                    """)
            .system(
                """
                (i32.store8 (i32.const 16) (i32.add (i32.const 48) (call $rows (local.get $f) (i32.const 0))))
                (i32.store8 (i32.const 17) (i32.add (i32.const 48) (call $rows (local.get $f) (i32.const 1))))
                (i32.store8 (i32.const 18) (i32.add (i32.const 48) (call $rows (local.get $f) (i32.const 2))))
                (i32.store8 (i32.const 19) (i32.add (i32.const 48)
                  (i32.load (call $column (local.get $f) (i32.const 2) (i32.const 0) (i32.const 0)))))
                (call $log (i32.const 2) (i32.const 16) (i32.const 4))
                """));
    world.tick(1);
    assertEquals(List.of("1315"), world.log());
  }

  // Budgets

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

  // Trace and positions

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
