package dev.vivarium.engine.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vivarium.engine.tick.NanoClock;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WatchdogTest {
  @Test
  void clearsAnInterruptThatFiredAsTheCallCameBack() {
    try (Watchdog watchdog = new Watchdog("test", NanoClock.SYSTEM)) {
      watchdog.arm(TimeUnit.MILLISECONDS.toNanos(1));
      while (!Thread.currentThread().isInterrupted()) {
        Thread.onSpinWait();
      }
      assertTrue(watchdog.disarm());
      assertFalse(Thread.currentThread().isInterrupted());
    }
  }

  @Test
  void leavesACallInTimeAlone() {
    try (Watchdog watchdog = new Watchdog("test", NanoClock.SYSTEM)) {
      int late = 0;
      for (int i = 0; i < 100_000; i++) {
        watchdog.arm(TimeUnit.SECONDS.toNanos(10));
        late += watchdog.disarm() ? 1 : 0;
      }
      assertEquals(0, late);
      assertFalse(Thread.currentThread().isInterrupted());
    }
  }

  /// Arms and disarms as fast as it can with a limit that is always about to fire: whichever side
  /// wins, the flag is clear afterwards.
  @Test
  void neverLeavesTheFlagSetHoweverTheRaceEnds() {
    try (Watchdog watchdog = new Watchdog("test", NanoClock.SYSTEM)) {
      for (int i = 0; i < 200_000; i++) {
        watchdog.arm(0);
        watchdog.disarm();
        assertFalse(Thread.currentThread().isInterrupted());
      }
    }
  }
}
