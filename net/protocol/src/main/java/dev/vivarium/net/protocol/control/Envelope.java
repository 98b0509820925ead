package dev.vivarium.net.protocol.control;

/// A socket frame: one message and the id that ties a reply to its request.
///
/// @param cid the sender's mark, echoed in the reply; empty for what asks for no reply and for what
///   nobody asked for
public record Envelope<M extends ControlMessage>(String cid, M message) {

  /// A message that neither asks nor answers.
  public static <M extends ControlMessage> Envelope<M> of(M message) {
    return new Envelope<>("", message);
  }
}
