package dev.vivarium.engine.world;

import static dev.vivarium.engine.world.Fishes.field;
import static dev.vivarium.engine.world.Fishes.trapAt;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.plugin.PluginState;
import dev.vivarium.engine.plugin.WatPlugin;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What becomes of messages that wait while their plugin is reloaded or taken back.
class ReloadMessagesTest {
  private final TestWorld world = new TestWorld();

  @AfterEach
  void close() {
    world.close();
  }

  private static WatPlugin talk(String fields, int bytes, String subscribes) {
    return WatPlugin.describedBy(
            """
            {"abi": 1, "messages": [{"name": "Word", "fields": [%s]}],
             "systems": [{"name": "say"},
               {"name": "hear", "stage": "PreUpdate", "subscribes": [%s]}]}
            """
                .formatted(fields, subscribes))
        .system(
            """
            (if (i64.eqz (i64.load offset=8 (local.get $f)))
              (then (i32.store (i32.const 16) (i32.const 3))
                (call $publish (local.get $f) (i32.const 0) (i32.const 16) (i32.const %d))))
            """
                .formatted(bytes))
        .system(
            """
            (if (call $inbox (local.get $f)) (then
              (i32.store8 (i32.const 16) (i32.add (i32.const 48) (call $inbox_i32 (local.get $f) (i32.const 0))))
              (call $log (i32.const 2) (i32.const 16) (i32.const 1))))
            """);
  }

  @Test
  void carriesWaitingMessagesOver() throws Exception {
    world.add("t", talk(field("n", "i32"), 4, "0")).tick(1);
    world.swap(world.load("t", talk(field("m", "i64") + "," + field("n", "i32"), 16, "0")));
    world.tick(1);
    assertEquals(List.of("0"), world.log(), "m is new and comes first; n was carried over");
    assertEquals(List.of(), world.failures());
  }

  @Test
  void reportsMessagesThatCannotBeCarriedOver() throws Exception {
    world.add("t", talk(field("n", "i32"), 4, "0")).tick(1);
    world.swap(world.load("t", talk(field("n", "string<4>"), 8, "0")));
    world.tick(1);
    assertEquals(List.of(), world.log());
    assertTrue(
        world.events().stream().anyMatch(WorldEvent.MessagesDropped.class::isInstance),
        world.events().toString());
  }

  @Test
  void reportsMessagesForASystemThatNoLongerListens() throws Exception {
    world.add("t", talk(field("n", "i32"), 4, "0")).tick(1);
    world.swap(world.load("t", talk(field("n", "i32"), 4, "")));
    assertTrue(world.events().stream().anyMatch(WorldEvent.MessagesDropped.class::isInstance));
  }

  /// Speaks in every tick; from tick 3 on the listener only fails.
  private static WatPlugin listening(String fields, String subscribes, String say, String hear) {
    return WatPlugin.describedBy(
            """
            {"abi": 1, "messages": [{"name": "Word", "fields": [%s]}],
             "systems": [{"name": "hear", "subscribes": [%s]}, {"name": "say", "stage": "PreUpdate"}]}
            """
                .formatted(fields, subscribes))
        .system(hear)
        .system(say);
  }

  private static final String HEAR =
      """
      (if (call $inbox (local.get $f)) (then
        (i32.store8 (i32.const 16) (i32.add (i32.const 48) (call $inbox (local.get $f))))
        (i32.store8 (i32.const 17) (i32.add (i32.const 48) (call $inbox_i32 (local.get $f) (i32.const 0))))
        (call $log (i32.const 2) (i32.const 16) (i32.const 2))))
      """;

  private static final String SAY =
      "(call $publish_i32 (local.get $f) (i32.const 0) (i32.wrap_i64 (i64.load offset=8 (local.get $f))))";

  @Test
  void handsTheOldVersionWhatTheFailedOneDidNotHear() throws Exception {
    world.add("t", listening(field("n", "i32"), "0", SAY, HEAR)).tick(2);
    world.swap(world.load("t", listening(field("n", "i32"), "0", SAY, trapAt(3) + HEAR)));
    world.tick(2);
    assertEquals(List.of("10", "11", "12"), world.log());
    assertEquals(PluginState.RUNNING, world.status("t").state());
    world.tick(1);
    assertEquals(
        List.of("10", "11", "12", "23"), world.log(), "3 was not lost, and 4 came after it");
  }

  @Test
  void migratesWhatWaitsBackToTheOldVersion() throws Exception {
    world.add("t", listening(field("n", "i32"), "0", SAY, HEAR)).tick(2);
    String wide = field("m", "i32") + "," + field("n", "i32");
    String say =
        """
        (i32.store (i32.const 16) (i32.const 7))
        (i32.store (i32.const 20) (i32.const 8))
        (call $publish (local.get $f) (i32.const 0) (i32.const 16) (i32.const 8))
        """;
    world.swap(world.load("t", listening(wide, "0", say, trapAt(2))));
    world.tick(2);
    assertEquals(List.of("10", "11", "28"), world.log());
  }

  @Test
  void reportsWhatTheOldVersionCannotHear() throws Exception {
    world.add("t", listening(field("n", "i32"), "", SAY, "")).tick(2);
    world.swap(world.load("t", listening(field("n", "i32"), "0", SAY, trapAt(2))));
    world.tick(1);
    assertTrue(
        world.events().stream().anyMatch(WorldEvent.MessagesDropped.class::isInstance),
        world.events().toString());
  }
}
