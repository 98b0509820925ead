package dev.vivarium.net.server.store;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The history of chat channels. Blocks its caller.
public interface ChatRepository {
  /// Messages kept a channel; the oldest go first.
  int CHANNEL_MESSAGES_MAX = 10_000;

  /// A message as it is kept; `sequence` grows with every message of the server.
  record StoredMessage(
      long sequence,
      UUID id,
      String channelId,
      int code,
      UUID senderId,
      String username,
      String content,
      long createMs,
      long updateMs) {}

  /// From where a page goes on: messages after (`later`) or before the given sequence.
  record Position(long sequence, boolean later) {}

  /// Keeps a new message; its `sequence` is not looked at.
  void append(StoredMessage message);

  /// Replaces the content of a message that `senderId` wrote in the channel; absent where there is
  /// none. The result is the message as it is now.
  Optional<StoredMessage> update(
      String channelId, UUID id, UUID senderId, String username, String content, long nowMs);

  /// Deletes a message that `senderId` wrote in the channel; the result is what it was.
  Optional<StoredMessage> remove(String channelId, UUID id, UUID senderId);

  /// At most `limit` messages nearest to `from`, or, without it, the newest (`later` false) or
  /// oldest ones; in order of distance from there.
  List<StoredMessage> list(String channelId, Optional<Position> from, boolean later, int limit);
}
