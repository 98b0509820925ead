package dev.vivarium.net.server.control;

import dev.vivarium.net.protocol.control.Envelope;
import dev.vivarium.net.protocol.control.ServerMessage;
import dev.vivarium.net.protocol.control.UserPresence;
import dev.vivarium.net.server.transport.Frame;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Who is in a match or channel, in order of arrival. Whoever changes it holds the lock of its
/// owner.
final class Membership {
  /// @param hidden not told to others
  record Entry(ControlSession session, UserPresence presence, boolean hidden) {}

  private final Map<UUID, Entry> entries = new LinkedHashMap<>();

  /// False where the session is in already.
  boolean add(ControlSession session, UserPresence presence, boolean hidden) {
    return entries.putIfAbsent(session.id(), new Entry(session, presence, hidden)) == null;
  }

  Optional<Entry> remove(UUID sessionId) {
    return Optional.ofNullable(entries.remove(sessionId));
  }

  Optional<Entry> of(UUID sessionId) {
    return Optional.ofNullable(entries.get(sessionId));
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  int size() {
    return entries.size();
  }

  Collection<Entry> all() {
    return List.copyOf(entries.values());
  }

  /// Those whom `sessionId` is shown: not itself, not the hidden.
  List<UserPresence> othersThan(UUID sessionId) {
    return entries.values().stream()
        .filter(entry -> !entry.hidden() && !entry.session().id().equals(sessionId))
        .map(Entry::presence)
        .toList();
  }

  /// Encodes once and sends to everyone.
  void broadcast(ServerMessage message) {
    if (entries.isEmpty()) return;
    Frame frame = ControlSession.frame(Envelope.of(message));
    for (Entry entry : entries.values()) entry.session().send(frame);
  }

  /// Encodes once and sends to those of `sessions` that are in.
  void send(ServerMessage message, Collection<UUID> sessions) {
    Frame frame = ControlSession.frame(Envelope.of(message));
    for (UUID id : sessions) {
      Entry entry = entries.get(id);
      if (entry != null) entry.session().send(frame);
    }
  }
}
