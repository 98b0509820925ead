package dev.vivarium.net.server.control;

import dev.vivarium.net.protocol.control.ClientMessage;
import dev.vivarium.net.protocol.control.ControlLimits;
import dev.vivarium.net.protocol.control.Envelope;
import dev.vivarium.net.protocol.control.ServerMessage;
import dev.vivarium.net.protocol.control.UserPresence;
import dev.vivarium.net.server.store.AccountRepository;
import dev.vivarium.net.server.store.StoredAccount;
import dev.vivarium.net.server.transport.Frame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who shows itself as online, with what words, and who wants to hear of it. Every session follows
/// its own user. Any thread; one lock, under which nothing waits.
final class StatusBoard {
  private final AccountRepository accounts;
  private final Map<UUID, Map<UUID, UserPresence>> shown = new HashMap<>();
  private final Map<UUID, Map<UUID, ControlSession>> followers = new HashMap<>();
  private final Map<UUID, Set<UUID>> followed = new HashMap<>();

  StatusBoard(AccountRepository accounts) {
    this.accounts = accounts;
  }

  void opened(ControlSession session, boolean show) {
    synchronized (this) {
      follow(session, session.member().userId());
    }
    if (show) update(session, "");
  }

  void closed(ControlSession session) {
    update(session, null);
    synchronized (this) {
      Set<UUID> users = followed.remove(session.id());
      if (users == null) return;
      for (UUID user : users) forget(session, user);
    }
  }

  synchronized boolean isOnline(UUID user) {
    return shown.containsKey(user);
  }

  /// Null takes the session off the board.
  void update(ControlSession session, @Nullable String status) {
    if (status != null && status.length() > ControlLimits.MAX_STATUS_CHARS) {
      throw SocketRefused.badInput("Status must be 2048 characters or less");
    }
    Member member = session.member();
    synchronized (this) {
      UserPresence before = remove(member);
      List<UserPresence> joins = new ArrayList<>();
      if (status != null) {
        UserPresence now =
            new UserPresence(
                member.userId().toString(),
                member.sessionId().toString(),
                member.username(),
                false,
                status);
        shown
            .computeIfAbsent(member.userId(), key -> new LinkedHashMap<>())
            .put(member.sessionId(), now);
        joins.add(now);
      }
      tell(member.userId(), joins, before == null ? List.of() : List.of(before));
    }
  }

  private @Nullable UserPresence remove(Member member) {
    Map<UUID, UserPresence> sessions = shown.get(member.userId());
    if (sessions == null) return null;
    UserPresence before = sessions.remove(member.sessionId());
    if (sessions.isEmpty()) shown.remove(member.userId());
    return before;
  }

  private void tell(UUID user, List<UserPresence> joins, List<UserPresence> leaves) {
    if (joins.isEmpty() && leaves.isEmpty()) return;
    Frame frame =
        ControlSession.frame(Envelope.of(new ServerMessage.StatusPresenceEvent(joins, leaves)));
    for (ControlSession follower : followers.getOrDefault(user, Map.of()).values()) {
      follower.send(frame);
    }
  }

  void follow(ControlSession session, String cid, ClientMessage.StatusFollow follow) {
    Set<UUID> users = new LinkedHashSet<>();
    Set<UUID> asked = new LinkedHashSet<>();
    for (String text : follow.userIds()) asked.add(userId(text));
    if (follow.usernames().contains("")) throw SocketRefused.badInput("Invalid username");
    if (asked.size() > AccountRepository.USERS_MAX
        || follow.usernames().size() > AccountRepository.USERS_MAX) {
      throw SocketRefused.badInput("Too many users to follow at once");
    }
    for (StoredAccount account : accounts.find(asked, follow.usernames())) {
      users.add(account.id());
    }
    users.remove(session.member().userId());
    List<UserPresence> presences = new ArrayList<>();
    synchronized (this) {
      int had = followed.getOrDefault(session.id(), Set.of()).size();
      if (had + users.size() > ControlServerLimits.FOLLOWS_PER_SESSION_MAX) {
        throw SocketRefused.badInput("Too many users followed");
      }
      for (UUID user : users) {
        follow(session, user);
        presences.addAll(shown.getOrDefault(user, Map.of()).values());
      }
      session.reply(cid, new ServerMessage.Status(presences));
    }
  }

  private void follow(ControlSession session, UUID user) {
    followed.computeIfAbsent(session.id(), key -> new LinkedHashSet<>()).add(user);
    followers.computeIfAbsent(user, key -> new LinkedHashMap<>()).put(session.id(), session);
  }

  void unfollow(ControlSession session, ClientMessage.StatusUnfollow unfollow) {
    Set<UUID> users = new LinkedHashSet<>();
    for (String text : unfollow.userIds()) users.add(userId(text));
    users.remove(session.member().userId());
    synchronized (this) {
      Set<UUID> mine = followed.get(session.id());
      if (mine == null) return;
      for (UUID user : users) {
        if (mine.remove(user)) forget(session, user);
      }
    }
  }

  private void forget(ControlSession session, UUID user) {
    Map<UUID, ControlSession> sessions = followers.get(user);
    if (sessions == null) return;
    sessions.remove(session.id());
    if (sessions.isEmpty()) followers.remove(user);
  }

  private static UUID userId(String text) {
    return NamedIds.parse(text)
        .orElseThrow(() -> SocketRefused.badInput("Invalid user identifier"));
  }
}
