package dev.vivarium.net.protocol.control;

import java.util.List;

/// A page of a channel's history; the cursors are opaque and empty where there is no more.
///
/// @param cacheableCursor where to go on when newer messages have come
public record ChannelMessageList(
    List<ChannelMessage> messages, String nextCursor, String prevCursor, String cacheableCursor) {
  public ChannelMessageList {
    messages = List.copyOf(messages);
  }
}
