package dev.vivarium.net.protocol.control;

import java.util.List;

/// The reply to reading and to listing objects.
///
/// @param cursor opaque; empty where there is no more, and always when reading
public record StorageObjectList(List<StorageObject> objects, String cursor) {
  public StorageObjectList {
    objects = List.copyOf(objects);
  }
}
