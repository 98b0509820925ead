package dev.vivarium.net.client.realtime;

/// Why a client tries no more.
///
/// @param reason for people
public record RealtimeEnd(Kind kind, String reason) {

  public enum Kind {
    /// [RealtimeClient#goodbye] or [RealtimeClient#close] was called.
    LEFT,
    /// Somebody sent it out; it may come back.
    KICKED,
    /// It may not come back for now.
    BANNED,
    /// The server does not take it, or what it sent.
    REFUSED,
    /// Server and client speak different versions of the protocol.
    OTHER_VERSION,
    /// The same place was taken from elsewhere.
    REPLACED,
    /// There was no session token to be had.
    NOT_SIGNED_IN
  }
}
