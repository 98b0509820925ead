package dev.vivarium.net.client;

import dev.vivarium.net.protocol.control.ChannelMessage;
import dev.vivarium.net.protocol.control.Notification;
import dev.vivarium.net.protocol.control.NotificationList;
import dev.vivarium.net.protocol.control.Rpc;
import dev.vivarium.net.protocol.control.ServerMessage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the application wants to be told. Set from any thread, run by the one that ticks, which
/// sees each callback by its field being volatile.
final class SocketCallbacks {
  private static final Logger log = LoggerFactory.getLogger(SocketCallbacks.class);

  volatile Runnable connected = () -> {};
  volatile Consumer<SocketClosed> closed = _ -> {};
  volatile Consumer<ChannelMessage> channelMessage = _ -> {};
  volatile Consumer<ServerMessage.ChannelPresenceEvent> channelPresence = _ -> {};
  volatile Consumer<ServerMessage.Failure> error = _ -> {};
  volatile Consumer<ServerMessage.MatchData> matchState = _ -> {};
  volatile Consumer<ServerMessage.MatchPresenceEvent> matchPresence = _ -> {};
  volatile Consumer<Notification> notification = _ -> {};
  volatile Consumer<ServerMessage.StatusPresenceEvent> statusPresence = _ -> {};

  void tellConnected() {
    run(connected);
  }

  void tellClosed(SocketClosed end) {
    run(() -> closed.accept(end));
  }

  /// Answers that come without their request's mark are read over.
  void tell(ServerMessage event) {
    switch (event) {
      case ChannelMessage message -> run(() -> channelMessage.accept(message));
      case ServerMessage.ChannelPresenceEvent presence ->
          run(() -> channelPresence.accept(presence));
      case ServerMessage.Failure failure -> run(() -> error.accept(failure));
      case ServerMessage.MatchData data -> run(() -> matchState.accept(data));
      case ServerMessage.MatchPresenceEvent presence -> run(() -> matchPresence.accept(presence));
      case ServerMessage.StatusPresenceEvent presence -> run(() -> statusPresence.accept(presence));
      case NotificationList list ->
          list.notifications().forEach(each -> run(() -> notification.accept(each)));
      case ServerMessage.Done _,
          ServerMessage.Pong _,
          ServerMessage.Match _,
          ServerMessage.Channel _,
          ServerMessage.ChannelMessageAck _,
          ServerMessage.Status _,
          Rpc _ ->
          log.debug("an answer that answers nothing: {}", event.getClass().getSimpleName());
    }
  }

  private static void run(Runnable callback) {
    try {
      callback.run();
    } catch (RuntimeException e) {
      log.error("a callback failed", e);
    }
  }
}
