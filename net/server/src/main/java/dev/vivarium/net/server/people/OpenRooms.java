package dev.vivarium.net.server.people;

import dev.vivarium.net.server.room.RoomPeople;
import java.util.Map;
import java.util.TreeMap;

/// The people in each of a server's worlds, by the worlds' names. Any thread.
public final class OpenRooms {
  private final Map<String, RoomPeople> rooms = new TreeMap<>();

  /// @throws IllegalArgumentException if a world has this name
  public synchronized void add(String world, RoomPeople people) {
    if (rooms.putIfAbsent(world, people) != null) {
      throw new IllegalArgumentException("there is a world " + world);
    }
  }

  public synchronized void remove(String world) {
    rooms.remove(world);
  }

  synchronized Map<String, RoomPeople> byName() {
    return new TreeMap<>(rooms);
  }
}
