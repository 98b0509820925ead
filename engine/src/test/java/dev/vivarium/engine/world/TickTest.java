package dev.vivarium.engine.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.plugin.PluginState;
import dev.vivarium.engine.plugin.WatPlugin;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Stages, order, deferred changes and messages.
class TickTest {
  private final TestWorld world = new TestWorld();

  @AfterEach
  void close() {
    world.close();
  }

  private static String logs(String letter) {
    return """
    (i32.store8 (i32.const 16) (i32.const %d))
    (call $log (i32.const 2) (i32.const 16) (i32.const 1))
    """
        .formatted((int) letter.charAt(0));
  }

  @Test
  void runsStagesInOrderAndPostInitOnce() throws Exception {
    world.add(
        "order",
        WatPlugin.describedBy(
                """
                {"abi": 1, "systems": [
                  {"name": "d", "stage": "PostUpdate"}, {"name": "c", "stage": "Update"},
                  {"name": "b", "stage": "PreUpdate"}, {"name": "a", "stage": "PostInit"}]}
                """)
            .system(logs("d"))
            .system(logs("c"))
            .system(logs("b"))
            .system(logs("a")));
    world.tick(2);
    assertEquals(List.of("a", "b", "c", "d", "b", "c", "d"), world.log());
  }

  private static WatPlugin one(String system, String constraint, String letter) {
    return WatPlugin.describedBy(
            """
            {"abi": 1, "systems": [{"name": "%s" %s}]}
            """
                .formatted(system, constraint))
        .system(logs(letter));
  }

  @Test
  void ordersSystemsAcrossPlugins() throws Exception {
    world.add(
        world.load("a", one("s", ", \"after\": [\"c/s\"]", "a")),
        world.load("b", one("s", "", "b")),
        world.load("c", one("s", ", \"before\": [\"b/s\"]", "c")));
    world.tick(1);
    assertEquals(List.of("c", "a", "b"), world.log());
  }

  @Test
  void stopsTheLastPluginOfACircleAndRunsTheRest() throws Exception {
    world.add(
        world.load("a", one("s", ", \"after\": [\"b/s\"]", "a")),
        world.load("b", one("s", ", \"after\": [\"a/s\"]", "b")),
        world.load("c", one("s", ", \"after\": [\"b/s\"]", "c")));
    world.tick(1);
    assertEquals(List.of("a", "c"), world.log());
    assertEquals(PluginState.FAILED, world.status("b").state());
    String message = world.failures().getFirst().message();
    assertTrue(message.contains("a/s, b/s") && !message.contains("c/s"), message);
  }

  private static final String AGE =
      """
      {"abi": 1, "components": [{"name": "Age", "fields": [{"name": "ticks", "type": "i32"}]}],
       "systems": [%s]}
      """;

  @Test
  void appliesCommandsInIssueOrderAtTheEndOfTheStage() throws Exception {
    world.add(
        "age",
        WatPlugin.describedBy(
                AGE.formatted(
                    """
                    {"name": "birth", "stage": "PostInit"},
                    {"name": "see", "stage": "PostInit",
                     "queries": [{"terms": [{"component": 0}]}]}
                    """))
            .system(
                """
                (local.set $e (call $spawn (local.get $f)))
                (call $set_i32 (local.get $f) (i32.const 0) (local.get $e) (i32.const 1))
                (call $set_i32 (local.get $f) (i32.const 0) (local.get $e) (i32.const 2))
                """)
            .system(
                """
                (if (call $rows (local.get $f) (i32.const 0)) (then (unreachable)))
                """));
    world.tick(1);
    assertEquals(List.of(), world.failures());
    assertEquals(2, world.value("age/Age"));
  }

  @Test
  void letsASetOverrideAColumnWrite() throws Exception {
    world.add(
        "age",
        WatPlugin.describedBy(
                AGE.formatted(
                    """
                    {"name": "birth", "stage": "PostInit"},
                    {"name": "grow",
                     "queries": [{"terms": [{"component": 0, "access": "write"}]}]}
                    """))
            .system(
                """
                (call $set_i32 (local.get $f) (i32.const 0) (call $spawn (local.get $f)) (i32.const 1))
                """)
            .system(
                """
                (i32.store
                  (call $column (local.get $f) (i32.const 0) (i32.const 0) (i32.const 0))
                  (i32.const 10))
                (call $set_i32 (local.get $f) (i32.const 0)
                  (call $id (local.get $f) (i32.const 0) (i32.const 0)) (i32.const 20))
                """));
    world.tick(1);
    assertEquals(20, world.value("age/Age"));
  }

  @Test
  void countsCommandsToTheDead() throws Exception {
    world.add(
        "age",
        WatPlugin.describedBy(AGE.formatted("{\"name\": \"kill\"}"))
            .system(
                """
                (local.set $e (call $spawn (local.get $f)))
                (call $despawn (local.get $f) (local.get $e))
                (call $set_i32 (local.get $f) (i32.const 0) (local.get $e) (i32.const 1))
                (call $despawn (local.get $f) (local.get $e))
                """));
    int before = world.world().store().entityCount();
    world.tick(1);
    assertEquals(before, world.world().store().entityCount());
    assertEquals(2, world.world().deadTargetsTotal());
  }

  private static final String TALK =
      """
      {"abi": 1,
       "messages": [{"name": "Word", "fields": [{"name": "n", "type": "i32"}] %s}],
       "systems": [%s]}
      """;

  private static final String LISTEN =
      """
      (block $done
        (loop $next
          (br_if $done (i32.ge_u (local.get $i) (call $inbox (local.get $f))))
          (i32.store8 (i32.const 16)
            (i32.add (i32.const 48) (call $inbox_i32 (local.get $f) (local.get $i))))
          (call $log (i32.const 2) (i32.const 16) (i32.const 1))
          (local.set $i (i32.add (local.get $i) (i32.const 1)))
          (br $next)))
      """;

  @Test
  void deliversOnceToEachSubscriberTheSenderIncludedAtTheStagesEnd() throws Exception {
    world.add(
        world.load(
            "talk",
            WatPlugin.describedBy(
                    TALK.formatted(
                        "",
                        """
                        {"name": "say", "subscribes": [0]},
                        {"name": "same", "subscribes": [0]},
                        {"name": "later", "stage": "PostUpdate", "subscribes": [0]}
                        """))
                .system(
                    LISTEN
                        + "(call $publish_i32 (local.get $f) (i32.const 0) (i32.load8_u offset=8 (local.get $f)))")
                .system(LISTEN)
                .system(LISTEN)));
    world.tick(1);
    assertEquals(List.of("0"), world.log(), "only the later stage hears it in its tick");
    world.tick(1);
    assertEquals(List.of("0", "0", "0", "1"), world.log());
  }

  @Test
  void keepsMessagesWaitingUntilTheSubscriberRuns() throws Exception {
    world.add(
        "talk",
        WatPlugin.describedBy(
                TALK.formatted(
                    "",
                    """
                    {"name": "say"}, {"name": "pre", "stage": "PreUpdate", "subscribes": [0]}
                    """))
            .system(
                """
                (call $publish_i32 (local.get $f) (i32.const 0) (i32.const 1))
                (call $publish_i32 (local.get $f) (i32.const 0) (i32.const 2))
                """)
            .system(LISTEN));
    world.tick(1);
    assertEquals(2, world.world().bus().subscriptions().getFirst().waiting().size());
    world.tick(1);
    assertEquals(List.of("1", "2"), world.log());
  }

  @Test
  void holdsAChannelToItsCountAndBytes() throws Exception {
    world.add(
        "talk",
        WatPlugin.describedBy(
                TALK.formatted(
                    ", \"maxCount\": 2, \"maxBytes\": 100",
                    "{\"name\": \"say\", \"subscribes\": [0]}"))
            .system("(call $publish_i32 (local.get $f) (i32.const 0) (i32.const 1))".repeat(5)));
    world.tick(1);
    var channel = world.world().bus().subscriptions().getFirst();
    assertEquals(2, channel.waiting().size());
    assertEquals(3, channel.channel().droppedTotal());
    assertEquals(List.of(), world.failures());
  }

  @Test
  void namesTheWriterThatChangedTheBitsAndNoOther() throws Exception {
    String terms = "\"queries\": [{\"terms\": [{\"component\": 0, \"access\": \"write\"}]}]";
    String rewrite =
        """
        (local.set $p (call $column (local.get $f) (i32.const 0) (i32.const 0) (i32.const 0)))
        (i32.store (local.get $p) (i32.add (i32.load (local.get $p)) (i32.const %d)))
        """;
    world.add(
        "age",
        WatPlugin.describedBy(
                AGE.formatted(
                    """
                    {"name": "birth", "stage": "PostInit"},
                    {"name": "grow", %s}, {"name": "same", %s}
                    """
                        .formatted(terms, terms)))
            .system(
                """
                (call $set_i32 (local.get $f) (i32.const 0) (call $spawn (local.get $f)) (i32.const 1))
                """)
            .system(rewrite.formatted(1))
            .system(rewrite.formatted(0)));
    for (int i = 0; i < 20; i++) {
      world.tick(1);
      long entity = world.entityWith("age/Age");
      var table = world.world().store().tableOf(entity);
      short writer =
          java.util.Objects.requireNonNull(table.column(world.type("age/Age")))
              .writtenBy(world.world().store().rowOf(entity));
      assertEquals("age/grow", world.world().plugins().writerName(writer));
    }
  }

  @Test
  void publishesFrameTimeToWhoAsks() throws Exception {
    world.add(
        "clock",
        WatPlugin.describedBy(
                """
                {"abi": 1, "messages": [
                  {"use": "vivarium/FrameTime", "fields": [{"name": "tick", "type": "u64"}]}],
                 "systems": [{"name": "see", "stage": "PreUpdate", "subscribes": [0]}]}
                """)
            .system(LISTEN));
    world.tick(3);
    assertEquals(List.of("0", "1", "2"), world.log());
  }

  @Test
  void drawsRandomNumbersFromSeedSystemAndTickAlone() throws Exception {
    assertEquals(randoms(7, 0), randoms(7, 0));
    assertNotEquals(randoms(7, 0), randoms(8, 0));
    assertEquals(randoms(7, 0).subList(2, 4), randoms(7, 2).subList(0, 2));
    assertFalse(randoms(7, 0).stream().distinct().count() < 4, "ticks differ");
  }

  private static List<Integer> randoms(long seed, int ticksBefore) throws Exception {
    try (TestWorld world = new TestWorld(WorldOptions.DEFAULT.withSeed(seed))) {
      world.tick(ticksBefore);
      world.add(
          "dice",
          WatPlugin.describedBy(
                  """
                  {"abi": 1, "components": [{"name": "Die", "storage": "singleton",
                    "fields": [{"name": "n", "type": "i32"}]}],
                   "systems": [{"name": "roll",
                     "queries": [{"terms": [{"component": 0, "access": "write"}]}]}]}
                  """)
              .system(
                  """
                  (i32.store
                    (call $column (local.get $f) (i32.const 0) (i32.const 0) (i32.const 0))
                    (i32.wrap_i64 (call $random)))
                  """));
      List<Integer> rolled = new java.util.ArrayList<>();
      for (int i = 0; i < 4; i++) {
        world.tick(1);
        rolled.add(world.value("dice/Die"));
      }
      return rolled;
    }
  }
}
