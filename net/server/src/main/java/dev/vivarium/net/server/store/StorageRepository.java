package dev.vivarium.net.server.store;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Objects that users keep on the server: a JSON text each, under collection, key and owner. Blocks
/// its caller.
public interface StorageRepository {
  /// Objects that one user may own.
  int OBJECTS_PER_USER_MAX = 1_000;

  /// The owner of objects that belong to the server itself.
  UUID SERVER = new UUID(0, 0);

  /// An object's name.
  record ObjectKey(String collection, String key, UUID owner) {}

  /// An object as it is kept. `permissionRead` is 0 nobody, 1 its owner, 2 everybody;
  /// `permissionWrite` 0 nobody, 1 its owner; `version` the MD5 of the value in hexadecimal digits.
  record StoredObject(
      ObjectKey key,
      String value,
      String version,
      int permissionRead,
      int permissionWrite,
      long createMs,
      long updateMs) {}

  /// A new value. `version` empty: whatever is there; `*`: only if nothing is there; else only if
  /// that version is there.
  record Write(
      ObjectKey key, String value, String version, int permissionRead, int permissionWrite) {}

  record Delete(ObjectKey key, String version) {}

  /// Where a page of a listing ended.
  record Position(int permissionRead, String key, UUID owner) {}

  /// Why nothing of a batch was done.
  enum Refusal {
    VERSION,
    PERMISSION,
    FULL
  }

  /// The batch was refused and nothing of it done.
  final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Refusal refusal;

    Refused(Refusal refusal) {
      super(refusal.name());
      this.refusal = refusal;
    }

    public Refusal refusal() {
      return refusal;
    }
  }

  /// Writes all or, throwing [Refused], nothing. The results are in the order of `writes`.
  List<StoredObject> write(List<Write> writes, long nowMs);

  /// Those of the objects that `reader` may read.
  List<StoredObject> read(UUID reader, List<ObjectKey> keys);

  /// Deletes all or, throwing [Refused], nothing; a missing object refuses.
  void delete(List<Delete> deletes);

  /// Objects of a collection that `reader` may read, of one owner or, without, those that everybody
  /// may read, in order after `after`.
  List<StoredObject> list(
      UUID reader, String collection, Optional<UUID> owner, Optional<Position> after, int limit);
}
