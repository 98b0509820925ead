package dev.vivarium.net.server.control;

import dev.vivarium.net.server.transport.CloseReason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/// The open sessions. Any thread.
final class SessionDirectory {
  private final Map<UUID, ControlSession> sessions = new HashMap<>();
  private final Map<UUID, Integer> perUser = new HashMap<>();

  /// False where the user has too many.
  synchronized boolean add(ControlSession session) {
    UUID user = session.member().userId();
    int open = perUser.getOrDefault(user, 0);
    if (open >= ControlServerLimits.SESSIONS_PER_USER_MAX) return false;
    perUser.put(user, open + 1);
    sessions.put(session.id(), session);
    return true;
  }

  synchronized void remove(ControlSession session) {
    if (sessions.remove(session.id()) == null) return;
    perUser.computeIfPresent(
        session.member().userId(), (user, open) -> open == 1 ? null : open - 1);
  }

  /// Ends the sockets that were opened with a token.
  void closeAll(String tokenId, CloseReason reason) {
    closeAll(session -> session.principal().tokenId().equals(tokenId), reason);
  }

  /// Ends the sockets of a user.
  void closeAll(UUID userId, CloseReason reason) {
    closeAll(session -> session.member().userId().equals(userId), reason);
  }

  private void closeAll(Predicate<ControlSession> ending, CloseReason reason) {
    List<ControlSession> ended;
    synchronized (this) {
      ended = sessions.values().stream().filter(ending).toList();
    }
    for (ControlSession session : ended) session.close(reason);
  }
}
