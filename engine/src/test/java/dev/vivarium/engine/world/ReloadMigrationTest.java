package dev.vivarium.engine.world;

import static dev.vivarium.engine.world.Fishes.TWO;
import static dev.vivarium.engine.world.Fishes.field;
import static dev.vivarium.engine.world.Fishes.first;
import static dev.vivarium.engine.world.Fishes.fish;
import static dev.vivarium.engine.world.Fishes.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vivarium.engine.plugin.DecisionNeededException;
import dev.vivarium.engine.plugin.PluginLoadException;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginState;
import dev.vivarium.engine.plugin.PluginSwap;
import dev.vivarium.engine.schema.SchemaName;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What becomes of component values when a version has other fields.
class ReloadMigrationTest {
  private final TestWorld world = new TestWorld();

  @AfterEach
  void close() {
    world.close();
  }

  private void reload(String fields, String more) throws PluginLoadException {
    world.swap(world.load("f", fish(fields, more, "")));
    world.tick(1);
    assertEquals(List.of(), world.failures());
    assertEquals(3, world.values("f/Fish").size());
  }

  @Test
  void givesAnAddedFieldItsDefault() throws Exception {
    start(world);
    reload(TWO + ", {\"name\": \"c\", \"type\": \"i32\", \"default\": 7}", "");
    assertEquals(
        List.of(10, 20, 7),
        List.of(first(world).getInt(0), first(world).getInt(4), first(world).getInt(8)));
  }

  @Test
  void dropsARemovedField() throws Exception {
    start(world);
    reload(field("b", "i32"), "");
    assertEquals(20, first(world).getInt(0));
  }

  @Test
  void followsARename() throws Exception {
    start(world);
    reload(
        field("b", "i32") + ", {\"name\": \"z\", \"type\": \"i32\", \"renamedFrom\": \"a\"}", "");
    assertEquals(List.of(20, 10), List.of(first(world).getInt(0), first(world).getInt(4)));
  }

  @Test
  void widensWhereNothingIsLost() throws Exception {
    start(world);
    reload(field("a", "i64") + "," + field("b", "i32"), "");
    assertEquals(10, first(world).getLong(0));
    assertEquals(20, first(world).getInt(8));
  }

  @Test
  void asksWhereNoRuleCoversAChangeAndResetsWhenTold() throws Exception {
    start(world);
    PluginModule retyped =
        world.load("f", fish(field("a", "f32") + "," + field("b", "i32"), "", ""));
    var needed = assertThrows(DecisionNeededException.class, () -> world.swap(retyped));
    assertEquals("f/Fish", needed.changes().getFirst().name().toString());
    world.tick(1);
    assertEquals(10, first(world).getInt(0), "the old version runs on");
    SchemaName fish = SchemaName.parse("f/Fish");
    world.world().swap(List.of(new PluginSwap.Replacement(retyped, Set.of(fish))));
    world.tick(1);
    assertEquals(0, first(world).getInt(0));
    assertEquals(20, first(world).getInt(4));
  }

  @Test
  void asksBeforeAComponentChangesItsStorage() throws Exception {
    start(world);
    PluginModule sparse = world.load("f", fish(TWO, ", \"storage\": \"sparse\"", ""));
    assertThrows(DecisionNeededException.class, () -> world.swap(sparse));
    assertEquals(10, first(world).getInt(0));
  }

  private static final String DOUBLES =
      """
      (param $component i32) (param $from i32) (param $rows i32) (param $old i32) (param $new i32)
      (result i32)
      (local $i i32)
      (loop $next
        (f32.store (i32.add (local.get $new) (i32.shl (local.get $i) (i32.const 3)))
          (f32.convert_i32_s (i32.mul (local.get $from) (i32.mul (i32.const 2)
            (i32.load (i32.add (local.get $old) (i32.shl (local.get $i) (i32.const 3))))))))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br_if $next (i32.lt_u (local.get $i) (local.get $rows))))
      (i32.const 0)
      """;

  @Test
  void letsThePluginsHookMigrate() throws Exception {
    start(world);
    String retyped = field("a", "f32") + "," + field("b", "i32");
    world.swap(
        world.load(
            "f",
            fish(retyped, ", \"version\": 2, \"migratesFrom\": [1]", "")
                .export("vivarium_migrate", DOUBLES)));
    world.tick(1);
    assertEquals(20f, first(world).getFloat(0));
    assertEquals(20, first(world).getInt(4));
  }

  @Test
  void keepsTheOldVersionWhenTheHookTraps() throws Exception {
    start(world);
    long before = world.storeHash();
    String retyped = field("a", "f32") + "," + field("b", "i32");
    for (String body : List.of("unreachable", "(loop $l (br $l)) (i32.const 0)", "(i32.const 1)")) {
      PluginModule broken =
          world.load(
              "f",
              fish(retyped, ", \"version\": 2, \"migratesFrom\": [1]", "")
                  .export("vivarium_migrate", "(param i32 i32 i32 i32 i32) (result i32) " + body));
      assertThrows(PluginLoadException.class, () -> world.swap(broken));
      world.tick(1);
      assertEquals(before, world.storeHash(), body);
      assertEquals(PluginState.RUNNING, world.status("f").state());
    }
  }
}
