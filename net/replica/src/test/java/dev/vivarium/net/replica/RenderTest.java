package dev.vivarium.net.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.schema.SchemaName;
import dev.vivarium.engine.schema.Vocabulary;
import dev.vivarium.net.protocol.link.LinkConditions;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What is shown between the server's states.
class RenderTest {
  private static final SchemaName TRANSFORM = Vocabulary.TRANSFORM.name();
  private static final long TICK_NANOS = 20_000_000;

  private static String at(double x) {
    return "{\"position\": [%s, 0, 0]}".formatted(x);
  }

  @Test
  void anEntityMovesSteadilyTwoTicksBehindWhereStatesComeSteadily() {
    try (Pair pair = Pair.perfect()) {
      pair.join();
      long entity = pair.spawn(Map.of(TRANSFORM, at(0)));
      for (int tick = 0; tick < 50; tick++) {
        pair.set(entity, TRANSFORM, at(tick));
        pair.run(1);
      }
      double first = pair.replica.renderTick();
      float x = pair.replica.pose(pair.replica.toLocal(entity)).orElseThrow().x();
      assertEquals(2, pair.replica.renderDelayTicks(), 1e-6);
      // The state of tick n, told when it ended, shows x = n.
      assertEquals(first, x, 1 / 512f);
      pair.replica.tick(pair.nowNanos + TICK_NANOS / 4);
      double second = pair.replica.renderTick();
      float further = pair.replica.pose(pair.replica.toLocal(entity)).orElseThrow().x();
      assertEquals(second - first, further - x, 2 / 512f);
      assertTrue(second > first && second % 1 != 0);
    }
  }

  @Test
  void theDelayFollowsTheJitterAndGoesBackAfterIt() {
    RenderClock clock = new RenderClock(TICK_NANOS);
    Random random = new Random(1);
    long now = 0;
    double shown = Double.NEGATIVE_INFINITY;
    for (int tick = 0; tick < 200; tick++) {
      now = tick * TICK_NANOS + random.nextLong(3 * TICK_NANOS);
      clock.arrived(tick, now);
      assertTrue(clock.tickAt(tick * TICK_NANOS) >= shown);
      shown = clock.tickAt(tick * TICK_NANOS);
    }
    assertEquals(2 + 3, clock.delayTicks(), 0.3);
    for (int tick = 200; tick < 400; tick++) {
      clock.arrived(tick, tick * TICK_NANOS);
    }
    assertEquals(2, clock.delayTicks(), 0.01);
  }

  @Test
  void aQuarterTurnGoesTheShortWay() {
    float[] none = {0, 0, 0, 0, 0, 0, 1, 1, 1, 1};
    float half = (float) Math.sqrt(0.5);
    float[] turned = {4, 0, 0, 0, -half, 0, -half, 1, 1, 3};
    InterpolatedPose pose = InterpolatedPose.between(none, turned, 0.5f);
    assertEquals(2, pose.x(), 1e-6);
    assertEquals(2, pose.sz(), 1e-6);
    assertEquals(Math.sin(Math.PI / 8), pose.qy(), 1e-6);
    assertEquals(Math.cos(Math.PI / 8), pose.qw(), 1e-6);
  }

  @Test
  void statesThatComeLateAndInHeapsAreStillShownInOrder() {
    LinkConditions rough = LinkConditions.inOrder(2 * TICK_NANOS, 3 * TICK_NANOS, 0.05);
    try (Pair pair = new Pair(5, rough, null)) {
      pair.join();
      long entity = pair.spawn(Map.of(TRANSFORM, at(0)));
      pair.run(20);
      float last = 0;
      for (int tick = 0; tick < 200; tick++) {
        pair.set(entity, TRANSFORM, at(tick));
        pair.run(1);
        float x = pair.replica.pose(pair.replica.toLocal(entity)).orElseThrow().x();
        assertTrue(x >= last, "back from %s to %s".formatted(last, x));
        last = x;
      }
      assertTrue(last > 170);
    }
  }
}
