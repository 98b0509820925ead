package dev.vivarium.net.client.realtime;

import dev.vivarium.net.protocol.link.LinkConditions;

/// What a connection does to messages, as over TCP: late, but all and in order.
///
/// @param up from the client to the server
public record RealtimeConditions(LinkConditions up, LinkConditions down) {
  public static final RealtimeConditions PERFECT =
      new RealtimeConditions(LinkConditions.PERFECT, LinkConditions.PERFECT);

  public RealtimeConditions {
    if (!up.inOrder() || !down.inOrder()) {
      throw new IllegalArgumentException("a WebSocket delivers all messages in order");
    }
  }
}
