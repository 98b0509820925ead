package dev.vivarium.engine.ecs;

/// A point in the order in which a store changes, finer than the tick: everything written before it
/// is not after it. A system's last run is one, so that it finds each change since exactly once.
///
/// @param stamp of the last change that may have come before; opaque but for being written down
public record Moment(long stamp) {
  /// Before every change.
  public static final Moment NEVER = new Moment(Long.MIN_VALUE);

  /// After everything that was written in that tick.
  public static Moment endOf(int tick) {
    return new Moment((long) tick << 32 | 0xffff_ffffL);
  }
}
