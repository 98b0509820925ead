package dev.vivarium.net.protocol.control;

/// A call of a function of the server, and its result.
///
/// @param id the function's name
/// @param payload a JSON text, or empty
/// @param httpKey stands in for a session where the call is not a user's
public record Rpc(String id, String payload, String httpKey)
    implements ClientMessage, ServerMessage {

  public Rpc(String id, String payload) {
    this(id, payload, "");
  }

  /// Without the key, for logs.
  @Override
  public String toString() {
    return "Rpc[" + id + "]";
  }
}
