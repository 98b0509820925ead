package dev.vivarium.net.protocol.control;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a server may say on the socket: replies, which carry the request's id, and events.
public sealed interface ServerMessage extends ControlMessage
    permits ServerMessage.Done,
        ServerMessage.Pong,
        ServerMessage.Failure,
        ServerMessage.Match,
        ServerMessage.MatchData,
        ServerMessage.MatchPresenceEvent,
        ServerMessage.Channel,
        ServerMessage.ChannelMessageAck,
        ServerMessage.ChannelPresenceEvent,
        ServerMessage.Status,
        ServerMessage.StatusPresenceEvent,
        ChannelMessage,
        NotificationList,
        Rpc {

  /// The reply that only says so: a frame with an id and nothing else.
  record Done() implements ServerMessage {}

  record Pong() implements ServerMessage {}

  /// The request failed; the frame's `error`.
  ///
  /// @param code see [ErrorCode]; others may come from code of the server
  record Failure(int code, String message, Map<String, String> context) implements ServerMessage {
    public Failure {
      context = Map.copyOf(context);
    }

    public static Failure of(ErrorCode code, String message) {
      return new Failure(code.code(), message, Map.of());
    }
  }

  /// The match that was made or joined.
  ///
  /// @param authoritative run by the server
  /// @param label what the match says of itself, often a JSON text
  /// @param size sessions in it, with the one told
  /// @param presences the others in it
  /// @param self the one told
  record Match(
      String matchId,
      boolean authoritative,
      @Explicit @Nullable String label,
      int size,
      List<UserPresence> presences,
      @Nullable UserPresence self)
      implements ServerMessage {
    public Match {
      presences = List.copyOf(presences);
    }
  }

  /// Data from a match.
  ///
  /// @param presence who sent it; absent is the match itself
  /// @param opCode always written, since clients read its digits
  /// @param data owned by the message, not copied
  record MatchData(
      String matchId,
      @Nullable UserPresence presence,
      @Explicit long opCode,
      byte[] data,
      boolean reliable)
      implements ServerMessage {}

  record MatchPresenceEvent(String matchId, List<UserPresence> joins, List<UserPresence> leaves)
      implements ServerMessage {
    public MatchPresenceEvent {
      joins = List.copyOf(joins);
      leaves = List.copyOf(leaves);
    }
  }

  /// The channel that was joined; room, group or the two users by its type.
  record Channel(
      String id,
      List<UserPresence> presences,
      @Nullable UserPresence self,
      String roomName,
      String groupId,
      String userIdOne,
      String userIdTwo)
      implements ServerMessage {
    public Channel {
      presences = List.copyOf(presences);
    }
  }

  /// A message of the sender's was taken, changed or removed.
  ///
  /// @param code see [ChannelMessage]
  record ChannelMessageAck(
      String channelId,
      String messageId,
      @Explicit @Nullable Integer code,
      String username,
      @Nullable Instant createTime,
      @Nullable Instant updateTime,
      @Explicit @Nullable Boolean persistent,
      String roomName,
      String groupId,
      String userIdOne,
      String userIdTwo)
      implements ServerMessage {}

  record ChannelPresenceEvent(
      String channelId,
      List<UserPresence> joins,
      List<UserPresence> leaves,
      String roomName,
      String groupId,
      String userIdOne,
      String userIdTwo)
      implements ServerMessage {
    public ChannelPresenceEvent {
      joins = List.copyOf(joins);
      leaves = List.copyOf(leaves);
    }
  }

  /// The followed who are there now.
  record Status(List<UserPresence> presences) implements ServerMessage {
    public Status {
      presences = List.copyOf(presences);
    }
  }

  record StatusPresenceEvent(List<UserPresence> joins, List<UserPresence> leaves)
      implements ServerMessage {
    public StatusPresenceEvent {
      joins = List.copyOf(joins);
      leaves = List.copyOf(leaves);
    }
  }
}
