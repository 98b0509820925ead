package dev.vivarium.net.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vivarium.net.client.SocketFailure.Kind;
import dev.vivarium.net.protocol.control.ChannelMessage;
import dev.vivarium.net.protocol.control.ChannelType;
import dev.vivarium.net.protocol.control.ClientMessage;
import dev.vivarium.net.protocol.control.ControlJson;
import dev.vivarium.net.protocol.control.ControlLimits;
import dev.vivarium.net.protocol.control.Envelope;
import dev.vivarium.net.protocol.control.InvalidControlException;
import dev.vivarium.net.protocol.control.Notification;
import dev.vivarium.net.protocol.control.Rpc;
import dev.vivarium.net.protocol.control.ServerMessage;
import dev.vivarium.net.protocol.control.UserPresence;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A [Socket] over any [SocketAdapter].
public final class DefaultSocket implements Socket {
  private static final Logger log = LoggerFactory.getLogger(DefaultSocket.class);

  private record Opening(CompletableFuture<Void> future, long deadlineNanos) {}

  private final ServerAddress address;
  private final SocketAdapter adapter;
  private final SocketTimes times;
  private final ClientClock clock;
  private final SocketCallbacks callbacks = new SocketCallbacks();
  private final PendingRequests pending = new PendingRequests();
  private final Heartbeat heartbeat;
  private final AtomicLong lastCid = new AtomicLong();
  private final AtomicBoolean isTicking = new AtomicBoolean();
  private final AtomicReference<@Nullable Opening> opening = new AtomicReference<>();

  /// Why we ended the connection, where it was not by [#close]; the adapter cannot know.
  private @Nullable SocketClosed ownEnd;

  /// With the usual times, by the system's clock.
  public DefaultSocket(ServerAddress address, SocketAdapter adapter) {
    this(address, adapter, SocketTimes.DEFAULT, ClientClock.SYSTEM);
  }

  /// @param adapter belongs to this socket from now on
  public DefaultSocket(
      ServerAddress address, SocketAdapter adapter, SocketTimes times, ClientClock clock) {
    this.address = address;
    this.adapter = adapter;
    this.times = times;
    this.clock = clock;
    this.heartbeat = new Heartbeat(times);
    adapter.onConnected(this::connected);
    adapter.onClosed(this::closed);
    adapter.onReceived(this::received);
  }

  @Override
  public CompletableFuture<Void> connect(Session session, boolean appearOnline, Duration timeout) {
    Opening mine = new Opening(new CompletableFuture<>(), clock.nanos() + timeout.toNanos());
    if (!opening.compareAndSet(null, mine)) {
      throw new IllegalStateException("already connecting");
    }
    try {
      String query = "/ws?lang=en&status=" + appearOnline + "&token=";
      adapter.connect(address.webSocket(query + RestRequest.encode(session.token())), timeout);
    } catch (RuntimeException e) {
      opening.set(null);
      throw e;
    }
    return mine.future;
  }

  @Override
  public boolean isConnecting() {
    return adapter.isConnecting();
  }

  @Override
  public boolean isConnected() {
    return adapter.isConnected();
  }

  @Override
  public void close() {
    adapter.close();
  }

  @Override
  public void tick() {
    if (!isTicking.compareAndSet(false, true)) {
      throw new IllegalStateException("a tick is running");
    }
    try {
      adapter.tick();
      long nowNanos = clock.nanos();
      giveUpOpening(nowNanos);
      pending.expire(nowNanos);
      beat(nowNanos);
    } finally {
      isTicking.set(false);
    }
  }

  private void giveUpOpening(long nowNanos) {
    Opening current = opening.get();
    if (current != null && nowNanos - current.deadlineNanos >= 0) {
      end(SocketClosed.Cause.NOT_OPENED, "no connection in time");
    }
  }

  private void beat(long nowNanos) {
    if (heartbeat.isLost(nowNanos)) {
      end(SocketClosed.Cause.NO_PONG, "no answer to a ping in time");
    } else if (heartbeat.isPingDue(nowNanos)) {
      heartbeat.pinged(nowNanos);
      // A ping that is not taken is one that is not answered: the same end.
      SocketFailure failure = send(new Envelope<>(nextCid(), new ClientMessage.Ping()), true);
      log.trace("pinged: {}", failure);
    }
  }

  private void end(SocketClosed.Cause cause, String reason) {
    heartbeat.stop();
    ownEnd = new SocketClosed(cause, SocketClosed.ABNORMAL, reason);
    adapter.close();
  }

  private void connected() {
    heartbeat.start(clock.nanos());
    Opening done = opening.getAndSet(null);
    callbacks.tellConnected();
    if (done != null) {
      done.future.complete(null);
    }
  }

  private void closed(SocketClosed told) {
    SocketClosed end = ownEnd == null ? told : ownEnd;
    ownEnd = null;
    heartbeat.stop();
    Opening failed = opening.getAndSet(null);
    pending.failAll(end.reason());
    callbacks.tellClosed(end);
    if (failed != null) {
      failed.future.completeExceptionally(new SocketFailure(Kind.NOT_CONNECTED, end.reason()));
    }
  }

  private void received(String text) {
    try {
      Envelope<ServerMessage> frame = ControlJson.readFromServer(text.getBytes(UTF_8));
      if (frame.message() instanceof ServerMessage.Pong) {
        heartbeat.ponged();
      } else if (frame.cid().isEmpty()) {
        callbacks.tell(frame.message());
      } else {
        pending.answer(frame.cid(), frame.message());
      }
    } catch (InvalidControlException e) {
      refuse(e);
    }
  }

  /// One bad answer is one failed request, and an unknown event a newer server's.
  private void refuse(InvalidControlException input) {
    String words = "the server's message cannot be read: " + input.getMessage();
    switch (input.reason()) {
      case TOO_LARGE, NOT_JSON -> end(SocketClosed.Cause.BAD_INPUT, words);
      case EMPTY, UNKNOWN_KIND, BAD_FIELD -> {
        log.debug("{}", words);
        pending.fail(input.cid(), new SocketFailure(Kind.BAD_REPLY, words));
      }
    }
  }

  private String nextCid() {
    return Long.toString(lastCid.incrementAndGet());
  }

  /// @return null if it was taken, else why not
  private @Nullable SocketFailure send(Envelope<ClientMessage> frame, boolean isReliable) {
    byte[] utf8 = ControlJson.write(frame);
    if (utf8.length > ControlLimits.MAX_CLIENT_FRAME_BYTES) {
      return new SocketFailure(
          Kind.TOO_LARGE, "the server would not take " + utf8.length + " bytes");
    }
    if (adapter.send(new String(utf8, UTF_8), isReliable)) {
      return null;
    }
    return isConnected()
        ? new SocketFailure(Kind.BUSY, "too much waits to be sent")
        : new SocketFailure(Kind.NOT_CONNECTED, "there is no connection");
  }

  private <T extends ServerMessage> CompletableFuture<T> request(
      ClientMessage message, Class<T> replyType) {
    String cid = nextCid();
    CompletableFuture<T> future =
        pending.add(cid, replyType, clock.nanos() + times.request().toNanos());
    SocketFailure failure = send(new Envelope<>(cid, message), true);
    if (failure != null) {
      pending.doom(cid, failure);
    }
    return future;
  }

  private CompletableFuture<Void> requestDone(ClientMessage message) {
    return request(message, ServerMessage.Done.class).thenAccept(_ -> {});
  }

  @Override
  public CompletableFuture<ServerMessage.Match> createMatch(String name) {
    return request(new ClientMessage.MatchCreate(name), ServerMessage.Match.class);
  }

  @Override
  public CompletableFuture<ServerMessage.Match> joinMatchById(
      String matchId, Map<String, String> metadata) {
    return request(new ClientMessage.MatchJoin(matchId, "", metadata), ServerMessage.Match.class);
  }

  @Override
  public CompletableFuture<Void> leaveMatch(String matchId) {
    return requestDone(new ClientMessage.MatchLeave(matchId));
  }

  @Override
  public boolean sendMatchState(
      String matchId, long opCode, byte[] data, List<UserPresence> presences, boolean isReliable) {
    ClientMessage message =
        new ClientMessage.MatchDataSend(
            matchId, opCode, data, presences, isReliable ? null : Boolean.FALSE);
    return send(Envelope.of(message), isReliable) == null;
  }

  @Override
  public CompletableFuture<ServerMessage.Channel> joinChat(
      String target, ChannelType type, boolean isPersistent, boolean isHidden) {
    ClientMessage message =
        new ClientMessage.ChannelJoin(target, type.number(), isPersistent, isHidden);
    return request(message, ServerMessage.Channel.class);
  }

  @Override
  public CompletableFuture<Void> leaveChat(String channelId) {
    return requestDone(new ClientMessage.ChannelLeave(channelId));
  }

  @Override
  public CompletableFuture<ServerMessage.ChannelMessageAck> writeChatMessage(
      String channelId, String content) {
    return request(
        new ClientMessage.ChannelMessageSend(channelId, content),
        ServerMessage.ChannelMessageAck.class);
  }

  @Override
  public CompletableFuture<ServerMessage.ChannelMessageAck> updateChatMessage(
      String channelId, String messageId, String content) {
    return request(
        new ClientMessage.ChannelMessageUpdate(channelId, messageId, content),
        ServerMessage.ChannelMessageAck.class);
  }

  @Override
  public CompletableFuture<ServerMessage.ChannelMessageAck> removeChatMessage(
      String channelId, String messageId) {
    return request(
        new ClientMessage.ChannelMessageRemove(channelId, messageId),
        ServerMessage.ChannelMessageAck.class);
  }

  @Override
  public CompletableFuture<ServerMessage.Status> followUsers(
      List<String> userIds, List<String> usernames) {
    return request(new ClientMessage.StatusFollow(userIds, usernames), ServerMessage.Status.class);
  }

  @Override
  public CompletableFuture<Void> unfollowUsers(List<String> userIds) {
    return requestDone(new ClientMessage.StatusUnfollow(userIds));
  }

  @Override
  public CompletableFuture<Void> updateStatus(@Nullable String status) {
    return requestDone(new ClientMessage.StatusUpdate(status));
  }

  @Override
  public CompletableFuture<Rpc> rpc(String id, String payload) {
    return request(new Rpc(id, payload), Rpc.class);
  }

  @Override
  public void onConnected(Runnable callback) {
    callbacks.connected = callback;
  }

  @Override
  public void onClosed(Consumer<SocketClosed> callback) {
    callbacks.closed = callback;
  }

  @Override
  public void onReceivedChannelMessage(Consumer<ChannelMessage> callback) {
    callbacks.channelMessage = callback;
  }

  @Override
  public void onReceivedChannelPresence(Consumer<ServerMessage.ChannelPresenceEvent> callback) {
    callbacks.channelPresence = callback;
  }

  @Override
  public void onReceivedError(Consumer<ServerMessage.Failure> callback) {
    callbacks.error = callback;
  }

  @Override
  public void onReceivedMatchState(Consumer<ServerMessage.MatchData> callback) {
    callbacks.matchState = callback;
  }

  @Override
  public void onReceivedMatchPresence(Consumer<ServerMessage.MatchPresenceEvent> callback) {
    callbacks.matchPresence = callback;
  }

  @Override
  public void onReceivedNotification(Consumer<Notification> callback) {
    callbacks.notification = callback;
  }

  @Override
  public void onReceivedStatusPresence(Consumer<ServerMessage.StatusPresenceEvent> callback) {
    callbacks.statusPresence = callback;
  }
}
