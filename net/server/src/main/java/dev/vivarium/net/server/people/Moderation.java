package dev.vivarium.net.server.people;

import dev.vivarium.net.server.account.Sanctions;
import dev.vivarium.net.server.room.Participant;
import dev.vivarium.net.server.room.Role;
import dev.vivarium.net.server.room.RoomPeople;
import dev.vivarium.net.server.store.SanctionRepository.Kind;
import dev.vivarium.net.server.store.SanctionRepository.Sanction;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;

/// Does what was decided about somebody: keeps it, and carries it out in every world that it is
/// about, whether or not the user is there. Any thread; blocks its caller.
final class Moderation {
  private final StoredRoles roles;
  private final Sanctions sanctions;
  private final OpenRooms rooms;
  private final BanListener bans;
  private final InstantSource time;

  /// @param bans told of every ban
  Moderation(
      StoredRoles roles,
      Sanctions sanctions,
      OpenRooms rooms,
      BanListener bans,
      InstantSource time) {
    this.roles = roles;
    this.sanctions = sanctions;
    this.rooms = rooms;
    this.bans = bans;
    this.time = time;
  }

  void giveRole(UUID userId, String world, Role role, String by) {
    roles.give(userId, world, role, by);
    tellRole(userId, world);
  }

  void takeRole(UUID userId, String world) {
    if (roles.take(userId, world)) tellRole(userId, world);
  }

  private void tellRole(UUID userId, String world) {
    in(world).forEach((name, room) -> room.role(userId, roles.of(userId, name)));
  }

  /// Ends the stays of a user in one world or every one; it may come back.
  ///
  /// @return how many
  int kick(UUID userId, String world, String reason) {
    int kicked = 0;
    for (RoomPeople room : in(world).values()) {
      for (Participant stay : staysOf(userId, room)) {
        if (room.kick(stay.client(), reason)) kicked++;
      }
    }
    return kicked;
  }

  /// @param seconds how long; empty is for good
  Sanction ban(UUID userId, String world, String reason, OptionalLong seconds, String by) {
    Sanction ban = sanction(userId, world, Kind.BAN, reason, seconds, by);
    sanctions.impose(ban);
    in(world).values().forEach(room -> room.expel(userId, reason));
    bans.banned(userId, world, Sanctions.words(ban));
    return ban;
  }

  /// @return whether there was a ban
  boolean unban(UUID userId, String world) {
    return sanctions.lift(userId, world, Kind.BAN);
  }

  /// Until it is lifted.
  void mute(UUID userId, String world, String reason, String by) {
    sanctions.impose(sanction(userId, world, Kind.MUTE, reason, OptionalLong.empty(), by));
    tellMuted(userId, world);
  }

  /// @return whether there was a mute
  boolean unmute(UUID userId, String world) {
    boolean wasMuted = sanctions.lift(userId, world, Kind.MUTE);
    tellMuted(userId, world);
    return wasMuted;
  }

  private void tellMuted(UUID userId, String world) {
    in(world)
        .forEach((name, room) -> {
          boolean muted = sanctions.mutedIn(userId, name);
          for (Participant stay : staysOf(userId, room)) room.mute(stay.client(), muted);
        });
  }

  private Sanction sanction(
      UUID userId, String world, Kind kind, String reason, OptionalLong seconds, String by) {
    long now = time.millis();
    long until = seconds.isPresent() ? now + 1_000 * seconds.getAsLong() : Long.MAX_VALUE;
    return new Sanction(userId, world, kind, reason, until, by, now);
  }

  private Map<String, RoomPeople> in(String world) {
    Map<String, RoomPeople> all = rooms.byName();
    if (world.equals(Sanctions.EVERY_WORLD)) return all;
    RoomPeople room = all.get(world);
    return room == null ? Map.of() : Map.of(world, room);
  }

  private static List<Participant> staysOf(UUID userId, RoomPeople room) {
    return room.people().stream().filter(p -> p.userId().equals(userId)).toList();
  }
}
