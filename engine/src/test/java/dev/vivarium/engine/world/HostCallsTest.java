package dev.vivarium.engine.world;

import static dev.vivarium.engine.world.Ages.WRITE_AGE;
import static dev.vivarium.engine.world.Ages.ages;
import static dev.vivarium.engine.world.Ages.eachRow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.vivarium.engine.plugin.AssetStore;
import dev.vivarium.engine.plugin.Budget;
import dev.vivarium.engine.plugin.Gear;
import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.plugin.SourcePositions;
import dev.vivarium.engine.plugin.WatPlugin;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a plugin asks of its host, and what its host tells it.
class HostCallsTest {
  private final TestWorld world = new TestWorld();

  @AfterEach
  void close() {
    world.close();
  }

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
}
