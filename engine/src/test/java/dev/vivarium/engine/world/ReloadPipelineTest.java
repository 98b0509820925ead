package dev.vivarium.engine.world;

import static dev.vivarium.engine.world.Fishes.TWO;
import static dev.vivarium.engine.world.Fishes.field;
import static dev.vivarium.engine.world.Fishes.fish;
import static dev.vivarium.engine.world.Fishes.reader;
import static dev.vivarium.engine.world.Fishes.start;
import static dev.vivarium.engine.world.Fishes.trapAt;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.plugin.PluginSource;
import dev.vivarium.engine.plugin.PluginState;
import dev.vivarium.engine.plugin.WatPlugin;
import dev.vivarium.engine.plugin.reload.ReloadOutcome;
import dev.vivarium.engine.plugin.reload.ReloadReport;
import dev.vivarium.engine.plugin.reload.ReloadRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The way of a save into a world: compiled, tried in a shadow, swapped in, or refused.
class ReloadPipelineTest {
  private final TestWorld world = new TestWorld();

  @AfterEach
  void close() {
    world.close();
  }

  private ReloadOutcome reload(ReloadPipeline pipeline, PluginSource source) throws Exception {
    CompletableFuture<ReloadOutcome> outcome =
        pipeline.submit(new ReloadRequest(source, 0, 1, Set.of()));
    while (!outcome.isDone()) {
      world.world().idle();
      Thread.onSpinWait();
    }
    return outcome.get();
  }

  @Test
  void reloadsWhileTheWorldStandsStill() throws Exception {
    start(world);
    try (ReloadPipeline pipeline = new ReloadPipeline(world.world())) {
      ReloadOutcome outcome =
          reload(pipeline, PluginSource.of("f", fish(TWO, "", "(drop (i32.const 3))").wasm()));
      ReloadReport report = assertInstanceOf(ReloadOutcome.Reloaded.class, outcome).report();
      assertEquals(3, report.entitiesKept());
      assertEquals(2, report.tick());
      assertEquals("", report.migration());
    }
    assertEquals(2, world.world().tick());
  }

  @Test
  void reloadsWhereTheNextTickIsFarAway() throws Exception {
    start(world);
    try (WorldLoop loop = new WorldLoop(world.world(), (w, nanos) -> {});
        ReloadPipeline pipeline = new ReloadPipeline(world.world())) {
      loop.setSpeed(1e-300);
      loop.start();
      CompletableFuture<ReloadOutcome> outcome =
          pipeline.submit(new ReloadRequest(next(), 0, 1, Set.of()));
      assertInstanceOf(ReloadOutcome.Reloaded.class, outcome.get(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void refusesWhatWaitsWhenItsWorldEnds() throws Exception {
    start(world);
    ReloadPipeline pipeline = new ReloadPipeline(world.world());
    List<CompletableFuture<ReloadOutcome>> outcomes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      outcomes.add(pipeline.submit(new ReloadRequest(next(), 0, 1, Set.of())));
    }
    pipeline.close();
    outcomes.add(pipeline.submit(new ReloadRequest(next(), 0, 1, Set.of())));
    for (CompletableFuture<ReloadOutcome> outcome : outcomes) {
      assertInstanceOf(ReloadOutcome.Refused.class, outcome.get(20, TimeUnit.SECONDS));
    }
  }

  private static PluginSource next() throws Exception {
    return PluginSource.of("f", fish(TWO, "", "(drop (i32.const 3))").wasm());
  }

  @Test
  void neverLetsAFailureInTheShadowTouchTheWorld() throws Exception {
    start(world);
    long before = world.world().stateHash();
    List<WatPlugin> bad = new ArrayList<>();
    bad.add(fish(TWO, "", "unreachable"));
    bad.add(fish(TWO, "", "(loop $l (br $l))"));
    bad.add(fish(TWO, "", "").export("_initialize", "(loop $l (br $l))"));
    bad.add(
        fish(TWO, "", "").export("vivarium_reserve", "(param i32 i32) (result i32) (i32.const 3)"));
    try (ReloadPipeline pipeline = new ReloadPipeline(world.world())) {
      for (WatPlugin plugin : bad) {
        ReloadOutcome outcome = reload(pipeline, PluginSource.of("f", plugin.wasm()));
        assertTrue(
            outcome instanceof ReloadOutcome.FailedInShadow
                || outcome instanceof ReloadOutcome.Refused,
            outcome.toString());
        assertEquals(before, world.world().stateHash());
      }
    }
    assertEquals(PluginState.RUNNING, world.status("f").state());
    assertEquals(List.of(), world.failures());
  }

  /// On a clock that stands still: on a busy machine the shadow's time may be over before the trap.
  @Test
  void findsInTheShadowWhatTrapsSomeTicksLater() throws Exception {
    try (TestWorld still = new TestWorld(WorldOptions.DEFAULT.withClock(() -> 0));
        ReloadPipeline pipeline = new ReloadPipeline(still.world())) {
      start(still);
      long before = still.world().stateHash();
      PluginSource late = PluginSource.of("f", fish(TWO, "", trapAt(4)).wasm());
      CompletableFuture<ReloadOutcome> outcome =
          pipeline.submit(new ReloadRequest(late, 0, 1, Set.of()));
      while (!outcome.isDone()) {
        still.world().idle();
        Thread.onSpinWait();
      }
      assertInstanceOf(ReloadOutcome.FailedInShadow.class, outcome.get());
      assertEquals(before, still.world().stateHash());
    }
  }

  @Test
  void holdsAVersionThatDoesNotFitUntilItsPartnerComes() throws Exception {
    world.add(world.load("f", fish(TWO, "", "")), world.load("reader", reader("a", "i32")));
    world.tick(2);
    try (ReloadPipeline pipeline = new ReloadPipeline(world.world())) {
      PluginSource fish = PluginSource.of("f", fish(field("b", "i32"), "", "").wasm());
      assertInstanceOf(ReloadOutcome.Refused.class, reload(pipeline, fish));
      PluginSource reader = PluginSource.of("reader", reader("b", "i32").wasm());
      ReloadOutcome outcome = reload(pipeline, reader);
      assertEquals(
          "reader", assertInstanceOf(ReloadOutcome.Reloaded.class, outcome).report().plugin());
      while (!world.status("f").state().equals(PluginState.PROBATION)) {
        world.world().idle();
      }
    }
    world.tick(1);
    assertEquals(List.of(), world.failures());
    assertEquals(20, world.value("f/Fish"));
  }

  @Test
  void asksForADecisionBeforeAnythingRuns() throws Exception {
    start(world);
    try (ReloadPipeline pipeline = new ReloadPipeline(world.world())) {
      PluginSource retyped =
          PluginSource.of("f", fish(field("a", "f32") + "," + field("b", "i32"), "", "").wasm());
      assertInstanceOf(ReloadOutcome.DecisionNeeded.class, reload(pipeline, retyped));
    }
  }
}
