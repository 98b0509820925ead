package dev.vivarium.engine.world;

import dev.vivarium.engine.plugin.AssetStore;
import dev.vivarium.engine.plugin.abi.Side;
import dev.vivarium.engine.plugin.wasm.ExecutionMode;
import dev.vivarium.engine.tick.NanoClock;
import dev.vivarium.engine.trace.TraceRing;

/// How a world is set up.
///
/// @param seed of all randomness
/// @param rateHz ticks a world second
/// @param traceEntries size of the tracer's ring, a power of two
/// @param inboxMax most commands waiting for the next tick
public record WorldOptions(
    long seed,
    int rateHz,
    Side side,
    ExecutionMode mode,
    AssetStore assets,
    NanoClock clock,
    int traceEntries,
    int inboxMax) {
  public static final int RATE_HZ_MAX = 1000;
  public static final WorldOptions DEFAULT =
      new WorldOptions(
          1,
          60,
          Side.SERVER,
          ExecutionMode.COMPILED,
          AssetStore.EMPTY,
          NanoClock.SYSTEM,
          TraceRing.DEFAULT_ENTRIES,
          65_536);

  public WorldOptions {
    if (rateHz < 1 || rateHz > RATE_HZ_MAX) {
      throw new IllegalArgumentException("the rate must be 1 to %d Hz".formatted(RATE_HZ_MAX));
    }
  }

  public WorldOptions withSeed(long next) {
    return new WorldOptions(next, rateHz, side, mode, assets, clock, traceEntries, inboxMax);
  }

  public WorldOptions withRateHz(int next) {
    return new WorldOptions(seed, next, side, mode, assets, clock, traceEntries, inboxMax);
  }

  public WorldOptions withSide(Side next) {
    return new WorldOptions(seed, rateHz, next, mode, assets, clock, traceEntries, inboxMax);
  }

  public WorldOptions withMode(ExecutionMode next) {
    return new WorldOptions(seed, rateHz, side, next, assets, clock, traceEntries, inboxMax);
  }

  public WorldOptions withAssets(AssetStore next) {
    return new WorldOptions(seed, rateHz, side, mode, next, clock, traceEntries, inboxMax);
  }

  public WorldOptions withClock(NanoClock next) {
    return new WorldOptions(seed, rateHz, side, mode, assets, next, traceEntries, inboxMax);
  }
}
