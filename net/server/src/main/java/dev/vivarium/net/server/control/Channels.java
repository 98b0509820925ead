package dev.vivarium.net.server.control;

import dev.vivarium.net.protocol.control.ApiCode;
import dev.vivarium.net.protocol.control.ChannelMessage;
import dev.vivarium.net.protocol.control.ChannelMessageList;
import dev.vivarium.net.protocol.control.ChannelType;
import dev.vivarium.net.protocol.control.ClientMessage;
import dev.vivarium.net.protocol.control.ControlLimits;
import dev.vivarium.net.protocol.control.ErrorCode;
import dev.vivarium.net.protocol.control.ServerMessage;
import dev.vivarium.net.protocol.control.UserPresence;
import dev.vivarium.net.server.account.RequestRefused;
import dev.vivarium.net.server.account.Sanctions;
import dev.vivarium.net.server.store.AccountRepository;
import dev.vivarium.net.server.store.ChatRepository;
import dev.vivarium.net.server.store.ChatRepository.Position;
import dev.vivarium.net.server.store.ChatRepository.StoredMessage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Chat channels: rooms by name and talks of two users. A channel exists while somebody is in; its
/// history stays. Any thread; members change under one lock, and nothing waits under it.
final class Channels {
  private final Map<ChannelId, Membership> channels = new HashMap<>();
  private final ChatRepository history;
  private final AccountRepository accounts;
  private final Sanctions sanctions;
  private final InstantSource time;

  Channels(
      ChatRepository history, AccountRepository accounts, Sanctions sanctions, InstantSource time) {
    this.history = history;
    this.accounts = accounts;
    this.sanctions = sanctions;
    this.time = time;
  }

  void join(ControlSession session, String cid, ClientMessage.ChannelJoin join) {
    ChannelId id = target(session, join);
    boolean hidden = join.hidden() != null && join.hidden();
    boolean persistence = join.persistence() == null || join.persistence();
    Member member = session.member();
    UserPresence self =
        new UserPresence(
            member.userId().toString(),
            member.sessionId().toString(),
            member.username(),
            persistence,
            null);
    synchronized (channels) {
      session.noteChannel(id);
      Membership members = channels.computeIfAbsent(id, key -> new Membership());
      boolean isNew = members.of(session.id()).isEmpty();
      if (isNew && members.size() >= ControlServerLimits.MEMBERS_PER_CHANNEL_MAX) {
        session.forgetChannel(id);
        throw SocketRefused.badInput("Channel is full");
      }
      members.add(session, self, hidden);
      session.reply(cid, describe(id, members, session, self));
      if (isNew && !hidden) members.broadcast(event(id, List.of(self), List.of()));
    }
  }

  private ChannelId target(ControlSession session, ClientMessage.ChannelJoin join) {
    if (join.target().isEmpty()) throw SocketRefused.badInput("Invalid channel target");
    ChannelType type =
        join.type() == 0
            ? ChannelType.ROOM
            : ChannelType.of(join.type())
                .orElseThrow(() -> SocketRefused.badInput("Unrecognized channel type"));
    return switch (type) {
      case ROOM -> room(join.target());
      case DIRECT -> direct(session, join.target());
      case GROUP -> throw SocketRefused.badInput("Group not found");
    };
  }

  private static ChannelId room(String name) {
    if (name.length() > ControlLimits.MAX_ROOM_NAME_CHARS) {
      throw SocketRefused.badInput("Channel name is required and must be 1-64 chars");
    }
    if (!ChannelId.isRoomName(name)) {
      throw SocketRefused.badInput("Channel name must not contain control chars");
    }
    return new ChannelId.Room(name);
  }

  private ChannelId direct(ControlSession session, String target) {
    UUID self = session.member().userId();
    UUID other =
        NamedIds.parse(target)
            .orElseThrow(() -> SocketRefused.badInput("Invalid user ID in direct message join"));
    if (other.equals(self)) {
      throw SocketRefused.badInput("Cannot open direct message channel with self");
    }
    if (accounts.byId(other).isEmpty()) throw SocketRefused.badInput("User ID not found");
    return ChannelId.Direct.of(self, other);
  }

  private static ServerMessage.Channel describe(
      ChannelId id, Membership members, ControlSession session, UserPresence self) {
    return new ServerMessage.Channel(
        id.text(),
        members.othersThan(session.id()),
        self,
        roomName(id),
        "",
        userOne(id),
        userTwo(id));
  }

  void leave(ControlSession session, String channelId) {
    ChannelId id = ChannelId.parse(channelId).orElseThrow(Channels::invalidId);
    leave(id, session.id());
    session.forgetChannel(id);
  }

  /// Takes a session out of a channel, if it is in.
  void leave(ChannelId id, UUID sessionId) {
    synchronized (channels) {
      Membership members = channels.get(id);
      if (members == null) return;
      members
          .remove(sessionId)
          .filter(left -> !left.hidden())
          .ifPresent(left -> members.broadcast(event(id, List.of(), List.of(left.presence()))));
      if (members.isEmpty()) channels.remove(id);
    }
  }

  void say(ControlSession session, String cid, ClientMessage.ChannelMessageSend send) {
    ChannelId id = ChannelId.parse(send.channelId()).orElseThrow(Channels::invalidId);
    checkContent(send.content());
    refuseMuted(session);
    boolean persistent = presence(id, session, "sending").persistence();
    Member member = session.member();
    long now = time.millis();
    StoredMessage said =
        new StoredMessage(
            0,
            UUID.randomUUID(),
            id.text(),
            ChannelMessage.SAID,
            member.userId(),
            member.username(),
            send.content(),
            now,
            now);
    if (persistent) history.append(said);
    tell(session, cid, id, message(id, said, persistent));
  }

  void change(ControlSession session, String cid, ClientMessage.ChannelMessageUpdate update) {
    UUID messageId = messageId(update.messageId());
    ChannelId id = ChannelId.parse(update.channelId()).orElseThrow(Channels::invalidId);
    checkContent(update.content());
    refuseMuted(session);
    boolean persistent = presence(id, session, "updating").persistence();
    Member member = session.member();
    long now = time.millis();
    StoredMessage changed =
        persistent
            ? history
                .update(
                    id.text(), messageId, member.userId(), member.username(), update.content(), now)
                .orElseThrow(() -> notInHistory("update"))
            : unkept(id, messageId, member, update.content(), now);
    tell(session, cid, id, as(message(id, changed, persistent), ChannelMessage.CHANGED));
  }

  void remove(ControlSession session, String cid, ClientMessage.ChannelMessageRemove remove) {
    UUID messageId = messageId(remove.messageId());
    ChannelId id = ChannelId.parse(remove.channelId()).orElseThrow(Channels::invalidId);
    boolean persistent = presence(id, session, "removing").persistence();
    Member member = session.member();
    long now = time.millis();
    StoredMessage removed =
        persistent
            ? history
                .remove(id.text(), messageId, member.userId())
                .orElseThrow(() -> notInHistory("remove"))
            : unkept(id, messageId, member, "", now);
    StoredMessage emptied =
        new StoredMessage(
            0,
            removed.id(),
            removed.channelId(),
            removed.code(),
            removed.senderId(),
            member.username(),
            "{}",
            removed.createMs(),
            now);
    tell(session, cid, id, as(message(id, emptied, persistent), ChannelMessage.REMOVED));
  }

  private static StoredMessage unkept(
      ChannelId id, UUID messageId, Member member, String content, long now) {
    return new StoredMessage(
        0,
        messageId,
        id.text(),
        ChannelMessage.SAID,
        member.userId(),
        member.username(),
        content,
        now,
        now);
  }

  private UserPresence presence(ChannelId id, ControlSession session, String doing) {
    synchronized (channels) {
      return Optional.ofNullable(channels.get(id))
          .flatMap(members -> members.of(session.id()))
          .orElseThrow(
              () -> SocketRefused.badInput("Must join channel before " + doing + " messages"))
          .presence();
    }
  }

  /// The sender hears that it was taken before anybody hears the message, itself included.
  private void tell(ControlSession session, String cid, ChannelId id, ChannelMessage message) {
    synchronized (channels) {
      session.reply(
          cid,
          new ServerMessage.ChannelMessageAck(
              message.channelId(),
              message.messageId(),
              message.code(),
              message.username(),
              message.createTime(),
              message.updateTime(),
              message.persistent(),
              message.roomName(),
              "",
              message.userIdOne(),
              message.userIdTwo()));
      Membership members = channels.get(id);
      if (members != null) members.broadcast(message);
    }
  }

  /// A page of a channel's history.
  ChannelMessageList list(
      UUID reader, String channelId, int limit, boolean forward, String cursor) {
    ChannelId id =
        ChannelId.parse(channelId)
            .orElseThrow(() -> badRequest("Invalid channel identifier - make sure it is valid."));
    if (id instanceof ChannelId.Direct direct && !direct.includes(reader)) {
      throw new RequestRefused(ApiCode.PERMISSION_DENIED, "Not a member of this channel.");
    }
    Optional<Cursors.Chat> from =
        cursor.isEmpty() ? Optional.empty() : Optional.of(Cursors.chat(cursor, id, forward));
    List<StoredMessage> found =
        new ArrayList<>(
            history.list(id.text(), from.map(Cursors.Chat::position), forward, limit + 1));
    boolean more = found.size() > limit;
    if (more) found.removeLast();
    boolean backwards = from.isPresent() && from.get().position().later() != forward;
    if (backwards) found = found.reversed();
    return page(
        id,
        found,
        forward,
        from,
        backwards ? from.isPresent() : more,
        backwards ? more : from.isPresent());
  }

  private static ChannelMessageList page(
      ChannelId id,
      List<StoredMessage> found,
      boolean forward,
      Optional<Cursors.Chat> from,
      boolean hasNext,
      boolean hasPrevious) {
    long empty = from.map(at -> at.position().sequence()).orElse(0L);
    long first = found.isEmpty() ? empty : found.getFirst().sequence();
    long last = found.isEmpty() ? empty : found.getLast().sequence();
    String next = hasNext ? Cursors.chat(id, new Position(last, forward), forward) : "";
    String previous = hasPrevious ? Cursors.chat(id, new Position(first, !forward), forward) : "";
    long newest = Math.max(first, last);
    String cacheable = newest == 0 ? "" : Cursors.chat(id, new Position(newest, true), true);
    return new ChannelMessageList(
        found.stream().map(message -> message(id, message, true)).toList(),
        next,
        previous,
        cacheable);
  }

  private static ChannelMessage message(ChannelId id, StoredMessage message, boolean persistent) {
    return new ChannelMessage(
        id.text(),
        message.id().toString(),
        message.code(),
        message.senderId().toString(),
        message.username(),
        message.content(),
        Instant.ofEpochMilli(message.createMs()),
        Instant.ofEpochMilli(message.updateMs()),
        persistent,
        roomName(id),
        "",
        userOne(id),
        userTwo(id));
  }

  private static ChannelMessage as(ChannelMessage message, int code) {
    return new ChannelMessage(
        message.channelId(),
        message.messageId(),
        code,
        message.senderId(),
        message.username(),
        message.content(),
        message.createTime(),
        message.updateTime(),
        message.persistent(),
        message.roomName(),
        message.groupId(),
        message.userIdOne(),
        message.userIdTwo());
  }

  private static ServerMessage.ChannelPresenceEvent event(
      ChannelId id, List<UserPresence> joins, List<UserPresence> leaves) {
    return new ServerMessage.ChannelPresenceEvent(
        id.text(), joins, leaves, roomName(id), "", userOne(id), userTwo(id));
  }

  private static String roomName(ChannelId id) {
    return id instanceof ChannelId.Room room ? room.name() : "";
  }

  private static String userOne(ChannelId id) {
    return id instanceof ChannelId.Direct direct ? direct.one().toString() : "";
  }

  private static String userTwo(ChannelId id) {
    return id instanceof ChannelId.Direct direct ? direct.two().toString() : "";
  }

  /// Channels belong to no world, so who is muted in one is heard in none of them.
  private void refuseMuted(ControlSession session) {
    if (sanctions.mutedAnywhere(session.member().userId())) {
      throw SocketRefused.badInput("You are muted");
    }
  }

  private static void checkContent(String content) {
    if (JsonObjects.read(content).isEmpty()) {
      throw SocketRefused.badInput("Message content must be a valid JSON object");
    }
  }

  private static UUID messageId(String text) {
    return NamedIds.parse(text)
        .orElseThrow(() -> SocketRefused.badInput("Invalid message identifier"));
  }

  private static SocketRefused invalidId() {
    return new SocketRefused(ErrorCode.BAD_INPUT, "Invalid channel identifier");
  }

  private static SocketRefused notInHistory(String doing) {
    return SocketRefused.badInput("Could not find message to " + doing + " in channel history");
  }

  private static RequestRefused badRequest(String words) {
    return new RequestRefused(ApiCode.INVALID_ARGUMENT, words);
  }
}
