package dev.vivarium.engine.world;

import static dev.vivarium.engine.world.Fishes.TWO;
import static dev.vivarium.engine.world.Fishes.counting;
import static dev.vivarium.engine.world.Fishes.field;
import static dev.vivarium.engine.world.Fishes.first;
import static dev.vivarium.engine.world.Fishes.fish;
import static dev.vivarium.engine.world.Fishes.reader;
import static dev.vivarium.engine.world.Fishes.start;
import static dev.vivarium.engine.world.Fishes.trapAt;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.plugin.PluginEvent;
import dev.vivarium.engine.plugin.PluginState;
import dev.vivarium.engine.plugin.reload.Probation;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A version that fails on probation goes, and the one before goes on.
class RollBackTest {
  private final TestWorld world = new TestWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void rollsBackAFailureInTheLastTickOfProbation() throws Exception {
    world.add(world.load("f", counting(TWO, "")), world.load("g", counting(TWO, "")));
    world.tick(10);
    List<Long> ids = List.copyOf(world.values("f/Fish").keySet());
    int before = world.world().store().entityCount();
    String spawns = "(drop (call $spawn (local.get $f)))";
    // The new version drops a, adds c, changes b and spawns an entity a tick, until it traps.
    String fields = field("b", "i32") + "," + field("c", "i32");
    String body =
        "(i32.store (call $column (local.get $f) (i32.const 0) (i32.const 0) (i32.const 0)) (i32.const 99))"
            + spawns
            + trapAt(10 + Probation.TICKS - 1);
    world.swap(world.load("f", fish(fields, "", body)));
    world.tick(Probation.TICKS - 1);
    assertEquals(before + Probation.TICKS - 1, world.world().store().entityCount());
    assertEquals(PluginState.PROBATION, world.status("f").state());
    world.tick(1);
    assertTrue(
        world.events().stream()
            .anyMatch(e -> e instanceof WorldEvent.OfPlugin(PluginEvent.RolledBack b)));
    assertEquals(before, world.world().store().entityCount(), "what it spawned is gone");
    assertEquals(ids, List.copyOf(world.values("f/Fish").keySet()));
    assertEquals(10, first(world).getInt(0), "a came back from before the swap");
    assertEquals(99, first(world).getInt(4), "b kept its present value");
    world.tick(1);
    assertEquals(11, first(world).getInt(0), "the old instance goes on as it was at the swap");
    assertEquals(10 + Probation.TICKS + 1, world.value("g/Fish"), "others never go back");
    assertEquals(PluginState.RUNNING, world.status("f").state());
  }

  @Test
  void doesNotRollBackAfterProbation() throws Exception {
    start(world);
    world.swap(world.load("f", fish(TWO, "", trapAt(2 + Probation.TICKS))));
    world.tick(Probation.TICKS);
    assertEquals(PluginState.RUNNING, world.status("f").state());
    assertEquals(1, world.world().versions().of("f").size());
    world.tick(1);
    assertEquals(PluginState.FAILED, world.status("f").state());
    assertEquals(3, world.values("f/Fish").size());
  }

  @Test
  void stopsAPluginThatReliesOnWhatARollBackTakesAway() throws Exception {
    start(world);
    world.swap(world.load("f", fish(TWO + "," + field("c", "i32"), "", trapAt(5))));
    world.tick(1);
    world.swap(world.load("reader", reader("c", "i32")));
    world.tick(3);
    assertEquals(PluginState.RUNNING, world.status("f").state());
    assertTrue(world.failures().stream().anyMatch(f -> f.plugin().equals("reader")));
    world.tick(2);
    assertEquals(3, world.values("f/Fish").size());
  }

  @Test
  void keepsTheLastTenGoodVersions() throws Exception {
    start(world);
    for (int i = 0; i < 12; i++) {
      world.swap(world.load("f", fish(TWO, "", "(drop (i32.const %d))".formatted(i))));
      world.tick(Probation.TICKS);
    }
    assertEquals(10, world.world().versions().of("f").size());
    assertEquals(
        world.status("f").version(), world.world().versions().of("f").getFirst().version());
    try (TestWorld reset = new TestWorld()) {
      reset.world().versions().takeOver(world.world().versions());
      assertEquals(world.world().versions().of("f"), reset.world().versions().of("f"));
    }
  }
}
