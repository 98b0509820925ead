package dev.vivarium.engine.bus;

/// One message as it was published. Immutable by agreement: nobody writes to the payload.
///
/// @param sequence running number in this world, from 0
/// @param stage title of the stage in which it was published, or "input"
/// @param sender id of the system, "host", "client N", or "workbench" for one sent by hand
/// @param senderClient client it came from, or 0 for this side
/// @param targetClient client it is for, or 0 for everyone
/// @param payload as laid out by the channel's schema
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and written to by nobody
public record Message(
    long sequence,
    long tick,
    String stage,
    Channel channel,
    String sender,
    long senderClient,
    long targetClient,
    byte[] payload,
    Cause cause) {
  /// The same message with a payload of another layout.
  public Message withPayload(byte[] next) {
    return new Message(
        sequence, tick, stage, channel, sender, senderClient, targetClient, next, cause);
  }
}
