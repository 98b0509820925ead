package dev.vivarium.engine.plugin.wasm;

import java.util.List;

/// A call ended early: a trap of the code, an exhausted stack, an interrupt, or a refusal by a host
/// function. The instance's memory is in whatever state the code left it.
public final class WasmTrap extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Integer> functions;
  private final int address;
  private final boolean interrupted;

  WasmTrap(
      String message, Throwable cause, List<Integer> functions, int address, boolean interrupted) {
    super(message, cause);
    this.functions = List.copyOf(functions);
    this.address = address;
    this.interrupted = interrupted;
  }

  /// Indices of the wasm functions on the stack, innermost first; empty if unknown.
  public List<Integer> functions() {
    return functions;
  }

  /// Offset in the module's bytes of the instruction that trapped; -1 if unknown, as in compiled
  /// code.
  public int address() {
    return address;
  }

  /// Whether the call was stopped from outside by an interrupt of its thread.
  public boolean interrupted() {
    return interrupted;
  }

  /// A refusal by the host, outside the code's own stack.
  public static WasmTrap of(RuntimeException cause) {
    return WasmInstance.trap(cause, -1);
  }

  /// The time limit was reached just as the call came back.
  public static WasmTrap interruptedLate() {
    return new WasmTrap("interrupted", new HostTrap("time limit"), List.of(), -1, true);
  }
}
