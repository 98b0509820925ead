package dev.vivarium.net.protocol.control;

import java.util.Map;

/// The names of the messages in a frame.
final class Kinds {
  static final Map<String, Class<? extends ClientMessage>> OF_CLIENT =
      Map.ofEntries(
          Map.entry("ping", ClientMessage.Ping.class),
          Map.entry("match_create", ClientMessage.MatchCreate.class),
          Map.entry("match_join", ClientMessage.MatchJoin.class),
          Map.entry("match_leave", ClientMessage.MatchLeave.class),
          Map.entry("match_data_send", ClientMessage.MatchDataSend.class),
          Map.entry("channel_join", ClientMessage.ChannelJoin.class),
          Map.entry("channel_leave", ClientMessage.ChannelLeave.class),
          Map.entry("channel_message_send", ClientMessage.ChannelMessageSend.class),
          Map.entry("channel_message_update", ClientMessage.ChannelMessageUpdate.class),
          Map.entry("channel_message_remove", ClientMessage.ChannelMessageRemove.class),
          Map.entry("status_follow", ClientMessage.StatusFollow.class),
          Map.entry("status_unfollow", ClientMessage.StatusUnfollow.class),
          Map.entry("status_update", ClientMessage.StatusUpdate.class),
          Map.entry("rpc", Rpc.class));

  static final Map<String, Class<? extends ServerMessage>> OF_SERVER =
      Map.ofEntries(
          Map.entry("pong", ServerMessage.Pong.class),
          Map.entry("error", ServerMessage.Failure.class),
          Map.entry("match", ServerMessage.Match.class),
          Map.entry("match_data", ServerMessage.MatchData.class),
          Map.entry("match_presence_event", ServerMessage.MatchPresenceEvent.class),
          Map.entry("channel", ServerMessage.Channel.class),
          Map.entry("channel_message", ChannelMessage.class),
          Map.entry("channel_message_ack", ServerMessage.ChannelMessageAck.class),
          Map.entry("channel_presence_event", ServerMessage.ChannelPresenceEvent.class),
          Map.entry("status", ServerMessage.Status.class),
          Map.entry("status_presence_event", ServerMessage.StatusPresenceEvent.class),
          Map.entry("notifications", NotificationList.class),
          Map.entry("rpc", Rpc.class));

  private Kinds() {}

  /// Empty for the reply that has none.
  static String nameOf(ControlMessage message) {
    return switch (message) {
      case ClientMessage client -> nameOfClient(client);
      case ServerMessage server -> nameOfServer(server);
    };
  }

  private static String nameOfClient(ClientMessage message) {
    return switch (message) {
      case ClientMessage.Ping _ -> "ping";
      case ClientMessage.MatchCreate _ -> "match_create";
      case ClientMessage.MatchJoin _ -> "match_join";
      case ClientMessage.MatchLeave _ -> "match_leave";
      case ClientMessage.MatchDataSend _ -> "match_data_send";
      case ClientMessage.ChannelJoin _ -> "channel_join";
      case ClientMessage.ChannelLeave _ -> "channel_leave";
      case ClientMessage.ChannelMessageSend _ -> "channel_message_send";
      case ClientMessage.ChannelMessageUpdate _ -> "channel_message_update";
      case ClientMessage.ChannelMessageRemove _ -> "channel_message_remove";
      case ClientMessage.StatusFollow _ -> "status_follow";
      case ClientMessage.StatusUnfollow _ -> "status_unfollow";
      case ClientMessage.StatusUpdate _ -> "status_update";
      case Rpc _ -> "rpc";
    };
  }

  private static String nameOfServer(ServerMessage message) {
    return switch (message) {
      case ServerMessage.Done _ -> "";
      case ServerMessage.Pong _ -> "pong";
      case ServerMessage.Failure _ -> "error";
      case ServerMessage.Match _ -> "match";
      case ServerMessage.MatchData _ -> "match_data";
      case ServerMessage.MatchPresenceEvent _ -> "match_presence_event";
      case ServerMessage.Channel _ -> "channel";
      case ChannelMessage _ -> "channel_message";
      case ServerMessage.ChannelMessageAck _ -> "channel_message_ack";
      case ServerMessage.ChannelPresenceEvent _ -> "channel_presence_event";
      case ServerMessage.Status _ -> "status";
      case ServerMessage.StatusPresenceEvent _ -> "status_presence_event";
      case NotificationList _ -> "notifications";
      case Rpc _ -> "rpc";
    };
  }
}
