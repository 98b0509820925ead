package dev.vivarium.engine.plugin.wasm;

import java.util.List;

/// A call ended early: a trap of the code, an exhausted stack, an interrupt, or a refusal by a host
/// function. The instance's memory is in whatever state the code left it.
public final class WasmTrap extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Integer> addresses;
  private final boolean interrupted;

  WasmTrap(String message, Throwable cause, List<Integer> addresses, boolean interrupted) {
    super(message, cause);
    this.addresses = List.copyOf(addresses);
    this.interrupted = interrupted;
  }

  /// Where the code was, as offsets in the module's bytes, innermost first: of the instruction that
  /// trapped and of the calls that led there; of a function's body where its instruction is not
  /// known. Empty if nothing is known.
  public List<Integer> addresses() {
    return addresses;
  }

  /// Whether the call was stopped from outside by an interrupt of its thread.
  public boolean interrupted() {
    return interrupted;
  }

  /// A refusal by the host, outside the code's own stack.
  public static WasmTrap of(RuntimeException cause) {
    return WasmInstance.trap(cause, List.of());
  }

  /// The time limit was reached just as the call came back.
  public static WasmTrap interruptedLate() {
    return new WasmTrap("interrupted", new HostTrap("time limit"), List.of(), true);
  }
}
