package dev.vivarium.net.protocol.realtime;

/// A message of a Remote channel.
///
/// @param epoch that of the schemas which number the channel and lay out the payload
/// @param channel its number in these schemas
/// @param sender client that sent it, as the server knows it; 0 for the world itself, and always
///   from a client, who cannot name a sender
/// @param payload laid out by the channel's schema
public record RemoteMessage(int epoch, int channel, int sender, Target target, byte[] payload)
    implements FromClient, FromServer {
  public static final int CHANNELS = 0xffff;
  public static final int PAYLOAD_BYTES = 64 << 10;

  public RemoteMessage {
    Limited.number("epoch", epoch, Integer.MAX_VALUE);
    Limited.number("channel", channel, CHANNELS);
    Limited.number("sender", sender, Integer.MAX_VALUE);
    Limited.bytes("payload", payload, PAYLOAD_BYTES);
  }

  void write(MessageWriter out) {
    out.varint(epoch);
    out.varint(channel);
    out.varint(sender);
    Target.write(target, out);
    out.bytes(payload);
  }

  static RemoteMessage read(MessageReader in, int maxSender) {
    return new RemoteMessage(
        in.varint("epoch", Integer.MAX_VALUE),
        in.varint("channel", CHANNELS),
        in.varint("sender", maxSender),
        Target.read(in),
        in.bytes("payload", PAYLOAD_BYTES));
  }
}
