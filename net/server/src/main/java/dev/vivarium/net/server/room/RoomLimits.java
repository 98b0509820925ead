package dev.vivarium.net.server.room;

/// The largest things that the people in a room may ask of its world.
public final class RoomLimits {
  /// Members of one room.
  public static final int MEMBERS = 4_096;

  /// Clients that one message to the world's plugins names.
  public static final int NAMED_CLIENTS = 1_024;

  /// Inputs of one client that wait for the next tick.
  public static final int INPUTS_PER_CLIENT = 64;

  /// Inputs of all clients that one tick takes in; the others wait for the next.
  public static final int INPUTS_PER_TICK = 16_384;

  /// Ticks that wait for the room's thread; beyond, they are lost to clients.
  public static final int TICKS_WAITING = 64;

  /// Messages that wait for a client's connection before it counts as one that does not read.
  public static final int QUEUED_MESSAGES = 8_192;

  /// Bytes that a client may have handed on to other clients, a second on average.
  public static final int RELAYED_BYTES_PER_SECOND = 64 << 10;

  /// Messages of one member that wait for the next tick.
  public static final int WAITING_PER_MEMBER = 64;

  /// Messages of all members that one tick takes in; the others wait for the next.
  public static final int TAKEN_PER_TICK = 1_024;

  private static final int AUTHORITIES = 255;

  private RoomLimits() {}

  /// Authority of the entity handles that a client makes for itself. They never leave it, so that
  /// two may have the same.
  static int authority(int client) {
    return 1 + Math.floorMod(client - 1, AUTHORITIES);
  }
}
