package dev.vivarium.engine.ecs;

/// The finaliser of SplitMix64 (Stafford's variant 13), a bijection on 64 bits, and its inverse.
final class Mix {
  private static final long FIRST = 0xbf58476d1ce4e5b9L;
  private static final long SECOND = 0x94d049bb133111ebL;
  private static final long FIRST_INVERSE = 0x96de1b173f119089L;
  private static final long SECOND_INVERSE = 0x319642b2d24d8ec3L;

  private Mix() {}

  static long mix(long value) {
    long z = (value ^ (value >>> 30)) * FIRST;
    z = (z ^ (z >>> 27)) * SECOND;
    return z ^ (z >>> 31);
  }

  static long unmix(long value) {
    long z = (value ^ (value >>> 31) ^ (value >>> 62)) * SECOND_INVERSE;
    z = (z ^ (z >>> 27) ^ (z >>> 54)) * FIRST_INVERSE;
    return z ^ (z >>> 30) ^ (z >>> 60);
  }
}
