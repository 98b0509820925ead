package dev.vivarium.net.server.control;

/// What one client may hold or ask for, beside the limits of the protocol itself.
final class ControlServerLimits {
  static final int MATCHES_PER_SESSION_MAX = 32;
  static final int CHANNELS_PER_SESSION_MAX = 32;
  static final int FOLLOWS_PER_SESSION_MAX = 1_000;
  static final int SESSIONS_PER_USER_MAX = 32;

  /// Of one match: its list of members must fit into a frame.
  static final int MEMBERS_PER_MATCH_MAX = 1_000;

  /// Of one channel, for the same reason.
  static final int MEMBERS_PER_CHANNEL_MAX = 1_000;

  /// Objects in one request.
  static final int OBJECTS_PER_REQUEST_MAX = 128;

  static final int STORAGE_NAME_BYTES_MAX = 128;

  /// Of a match's name.
  static final int MATCH_NAME_CHARS_MAX = 128;

  /// Terms of a query for matches.
  static final int QUERY_TERMS_MAX = 32;

  private ControlServerLimits() {}
}
