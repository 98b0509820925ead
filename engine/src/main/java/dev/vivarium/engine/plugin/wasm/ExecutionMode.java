package dev.vivarium.engine.plugin.wasm;

/// How a module's code runs. Live worlds use [#COMPILED]; the interpreter, some 25 times slower, is
/// there for comparison in tests.
public enum ExecutionMode {
  COMPILED,
  INTERPRETED
}
