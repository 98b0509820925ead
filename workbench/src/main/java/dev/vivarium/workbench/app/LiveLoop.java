package dev.vivarium.workbench.app;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import javafx.animation.AnimationTimer;

/// The one timer that lets the visible parts look at the world again, each at its own pace.
final class LiveLoop extends AnimationTimer {
  private static final long NANOS_A_SECOND = 1_000_000_000L;

  private final List<Look> looks = new ArrayList<>();

  private static final class Look {
    private final long intervalNanos;
    private final BooleanSupplier visible;
    private final Runnable refresh;
    private long dueNanos = Long.MIN_VALUE;

    Look(double hertz, BooleanSupplier visible, Runnable refresh) {
      this.intervalNanos = (long) (NANOS_A_SECOND / hertz);
      this.visible = visible;
      this.refresh = refresh;
    }

    void at(long nowNanos) {
      if (nowNanos >= dueNanos && visible.getAsBoolean()) {
        dueNanos = nowNanos + intervalNanos;
        refresh.run();
      }
    }
  }

  void add(double hertz, BooleanSupplier visible, Runnable refresh) {
    looks.add(new Look(hertz, visible, refresh));
  }

  @Override
  public void handle(long nowNanos) {
    looks.forEach(look -> look.at(nowNanos));
  }
}
