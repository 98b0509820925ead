package dev.vivarium.engine.plugin.wasm;

/// Thrown by a host function to end the call that reached it. Without a Java stack of its own
/// unless asked: the wasm stack is what matters.
public class HostTrap extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public HostTrap(String message) {
    super(message);
  }
}
