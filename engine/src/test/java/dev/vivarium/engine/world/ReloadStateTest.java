package dev.vivarium.engine.world;

import static dev.vivarium.engine.world.Fishes.TWO;
import static dev.vivarium.engine.world.Fishes.counting;
import static dev.vivarium.engine.world.Fishes.field;
import static dev.vivarium.engine.world.Fishes.first;
import static dev.vivarium.engine.world.Fishes.fish;
import static dev.vivarium.engine.world.Fishes.start;
import static dev.vivarium.engine.world.Fishes.trapAt;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.plugin.Gear;
import dev.vivarium.engine.plugin.PluginModule;
import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.plugin.PluginState;
import dev.vivarium.engine.plugin.WatPlugin;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a plugin keeps over a reload: its entities, its private state, what its systems have seen.
class ReloadStateTest {
  private final TestWorld world = new TestWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void keepsTheSameEntitiesOverFiftySaves() throws Exception {
    start(world);
    List<Long> ids = List.copyOf(world.values("f/Fish").keySet());
    int count = world.world().store().entityCount();
    for (int i = 0; i < 50; i++) {
      world.swap(world.load("f", fish(TWO, "", "(drop (i32.const %d))".formatted(i))));
      world.tick(1);
    }
    assertEquals(ids, List.copyOf(world.values("f/Fish").keySet()));
    assertEquals(count, world.world().store().entityCount());
  }

  @Test
  void endsTransientEntitiesOfThePluginAndNoOthers() throws Exception {
    String marks =
        """
        (if (i32.eqz (i32.load offset=28 (local.get $f))) (then
          (if (i64.eq (i64.load offset=8 (local.get $f)) (i64.const 0)) (then
            (call $set (local.get $f) (i32.const 1)
              (call $id (local.get $f) (i32.const 0) (i32.const 0)) (i32.const 0) (i32.const 0))))))
        """;
    world.add(world.load("f", fish(TWO, "", marks)), world.load("g", fish(TWO, "", marks)));
    world.tick(2);
    world.swap(world.load("f", fish(TWO, "", "")));
    world.tick(1);
    assertEquals(2, world.values("f/Fish").size());
    assertEquals(3, world.values("g/Fish").size());
  }

  @Test
  void startsAfreshWhatNeverStarted() throws Exception {
    world.add(
        "f",
        fish(TWO, "", "").system("").export("vivarium_dispatch", "(param i32 i32) unreachable"));
    world.tick(1);
    assertEquals(PluginState.FAILED, world.status("f").state());
    world.swap(world.load("f", fish(TWO, "", "")));
    world.tick(1);
    assertEquals(3, world.values("f/Fish").size());
  }

  private static WatPlugin saving(WatPlugin plugin) {
    return plugin
        .export(
            "vivarium_save",
            "(result i64) (i32.store (i32.const 64) (global.get $ticks)) (i64.const 0x4000000004)")
        .export(
            "vivarium_restore",
            "(param $p i32) (param $n i32) (param $v i32) (result i32) (global.set $ticks (i32.load (local.get $p))) (i32.const 0)");
  }

  @Test
  void keepsPrivateStateBySaveAndRestoreOverAGearChange() throws Exception {
    world.add("f", saving(counting(TWO, ""))).tick(5);
    PluginModule optimised =
        world.load(
            PluginSource.of("f", saving(counting(TWO, "(drop (i32.const 1))")).wasm())
                .withGear(Gear.OPTIMISED));
    world.swap(optimised);
    world.tick(1);
    assertEquals(6, first(world).getInt(0));
    assertEquals(Gear.OPTIMISED, world.status("f").gear());
  }

  @Test
  void goesOnWithoutStateThatCannotBeSavedAndSaysSo() throws Exception {
    world
        .add(
            "f",
            counting(TWO, "")
                .export("vivarium_save", "(result i64) (loop $l (br $l)) (i64.const 0)"))
        .tick(5);
    world.swap(world.load("f", counting(TWO, "(drop (i32.const 1))")));
    world.tick(1);
    assertEquals(1, first(world).getInt(0));
    assertTrue(world.log().getFirst().contains("could not be saved"));
  }

  private static WatPlugin seeing(String fields, String more) {
    return WatPlugin.describedBy(
            """
            {"abi": 1, "components": [{"name": "Fish", "fields": [%s]}],
             "systems": [{"name": "birth", "stage": "PostInit"},
               {"name": "see", "queries": [{"terms": [
                 {"component": 0}, {"component": 0, "access": "changed"}]}]}]}
            """
                .formatted(fields))
        .system(
            """
            (if (i32.eq (i32.load offset=28 (local.get $f)) (i32.const 1)) (then
              (call $set_i32 (local.get $f) (i32.const 0) (call $spawn (local.get $f)) (i32.const 1))))
            """)
        .system(
            """
            (i32.store8 (i32.const 16) (i32.add (i32.const 48) (call $rows (local.get $f) (i32.const 0))))
            (call $log (i32.const 2) (i32.const 16) (i32.const 1))
            """
                + more);
  }

  @Test
  void aSystemSeesChangesOnceOverAReloadAndARollBack() throws Exception {
    world.add("f", seeing(field("a", "i32"), "")).tick(2);
    world.swap(world.load("f", seeing(field("a", "i32"), trapAt(3))));
    world.tick(1);
    assertEquals(List.of("1", "0", "0"), world.log(), "the new version goes on where the old was");
    set(4);
    world.tick(1);
    assertEquals("1", world.log().get(3), "the failed version saw it");
    world.tick(2);
    assertEquals(List.of("1", "0"), world.log().subList(4, 6), "the old one did not until now");
  }

  private void set(int value) {
    byte[] bytes = {(byte) value, 0, 0, 0};
    world
        .world()
        .store()
        .set(
            world.entityWith("f/Fish"),
            world.type("f/Fish"),
            java.lang.foreign.MemorySegment.ofArray(bytes),
            0,
            (int) world.world().tick(),
            0);
  }
}
