package dev.vivarium.net.protocol.realtime;

/// The answer to a [Hello] that was accepted.
///
/// @param version the server's [RealtimeMessage#VERSION]
/// @param clientId of this client in this room, 1 or more; also who owns its entities
/// @param authority authority of the entity handles that the client may allocate, 1 to 255
/// @param presenterId who presents the room; 0 for nobody
/// @param tick the world's tick now
/// @param tickNanos length of a tick
/// @param room the world's name
/// @param resumeToken takes this place again after the connection was lost
public record Welcome(
    int version,
    int clientId,
    int authority,
    int presenterId,
    long tick,
    long tickNanos,
    String room,
    String resumeToken,
    WorldHalves world)
    implements FromServer {
  public static final int MAX_AUTHORITY = 255;

  public Welcome {
    Limited.number("version", version, Hello.MAX_VERSION);
    Limited.number("clientId", clientId, Integer.MAX_VALUE);
    Limited.number("authority", authority, MAX_AUTHORITY);
    Limited.number("presenterId", presenterId, Integer.MAX_VALUE);
    Limited.number("tick", tick, Long.MAX_VALUE);
    Limited.number("tickNanos", tickNanos, Long.MAX_VALUE);
    Limited.text("room", room, Hello.ROOM_BYTES);
    Limited.text("resumeToken", resumeToken, Hello.RESUME_BYTES);
  }

  void write(MessageWriter out) {
    out.varint(version);
    out.varint(clientId);
    out.varint(authority);
    out.varint(presenterId);
    out.varint(tick);
    out.varint(tickNanos);
    out.text(room);
    out.text(resumeToken);
    world.write(out);
  }

  static Welcome read(MessageReader in) {
    return new Welcome(
        in.varint("version", Hello.MAX_VERSION),
        in.varint("clientId", Integer.MAX_VALUE),
        in.varint("authority", MAX_AUTHORITY),
        in.varint("presenterId", Integer.MAX_VALUE),
        in.varint("tick", Long.MAX_VALUE),
        in.varint("tickNanos", Long.MAX_VALUE),
        in.text("room", Hello.ROOM_BYTES),
        in.text("resumeToken", Hello.RESUME_BYTES),
        WorldHalves.read(in));
  }

  /// Without the token, for this goes to logs.
  @Override
  public String toString() {
    return "Welcome[clientId=%d, room=%s, epoch=%d, tick=%d]"
        .formatted(clientId, room, world.epoch(), tick);
  }
}
