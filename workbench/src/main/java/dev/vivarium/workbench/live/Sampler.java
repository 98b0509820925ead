package dev.vivarium.workbench.live;

import dev.vivarium.engine.tick.NanoClock;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Takes a sample of something costly when somebody asks, and gives the same sample to all who ask
/// within one interval. May be called from any thread.
final class Sampler<T> {
  private final NanoClock clock;
  private final long intervalNanos;
  private final Supplier<CompletableFuture<T>> take;
  private @Nullable CompletableFuture<T> latest;
  private long takenNanos;

  Sampler(NanoClock clock, double hertz, Supplier<CompletableFuture<T>> take) {
    this.clock = clock;
    this.intervalNanos = (long) (1e9 / hertz);
    this.take = take;
  }

  /// The sample of this interval; one that is on its way is waited for, one that failed is taken
  /// anew.
  synchronized CompletableFuture<T> get() {
    long now = clock.nanos();
    if (latest == null
        || latest.isCompletedExceptionally()
        || (latest.isDone() && now - takenNanos >= intervalNanos)) {
      takenNanos = now;
      latest = take.get();
    }
    return latest;
  }

  /// Forgets the sample: something was changed on purpose and has to be seen.
  synchronized void expire() {
    latest = null;
  }
}
