package dev.vivarium.engine.plugin;

/// SplitMix64 (Steele, Lea and Flood 2014), one stream a dispatch, so that a plugin's random
/// numbers depend on the seed, the system and the tick alone.
final class RandomStream {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;
  private long state;

  void start(long seed, long systemHash, long tick) {
    state = mix(mix(seed ^ systemHash) + tick * GOLDEN);
  }

  long next() {
    state += GOLDEN;
    return mix(state);
  }

  static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
    return b ^ (b >>> 31);
  }

  /// FNV-1a, 64 bit, of the UTF-16 units: names differ, so do their streams.
  static long hash(String name) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
