package dev.vivarium.net.server.store;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// An account as it is kept. Times are milliseconds since 1970; `metadata` is a JSON object; texts
/// that were never set are empty.
public record StoredAccount(
    UUID id,
    String username,
    String displayName,
    String avatarUrl,
    String langTag,
    String location,
    String timezone,
    String metadata,
    Optional<String> email,
    Optional<String> passwordHash,
    Optional<String> customId,
    List<String> devices,
    long createMs,
    long updateMs,
    boolean disabled) {
  public StoredAccount {
    devices = List.copyOf(devices);
  }

  /// The hash of a password is no text for logs.
  @Override
  public String toString() {
    return "StoredAccount[" + id + "]";
  }
}
