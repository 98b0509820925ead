package dev.vivarium.net.protocol.realtime;

/// The first message of a connection: who wants to be in which world.
///
/// @param version the client's [RealtimeMessage#VERSION]
/// @param sessionToken what signing in gave
/// @param room name of the world; empty for the server's first
/// @param resumeToken of an earlier [Welcome], to take its place again; else empty
public record Hello(int version, String sessionToken, String room, String resumeToken)
    implements FromClient {
  public static final int MAX_VERSION = 0xffff;
  public static final int TOKEN_BYTES = 4096;
  public static final int ROOM_BYTES = 128;
  public static final int RESUME_BYTES = 128;

  public Hello {
    Limited.number("version", version, MAX_VERSION);
    Limited.text("sessionToken", sessionToken, TOKEN_BYTES);
    Limited.text("room", room, ROOM_BYTES);
    Limited.text("resumeToken", resumeToken, RESUME_BYTES);
  }

  void write(MessageWriter out) {
    out.varint(version);
    out.text(sessionToken);
    out.text(room);
    out.text(resumeToken);
  }

  static Hello read(MessageReader in) {
    return new Hello(
        in.varint("version", MAX_VERSION),
        in.text("sessionToken", TOKEN_BYTES),
        in.text("room", ROOM_BYTES),
        in.text("resumeToken", RESUME_BYTES));
  }

  /// Neither token, for these go to logs.
  @Override
  public String toString() {
    return "Hello[version=%d, room=%s, resumes=%s]"
        .formatted(version, room, !resumeToken.isEmpty());
  }
}
