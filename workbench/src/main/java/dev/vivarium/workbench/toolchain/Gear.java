package dev.vivarium.workbench.toolchain;

/// How much time a build may take for how fast a module.
public enum Gear {
  /// As soon as possible, unoptimised.
  QUICK,
  /// Fast code; takes several times as long to build.
  OPTIMISED
}
