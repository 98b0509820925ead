package dev.vivarium.net.protocol.control;

/// What the control protocol bears; Nakama's defaults.
public final class ControlLimits {
  /// Of one frame from a client.
  public static final int MAX_CLIENT_FRAME_BYTES = 4_096;

  /// Of one frame from a server: lists of presences grow with the server's clients.
  public static final int MAX_SERVER_FRAME_BYTES = 256 * 1024;

  /// Of a request's or a response's body.
  public static final int MAX_BODY_BYTES = 256 * 1024;

  /// Of objects and lists within each other.
  public static final int MAX_NESTING = 16;

  /// Of a field's name in JSON.
  public static final int MAX_NAME_CHARS = 256;

  /// Of the mark that ties a reply to its request.
  public static final int MAX_CID_CHARS = 64;

  public static final int MAX_STATUS_CHARS = 2_048;
  public static final int MAX_ROOM_NAME_CHARS = 64;
  public static final int MAX_USERNAME_BYTES = 128;
  public static final int MIN_DEVICE_ID_BYTES = 10;
  public static final int MIN_CUSTOM_ID_BYTES = 6;
  public static final int MAX_ID_BYTES = 128;
  public static final int MIN_EMAIL_BYTES = 10;
  public static final int MAX_EMAIL_BYTES = 255;
  public static final int MIN_PASSWORD_BYTES = 8;

  /// Of a page in every list.
  public static final int MAX_PAGE = 100;

  /// Frames that wait for a slow client; one more closes its socket.
  public static final int MAX_QUEUED_FRAMES = 64;

  private ControlLimits() {}
}
