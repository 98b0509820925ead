package dev.vivarium.net.protocol.control;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a client may say on the socket.
public sealed interface ClientMessage extends ControlMessage
    permits ClientMessage.Ping,
        ClientMessage.MatchCreate,
        ClientMessage.MatchJoin,
        ClientMessage.MatchLeave,
        ClientMessage.MatchDataSend,
        ClientMessage.ChannelJoin,
        ClientMessage.ChannelLeave,
        ClientMessage.ChannelMessageSend,
        ClientMessage.ChannelMessageUpdate,
        ClientMessage.ChannelMessageRemove,
        ClientMessage.StatusFollow,
        ClientMessage.StatusUnfollow,
        ClientMessage.StatusUpdate,
        Rpc {

  /// Is anyone there? Answered by [ServerMessage.Pong].
  record Ping() implements ClientMessage {}

  /// @param name matches made by the same name are one match; empty makes a new one
  record MatchCreate(String name) implements ClientMessage {}

  /// One of `matchId` and `token` names the match.
  ///
  /// @param metadata shown to the match's own code when it decides who may enter
  record MatchJoin(String matchId, String token, Map<String, String> metadata)
      implements ClientMessage {
    public MatchJoin {
      metadata = Map.copyOf(metadata);
    }
  }

  record MatchLeave(String matchId) implements ClientMessage {}

  /// Data for a match; nothing answers it.
  ///
  /// @param data owned by the message, not copied
  /// @param presences who shall get it; empty is everyone but the sender
  /// @param reliable absent is reliable
  record MatchDataSend(
      String matchId,
      long opCode,
      byte[] data,
      List<UserPresence> presences,
      @Explicit @Nullable Boolean reliable)
      implements ClientMessage {
    public MatchDataSend {
      presences = List.copyOf(presences);
    }
  }

  /// @param target a room's name, a user's id or a group's id, by type
  /// @param type 1 room, 2 direct, 3 group: [ChannelType]
  /// @param persistence whether messages are kept; absent is yes
  /// @param hidden whether others are not told of this presence
  record ChannelJoin(
      String target,
      int type,
      @Explicit @Nullable Boolean persistence,
      @Explicit @Nullable Boolean hidden)
      implements ClientMessage {}

  record ChannelLeave(String channelId) implements ClientMessage {}

  /// @param content the text of a JSON object
  record ChannelMessageSend(String channelId, String content) implements ClientMessage {}

  /// @param content the text of a JSON object
  record ChannelMessageUpdate(String channelId, String messageId, String content)
      implements ClientMessage {}

  record ChannelMessageRemove(String channelId, String messageId) implements ClientMessage {}

  /// Users by id or by name whose status the sender wants to be told of.
  record StatusFollow(List<String> userIds, List<String> usernames) implements ClientMessage {
    public StatusFollow {
      userIds = List.copyOf(userIds);
      usernames = List.copyOf(usernames);
    }
  }

  record StatusUnfollow(List<String> userIds) implements ClientMessage {
    public StatusUnfollow {
      userIds = List.copyOf(userIds);
    }
  }

  /// @param status absent is to appear offline
  record StatusUpdate(@Explicit @Nullable String status) implements ClientMessage {}
}
