package dev.vivarium.engine.tick;

/// The one place where real time is read. Everything else takes time as an argument or is given a
/// clock, so that tests and replay step it by hand.
@FunctionalInterface
public interface NanoClock {
  NanoClock SYSTEM = System::nanoTime;

  /// Nanoseconds from an arbitrary fixed point.
  long nanos();
}
