package dev.vivarium.engine.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.vivarium.engine.plugin.WatPlugin;
import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.world.FieldWatch.Comparison;
import dev.vivarium.engine.world.FieldWatch.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Fields that are waited for: who changed them, when, and what led there.
class WatchesTest {
  private static final SchemaName AGE = SchemaName.parse("age/Age");

  private final TestWorld world = new TestWorld();
  private final List<WatchHit> hits = new ArrayList<>();

  /// `grow` adds one to the first row each tick and says so; `hear` adds a hundred for that.
  private static WatPlugin plugin() {
    return WatPlugin.describedBy(
            """
            {"abi": 1,
             "components": [{"name": "Age", "fields": [
                {"name": "ticks", "type": "i32"}, {"name": "at", "type": "vec3"}]}],
             "messages": [{"name": "Grown", "fields": [{"name": "who", "type": "entity"}]}],
             "systems": [
               {"name": "birth", "stage": "PostInit"},
               {"name": "grow", "queries": [{"terms": [{"component": 0, "access": "write"}]}]},
               {"name": "hear", "stage": "PostUpdate", "subscribes": [0],
                "queries": [{"terms": [{"component": 0, "access": "write"}]}]}]}
            """)
        .system(
            """
            (call $set (local.get $f) (i32.const 0) (call $spawn (local.get $f)) (i32.const 16) (i32.const 16))
            (call $set (local.get $f) (i32.const 0) (call $spawn (local.get $f)) (i32.const 16) (i32.const 16))
            """)
        .system(
            """
            (if (call $rows (local.get $f) (i32.const 0)) (then
            (local.set $p (call $column (local.get $f) (i32.const 0) (i32.const 0) (i32.const 0)))
            (i32.store (local.get $p) (i32.add (i32.load (local.get $p)) (i32.const 1)))
            (i64.store (i32.const 64) (call $id (local.get $f) (i32.const 0) (i32.const 0)))
            (call $publish (local.get $f) (i32.const 0) (i32.const 64) (i32.const 8))))
            """)
        .system(
            """
            (if (call $inbox (local.get $f)) (then
            (local.set $p (call $column (local.get $f) (i32.const 0) (i32.const 0) (i32.const 0)))
            (i32.store (local.get $p) (i32.add (i32.load (local.get $p)) (i32.const 100)))))
            """);
  }

  @BeforeEach
  void open() throws Exception {
    world.add("age", plugin());
    world.world().watches().onHit(hits::add);
    world.tick(1);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private long entity(int place) {
    return world.values("age/Age").keySet().stream().skip(place).findFirst().orElseThrow();
  }

  private Optional<String> watch(
      long id, long entity, String field, Optional<Condition> condition) {
    return world.world().watches().add(new FieldWatch(id, entity, AGE, field, condition));
  }

  private static Optional<Condition> when(String sign, String value) {
    return Optional.of(new Condition(Comparison.of(sign), value));
  }

  @Test
  void tellsEachSystemThatChangesTheField() {
    watch(1, entity(0), "ticks", Optional.empty());
    world.tick(1);
    assertEquals(List.of("age/grow", "age/hear"), hits.stream().map(WatchHit::system).toList());
    assertEquals("101", hits.get(0).oldJson());
    assertEquals("102", hits.get(0).newJson());
    assertEquals("Update", hits.get(0).stage());
    assertEquals(1, hits.get(0).tick());
    assertEquals("202", hits.get(1).newJson());
  }

  @Test
  void tellsWhichMessageTheSystemHandledAndThatItNamesTheEntity() {
    watch(1, entity(0), "ticks", when(">=", "150"));
    world.tick(1);
    assertEquals(1, hits.size());
    WatchHit hit = hits.getFirst();
    assertEquals("age/hear", hit.system());
    assertEquals(1, hit.handledTotal());
    assertEquals(1, hit.naming());
    assertEquals(entity(0), hit.entity());
  }

  @Test
  void isHitWhenTheConditionBeginsToHoldAndNotWhileItHolds() {
    watch(1, 0, "ticks", when(">", "300"));
    world.tick(1);
    assertEquals(0, hits.size());
    world.tick(4);
    assertEquals(1, hits.size());
    assertEquals("age/hear", hits.getFirst().system());
  }

  @Test
  void seesAnyEntityAndOnlyWhatReallyChanged() {
    watch(1, 0, "ticks", Optional.empty());
    watch(2, entity(1), "ticks", Optional.empty());
    world.tick(1);
    assertEquals(2, hits.size());
    assertTrue(hits.stream().allMatch(hit -> hit.entity() == entity(0)));
  }

  @Test
  void seesAnEditAtOnceWhileTheWorldStandsStill() {
    watch(1, entity(1), "at.y", Optional.empty());
    var value = JsonNodeFactory.instance.objectNode();
    value.putArray("at").add(0).add(2.5).add(0);
    world.submit(new WorldCommand.SetComponent(entity(1), AGE, value));
    world.world().idle();
    assertEquals(1, hits.size());
    assertEquals("editor", hits.getFirst().system());
    assertEquals("0.0", hits.getFirst().oldJson());
    assertEquals("2.5", hits.getFirst().newJson());
  }

  @Test
  void refusesWhatTheComponentDoesNotHave() {
    assertTrue(watch(1, 0, "size", Optional.empty()).orElseThrow().contains("no field 'size'"));
    assertTrue(watch(1, 0, "at", when("=", "1")).orElseThrow().contains("at.x"));
    assertTrue(watch(1, 0, "ticks", when("=", "many")).orElseThrow().contains("'many'"));
    assertEquals(0, world.world().watches().size());
  }

  @Test
  void isQuietOnceItIsRemoved() {
    watch(1, 0, "ticks", Optional.empty());
    world.world().watches().remove(1);
    world.tick(3);
    assertEquals(List.of(), hits);
  }

  @Test
  void leavesTheStateAsItIs() throws Exception {
    watch(1, 0, "ticks", Optional.empty());
    watch(2, entity(0), "ticks", when(">", "120"));
    world.tick(20);
    try (var other = new TestWorld()) {
      other.add("age", plugin());
      other.tick(21);
      assertEquals(other.world().stateHash(), world.world().stateHash());
    }
  }

  @Test
  void takesNoMoreThanItsLimit() {
    for (int i = 0; i < Watches.MAX; i++) {
      assertEquals(Optional.empty(), watch(i, 0, "ticks", Optional.empty()));
    }
    assertTrue(watch(99, 0, "ticks", Optional.empty()).orElseThrow().contains("64"));
  }
}
