package dev.vivarium.net.server.room;

import java.util.List;
import java.util.UUID;

/// Who is in a room, and what those who may can do about it. Any thread; nothing waits. Whether the
/// asker may is the caller's to check.
public interface RoomPeople {
  /// In the order in which they came.
  List<Participant> people();

  /// Ends somebody's stay; it may come back.
  ///
  /// @return whether it was in
  boolean kick(long client, String reason);

  /// Ends every stay of a user, because of a ban.
  ///
  /// @return how many
  int expel(UUID userId, String reason);

  /// Whether what a client says reaches others.
  ///
  /// @return whether it is in
  boolean mute(long client, boolean muted);

  /// Makes a client the presenter.
  ///
  /// @return whether it is in and may act
  boolean present(long client);

  /// Gives all stays of a user another role.
  void role(UUID userId, Role role);
}
