package dev.vivarium.net.server.room;

/// The largest things that the people in a room may ask of its world.
public final class RoomLimits {
  /// Members of one room.
  public static final int MEMBERS = 1_024;

  /// Messages of one member that wait for the next tick.
  public static final int WAITING_PER_MEMBER = 64;

  /// Messages of all members that one tick takes in; the others wait for the next.
  public static final int TAKEN_PER_TICK = 1_024;

  /// Messages of the world that wait to be handed to members; beyond, the newest are lost.
  public static final int LEAVING = 16_384;

  private RoomLimits() {}
}
