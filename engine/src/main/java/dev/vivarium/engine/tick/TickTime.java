package dev.vivarium.engine.tick;

/// World time, a function of the tick number alone.
///
/// @param tick number of this tick, from 0
/// @param rateHz ticks a world second
public record TickTime(long tick, int rateHz) {
  /// Seconds from the world's beginning to this tick.
  public double seconds() {
    return tick / (double) rateHz;
  }

  /// Seconds from one tick to the next.
  public float deltaSeconds() {
    return 1f / rateHz;
  }

  public TickTime next() {
    return new TickTime(tick + 1, rateHz);
  }
}
