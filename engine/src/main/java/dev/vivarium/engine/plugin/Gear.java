package dev.vivarium.engine.plugin;

/// Which build of a plugin runs: the one that is ready soonest after a save, or the fast one that
/// follows by itself.
public enum Gear {
  QUICK,
  OPTIMISED
}
