package dev.vivarium.engine.plugin.wasm;

import org.jspecify.annotations.Nullable;
import run.endive.runtime.Machine;

/// An exported function, ready to call. Arguments and result are raw 64-bit wasm values.
public final class WasmFunction {
  private final WasmInstance instance;
  private final Machine machine;
  private final int index;

  WasmFunction(WasmInstance instance, Machine machine, int index) {
    this.instance = instance;
    this.machine = machine;
    this.index = index;
  }

  public WasmInstance instance() {
    return instance;
  }

  /// Calls the function on this thread.
  ///
  /// @return its result, or 0 if it has none
  /// @throws WasmTrap however the call ended early; the thread's interrupt flag is left as it is
  public long call(long... arguments) throws WasmTrap {
    try {
      long @Nullable [] result = machine.call(index, arguments);
      return result == null || result.length == 0 ? 0 : result[0];
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      // Whatever hostile code makes the runtime throw is this plugin's failure and nobody else's.
      throw instance.trap(e);
    }
  }
}
