package dev.vivarium.net.client;

import dev.vivarium.net.protocol.control.ChannelMessage;
import dev.vivarium.net.protocol.control.ChannelType;
import dev.vivarium.net.protocol.control.Notification;
import dev.vivarium.net.protocol.control.Rpc;
import dev.vivarium.net.protocol.control.ServerMessage;
import dev.vivarium.net.protocol.control.UserPresence;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A user's live connection: matches, chat, status, calls. Anything may be asked from any thread.
///
/// Nothing happens by itself: callbacks run and futures complete only in [#tick], on its caller's
/// thread. An application calls it once a frame. What is not taken for long holds the server up,
/// and it closes the connection.
///
/// Futures fail with a [SocketFailure], as the cause of what `join` or `get` throws; to wait for
/// one on the thread that ticks waits for ever. Each `on...` replaces the callback set before. A
/// callback that throws is logged and does not keep others from running.
public interface Socket extends AutoCloseable {
  /// Requests that wait for an answer at once; one more is refused by an exception.
  int MAX_PENDING_REQUESTS = 1_024;

  /// Opens the connection. The session must not have expired.
  ///
  /// @param appearOnline whether followers are told, with an empty status
  /// @throws IllegalStateException if it is open or opening, or its last end is not told yet
  CompletableFuture<Void> connect(Session session, boolean appearOnline, Duration timeout);

  boolean isConnecting();

  boolean isConnected();

  /// Ends the connection. Requests under way fail and `onClosed` is told in the next tick.
  @Override
  void close();

  /// Takes what has arrived, keeps the connection alive, lets requests time out.
  ///
  /// @throws IllegalStateException if called while it runs, from a callback or another thread
  void tick();

  /// Makes a match between clients.
  ///
  /// @param name those who give the same name meet; empty makes a new one
  CompletableFuture<ServerMessage.Match> createMatch(String name);

  /// Enters a match.
  ///
  /// @param metadata shown to the match when it decides who may enter
  CompletableFuture<ServerMessage.Match> joinMatchById(
      String matchId, Map<String, String> metadata);

  CompletableFuture<Void> leaveMatch(String matchId);

  /// Sends data to a match; nothing answers.
  ///
  /// @param presences who shall get it; empty is everyone but us
  /// @param isReliable whether it must arrive
  /// @return false if it was not sent: not connected, too large, or too much waits already
  boolean sendMatchState(
      String matchId, long opCode, byte[] data, List<UserPresence> presences, boolean isReliable);

  /// @param target a room's name, a user's id or a group's id, by type
  /// @param isPersistent whether messages are kept
  /// @param isHidden whether others are not told of us
  CompletableFuture<ServerMessage.Channel> joinChat(
      String target, ChannelType type, boolean isPersistent, boolean isHidden);

  CompletableFuture<Void> leaveChat(String channelId);

  /// @param content the text of a JSON object
  CompletableFuture<ServerMessage.ChannelMessageAck> writeChatMessage(
      String channelId, String content);

  /// @param content the text of a JSON object
  CompletableFuture<ServerMessage.ChannelMessageAck> updateChatMessage(
      String channelId, String messageId, String content);

  CompletableFuture<ServerMessage.ChannelMessageAck> removeChatMessage(
      String channelId, String messageId);

  /// Asks to be told of users' status, by id or by name; the answer is who of them is there now.
  CompletableFuture<ServerMessage.Status> followUsers(List<String> userIds, List<String> usernames);

  CompletableFuture<Void> unfollowUsers(List<String> userIds);

  /// @param status null is to appear offline
  CompletableFuture<Void> updateStatus(@Nullable String status);

  /// Calls a function of the server.
  ///
  /// @param payload a JSON text, or empty
  CompletableFuture<Rpc> rpc(String id, String payload);

  void onConnected(Runnable callback);

  void onClosed(Consumer<SocketClosed> callback);

  /// Of channels we are in; our own messages, too.
  void onReceivedChannelMessage(Consumer<ChannelMessage> callback);

  void onReceivedChannelPresence(Consumer<ServerMessage.ChannelPresenceEvent> callback);

  /// Errors that answer no request.
  void onReceivedError(Consumer<ServerMessage.Failure> callback);

  void onReceivedMatchState(Consumer<ServerMessage.MatchData> callback);

  void onReceivedMatchPresence(Consumer<ServerMessage.MatchPresenceEvent> callback);

  void onReceivedNotification(Consumer<Notification> callback);

  void onReceivedStatusPresence(Consumer<ServerMessage.StatusPresenceEvent> callback);
}
