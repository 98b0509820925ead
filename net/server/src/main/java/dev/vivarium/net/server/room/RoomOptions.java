package dev.vivarium.net.server.room;

import dev.vivarium.engine.tick.NanoClock;
import dev.vivarium.net.server.replication.ReplicationOptions;
import java.time.Duration;

/// How a room treats those who are in it.
///
/// @param roles what they may do
/// @param clock for how long connections are lost or behind, and for pings
/// @param resumeWait for which a place is kept when its connection is lost
/// @param slowWait after which a client is let go that has not read on
/// @param pingPeriod between the server's pings
/// @param writesPerTick of one client to entities of its own
public record RoomOptions(
    Roles roles,
    NanoClock clock,
    ReplicationOptions replication,
    Duration resumeWait,
    Duration slowWait,
    Duration pingPeriod,
    int writesPerTick) {
  /// Everybody plays.
  public static final RoomOptions DEFAULT =
      new RoomOptions(
          (user, world) -> Role.PLAYER,
          NanoClock.SYSTEM,
          ReplicationOptions.DEFAULT,
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          256);

  public RoomOptions withRoles(Roles changed) {
    return new RoomOptions(
        changed, clock, replication, resumeWait, slowWait, pingPeriod, writesPerTick);
  }

  public RoomOptions withClock(NanoClock changed) {
    return new RoomOptions(
        roles, changed, replication, resumeWait, slowWait, pingPeriod, writesPerTick);
  }

  public RoomOptions withReplication(ReplicationOptions changed) {
    return new RoomOptions(roles, clock, changed, resumeWait, slowWait, pingPeriod, writesPerTick);
  }
}
