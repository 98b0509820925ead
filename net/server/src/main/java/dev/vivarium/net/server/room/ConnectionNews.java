package dev.vivarium.net.server.room;

import dev.vivarium.engine.world.World;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// Tells the world which clients are connected, when that has changed. Belongs to the world's
/// thread.
final class ConnectionNews {
  private static final int NEVER = -1;

  private final Roster roster;

  /// What the world was told last.
  private List<Long> known = List.of();

  private int knownPresence = NEVER;

  ConnectionNews(Roster roster) {
    this.roster = roster;
  }

  /// There is another world, which knows of nobody.
  void begin() {
    known = List.of();
    knownPresence = NEVER;
  }

  void tell(World world) {
    int presence = roster.presence();
    if (presence == knownPresence) {
      return;
    }
    knownPresence = presence;
    List<Long> now =
        roster.guests().stream().filter(Guest::isPresent).map(g -> (long) g.client()).toList();
    if (now.equals(known)) {
      return;
    }
    List<Long> joined = without(now, known);
    List<Long> left = without(known, now);
    known = now;
    int most = RoomLimits.NAMED_CLIENTS;
    for (int at = 0; at < Math.max(joined.size(), left.size()); at += most) {
      world.connections(part(now, 0, most), part(joined, at, most), part(left, at, most));
    }
  }

  private static List<Long> part(List<Long> all, int from, int most) {
    return all.subList(Math.min(from, all.size()), Math.min(from + most, all.size()));
  }

  private static List<Long> without(List<Long> all, Collection<Long> some) {
    Set<Long> others = Set.copyOf(some);
    return all.stream().filter(one -> !others.contains(one)).toList();
  }
}
