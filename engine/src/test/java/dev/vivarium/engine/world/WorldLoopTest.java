package dev.vivarium.engine.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WorldLoopTest {
  /// Its clock stands still, so that the tick after the first is never due.
  private static final WorldOptions STILL = WorldOptions.DEFAULT.withClock(() -> 0).withRateHz(1);

  @Test
  void aWorldOfFewTicksAnswersBetweenThem() throws Exception {
    var ticked = new CountDownLatch(1);
    try (World world = new World(STILL);
        WorldLoop loop = new WorldLoop(world, (w, nanos) -> ticked.countDown())) {
      loop.start();
      assertTrue(ticked.await(20, TimeUnit.SECONDS));
      for (int question = 0; question < 100; question++) {
        var answer = world.ask(World::tick);
        assertEquals(1, answer.get(20, TimeUnit.SECONDS));
      }
    }
  }

  @Test
  void aWorldThatHardlyMovedGoesOnAtOnceWhenItIsFasterAgain() throws Exception {
    var first = new CountDownLatch(1);
    var further = new CountDownLatch(3);
    try (World world = new World(WorldOptions.DEFAULT);
        WorldLoop loop =
            new WorldLoop(
                world,
                (w, nanos) -> {
                  further.countDown();
                  first.countDown();
                })) {
      loop.setSpeed(1e-300);
      loop.start();
      assertTrue(first.await(20, TimeUnit.SECONDS));
      assertEquals(2, further.getCount());
      loop.setSpeed(100);
      assertTrue(further.await(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void aPausedWorldAnswers() throws Exception {
    try (World world = new World(STILL);
        WorldLoop loop = new WorldLoop(world, (w, nanos) -> {})) {
      loop.pause();
      loop.start();
      var answer = world.ask(World::tick);
      assertEquals(0, answer.get(20, TimeUnit.SECONDS));
    }
  }
}
