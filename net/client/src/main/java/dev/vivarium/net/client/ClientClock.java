package dev.vivarium.net.client;

import java.time.Instant;

/// The one place where this module reads time; tests step their own.
public interface ClientClock {
  ClientClock SYSTEM =
      new ClientClock() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public Instant now() {
          return Instant.now();
        }
      };

  /// Nanoseconds from an arbitrary fixed point, for time-outs.
  long nanos();

  /// The time of day, for tokens that expire.
  Instant now();
}
