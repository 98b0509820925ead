package dev.vivarium.net.server.room;

import dev.vivarium.net.protocol.realtime.Notice;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Shows who is in a room and does what was decided about them. Any thread. What a role or a mute
/// keeps somebody from sending is refused where it comes in, by [Guest#silencedOn].
final class RoomModeration implements RoomPeople {
  private final Roster roster;
  private final MatchMessages match;

  RoomModeration(Roster roster, MatchMessages match) {
    this.roster = roster;
    this.match = match;
  }

  @Override
  public List<Participant> people() {
    return roster.guests().stream().map(this::participant).toList();
  }

  private Participant participant(Guest guest) {
    boolean presents = guest.client() == roster.presenter();
    return switch (guest) {
      case MatchGuest member -> participant(member, presents, 0, 0, 0, Map.of());
      case RealtimeGuest player ->
          participant(
              player,
              presents,
              player.pingNanos(),
              player.bytesIn(),
              player.bytesOut(),
              player.bytesByComponent());
    };
  }

  private static Participant participant(
      Guest guest,
      boolean presents,
      long pingNanos,
      long bytesIn,
      long bytesOut,
      Map<String, Long> bytesByComponent) {
    return new Participant(
        guest.client(),
        guest.userId(),
        guest.username(),
        guest.role(),
        guest.muted(),
        presents,
        pingNanos,
        bytesIn,
        bytesOut,
        bytesByComponent);
  }

  @Override
  public boolean kick(long client, String reason) {
    Optional<Guest> guest = roster.guest(client);
    guest.ifPresent(kicked -> end(kicked, Notice.Kind.KICKED, reason));
    return guest.isPresent();
  }

  @Override
  public int expel(UUID userId, String reason) {
    List<Guest> stays = roster.staysOf(userId);
    stays.forEach(guest -> end(guest, Notice.Kind.BANNED, reason));
    return stays.size();
  }

  private void end(Guest guest, Notice.Kind kind, String reason) {
    switch (guest) {
      case MatchGuest member -> match.end(member, reason);
      case RealtimeGuest player -> roster.end(player, kind, reason);
    }
  }

  @Override
  public boolean mute(long client, boolean muted) {
    Optional<Guest> guest = roster.guest(client);
    guest.ifPresent(meant -> {
      meant.muted(muted);
      meant.inform(muted ? Guest.IS_MUTED : "you are no longer muted");
    });
    return guest.isPresent();
  }

  boolean isMuted(UUID userId) {
    return roster.guests().stream()
        .anyMatch(guest -> guest.muted() && guest.userId().equals(userId));
  }

  @Override
  public boolean present(long client) {
    return roster.present(client);
  }

  @Override
  public void role(UUID userId, Role role) {
    roster.role(userId, role);
  }
}
