package dev.vivarium.engine.ecs;

/// The name of an entity across worlds, which handles are not: `high` stands for world seed and
/// authority, `low` for the entity's place in the order of allocation. The same world run again
/// gives the same ids.
public record GlobalId(long high, long low) {

  static GlobalId of(long seed, int authority, long serial) {
    return new GlobalId(Mix.mix(seed ^ Mix.mix(authority + 1L)), Mix.mix(serial ^ seed));
  }

  /// The serial that [#of] was given; only meaningful where `high` matches.
  long serial(long seed) {
    return Mix.unmix(low) ^ seed;
  }

  @Override
  public String toString() {
    return "%016x%016x".formatted(high, low);
  }
}
