package dev.vivarium.engine.world;

import static dev.vivarium.engine.world.Ages.ADD_ONE;
import static dev.vivarium.engine.world.Ages.WRITE_AGE;
import static dev.vivarium.engine.world.Ages.ages;
import static dev.vivarium.engine.world.Ages.set;
import static dev.vivarium.engine.world.Ages.spawn;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.WatPlugin;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Which rows a query gives a plugin.
class PluginQueriesTest {
  private final TestWorld world = new TestWorld();

  @AfterEach
  void close() {
    world.close();
  }

  private static final String LOG_ROWS =
      """
      (i32.store8 (i32.const 16) (i32.add (i32.const 48) (call $rows (local.get $f) (i32.const 0))))
      (call $log (i32.const 2) (i32.const 16) (i32.const 1))
      """;

  private static final String SEE_CHANGED =
      """
      {"name": "see", "stage": "PreUpdate", "queries": [{"terms": [
         {"component": 0}, {"component": 0, "access": "changed"}]}]}
      """;

  /// Four, all of which change in tick 1, after `see` has run.
  private static WatPlugin seenBeforeTheyGrow() {
    return ages(4, SEE_CHANGED + ", {\"name\": \"grow\", " + WRITE_AGE + "}")
        .system(LOG_ROWS)
        .system(
            "(if (i64.eq (i64.load offset=8 (local.get $f)) (i64.const 1)) (then %s))"
                .formatted(ADD_ONE));
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

  @Test
  void keepsOnlyChangedRowsInAChangedQuery() throws Exception {
    world.add("age", ages(4, SEE_CHANGED).system(LOG_ROWS));
    world.tick(3);
    world.submit(set(world.entityWith("age/Age"), 42));
    world.tick(2);
    assertEquals(List.of("4", "0", "0", "1", "0"), world.log());
  }

  @Test
  void seesInAChangedQueryWhatWasWrittenLaterInTheTickOfItsLastRun() throws Exception {
    world.add("age", seenBeforeTheyGrow());
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
    PluginModule module = world.load("age", seenBeforeTheyGrow());
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
}
