package dev.vivarium.net.protocol.control;

import java.util.List;

/// The body of `POST /v2/storage`; objects that are not there or may not be read are left out of
/// the reply.
public record StorageRead(List<Key> objectIds) {
  public StorageRead {
    objectIds = List.copyOf(objectIds);
  }

  /// @param userId the owner; empty is the server
  public record Key(String collection, String key, String userId) {}
}
