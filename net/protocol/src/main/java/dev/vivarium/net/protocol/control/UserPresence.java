package dev.vivarium.net.protocol.control;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/// One session of a user, as others see it. A user may have many sessions; `sessionId` is the key.
/// The types of some clients carry a `node`, which is read over.
///
/// @param status what the user says of itself, only in status messages
@JsonIgnoreProperties("node")
public record UserPresence(
    String userId,
    String sessionId,
    String username,
    boolean persistence,
    @Explicit @Nullable String status) {

  /// A presence without a status.
  public static UserPresence of(String userId, String sessionId, String username) {
    return new UserPresence(userId, sessionId, username, false, null);
  }
}
