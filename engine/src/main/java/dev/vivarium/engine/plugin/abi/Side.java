package dev.vivarium.engine.plugin.abi;

/// The half of a plugin that a system belongs to; one module holds both.
public enum Side {
  SERVER,
  CLIENT
}
