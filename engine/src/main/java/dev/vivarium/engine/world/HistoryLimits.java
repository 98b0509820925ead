package dev.vivarium.engine.world;

/// How much a [History] keeps. What is older goes.
///
/// @param bytesMax most bytes of memory, roughly
/// @param ticksMax most ticks
/// @param keyframeEveryTicks ticks between two images of the world; a tick is reached by running
///   the world from an image before it
public record HistoryLimits(long bytesMax, int ticksMax, int keyframeEveryTicks) {
  public static final HistoryLimits DEFAULT = new HistoryLimits(256L << 20, 36_000, 120);

  public HistoryLimits {
    if (bytesMax < 1 || ticksMax < 1 || keyframeEveryTicks < 1) {
      throw new IllegalArgumentException("limits of a history are above 0");
    }
  }
}
