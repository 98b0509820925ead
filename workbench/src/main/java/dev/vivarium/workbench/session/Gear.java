package dev.vivarium.workbench.session;

/// Which build of a plugin runs: the quick one that a save swaps in first, or the optimised one
/// that follows by itself.
public enum Gear {
  QUICK,
  OPTIMISED
}
