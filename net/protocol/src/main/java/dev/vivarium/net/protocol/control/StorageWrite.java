package dev.vivarium.net.protocol.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The body of `PUT /v2/storage`: all objects are written or none.
public record StorageWrite(List<Item> objects) {
  public StorageWrite {
    objects = List.copyOf(objects);
  }

  /// @param value the text of a JSON object
  /// @param version empty writes anyway, `*` only where there is none, else only over this version
  /// @param permissionRead 0 none, 1 owner, 2 everyone; absent is 1
  /// @param permissionWrite 0 none, 1 owner; absent is 1
  public record Item(
      String collection,
      String key,
      String value,
      String version,
      @Explicit @Nullable Integer permissionRead,
      @Explicit @Nullable Integer permissionWrite) {}
}
