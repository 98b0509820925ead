package dev.vivarium.net.protocol.control;

import java.util.List;

/// The body of `PUT /v2/storage/delete`: all are deleted or none.
public record StorageDelete(List<Key> objectIds) {
  public StorageDelete {
    objectIds = List.copyOf(objectIds);
  }

  /// @param version empty deletes anyway, else only this version
  public record Key(String collection, String key, String version) {}
}
