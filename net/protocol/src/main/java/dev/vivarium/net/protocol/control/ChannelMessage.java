package dev.vivarium.net.protocol.control;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A message of a channel, as an event and in the history.
///
/// @param code 0 said, 1 changed, 2 removed, 3 to 9 what happened to a group
/// @param content the text of a JSON object
/// @param persistent whether it is in the history
/// @param roomName set for rooms
/// @param groupId set for groups
/// @param userIdOne set for direct channels, with `userIdTwo`
public record ChannelMessage(
    String channelId,
    String messageId,
    @Explicit @Nullable Integer code,
    String senderId,
    String username,
    String content,
    @Nullable Instant createTime,
    @Nullable Instant updateTime,
    @Explicit @Nullable Boolean persistent,
    String roomName,
    String groupId,
    String userIdOne,
    String userIdTwo)
    implements ServerMessage {
  public static final int SAID = 0;
  public static final int CHANGED = 1;
  public static final int REMOVED = 2;
}
