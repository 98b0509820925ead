package dev.vivarium.engine.plugin.abi;

/// A plugin's descriptor breaks a rule of the ABI; the message says where in the JSON and which.
public final class InvalidDescriptorException extends Exception {
  private static final long serialVersionUID = 1L;

  public InvalidDescriptorException(String where, String what) {
    super("descriptor%s: %s".formatted(where.isEmpty() ? "" : " at " + where, what));
  }
}
