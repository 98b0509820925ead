package dev.vivarium.workbench.part;

/// The one place where the time of day is read. It is for people (when a line was logged, when a
/// text was kept); nothing that a world computes may depend on it.
@FunctionalInterface
public interface WallClock {
  WallClock SYSTEM = System::currentTimeMillis;

  /// Milliseconds since 1970-01-01 UTC.
  long epochMillis();
}
