package dev.vivarium.net.server.control;

import dev.vivarium.net.protocol.control.ApiCode;
import dev.vivarium.net.protocol.control.ControlJson;
import dev.vivarium.net.protocol.control.InvalidControlException;
import dev.vivarium.net.protocol.control.StorageAcks;
import dev.vivarium.net.protocol.control.StorageDelete;
import dev.vivarium.net.protocol.control.StorageObject;
import dev.vivarium.net.protocol.control.StorageObjectList;
import dev.vivarium.net.protocol.control.StorageRead;
import dev.vivarium.net.protocol.control.StorageWrite;
import dev.vivarium.net.server.account.Principal;
import dev.vivarium.net.server.account.RequestRefused;
import dev.vivarium.net.server.store.StorageRepository;
import dev.vivarium.net.server.store.StorageRepository.Delete;
import dev.vivarium.net.server.store.StorageRepository.ObjectKey;
import dev.vivarium.net.server.store.StorageRepository.Position;
import dev.vivarium.net.server.store.StorageRepository.Refused;
import dev.vivarium.net.server.store.StorageRepository.StoredObject;
import dev.vivarium.net.server.store.StorageRepository.Write;
import dev.vivarium.net.server.transport.HttpCall;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Storage objects over REST. A batch is done whole or not at all.
final class StorageApi {
  private final StorageRepository repository;
  private final InstantSource time;

  StorageApi(StorageRepository repository, InstantSource time) {
    this.repository = repository;
    this.time = time;
  }

  StorageAcks write(HttpCall call, Principal caller) throws InvalidControlException {
    StorageWrite body = ControlJson.read(call.body(), StorageWrite.class);
    checkCount(body.objects().size());
    List<Write> writes = body.objects().stream().map(item -> write(item, caller.userId())).toList();
    try {
      return new StorageAcks(
          repository.write(writes, time.millis()).stream().map(StorageApi::ack).toList());
    } catch (Refused e) {
      throw switch (e.refusal()) {
        case VERSION -> badInput("Storage write rejected - version check failed.");
        case PERMISSION -> badInput("Storage write rejected - permission denied.");
        case FULL ->
            new RequestRefused(
                ApiCode.RESOURCE_EXHAUSTED, "Storage write rejected - too many objects.");
      };
    }
  }

  private static Write write(StorageWrite.Item item, UUID owner) {
    checkName(item.collection(), item.key());
    if (item.value().isEmpty()) throw unset();
    int read = item.permissionRead() == null ? 1 : item.permissionRead();
    int write = item.permissionWrite() == null ? 1 : item.permissionWrite();
    if (read < 0 || read > 2) {
      throw badInput("Invalid Read permission supplied. It must be either 0, 1 or 2.");
    }
    if (write < 0 || write > 1) {
      throw badInput("Invalid Write permission supplied. It must be either 0 or 1.");
    }
    if (JsonObjects.read(item.value()).isEmpty()) throw badInput("Value must be a JSON object.");
    return new Write(
        new ObjectKey(item.collection(), item.key(), owner),
        item.value(),
        item.version(),
        read,
        write);
  }

  private static StorageAcks.Ack ack(StoredObject object) {
    return new StorageAcks.Ack(
        object.key().collection(),
        object.key().key(),
        object.version(),
        object.key().owner().toString(),
        Instant.ofEpochMilli(object.createMs()),
        Instant.ofEpochMilli(object.updateMs()));
  }

  StorageObjectList read(HttpCall call, Principal caller) throws InvalidControlException {
    StorageRead body = ControlJson.read(call.body(), StorageRead.class);
    checkCount(body.objectIds().size());
    List<ObjectKey> keys = body.objectIds().stream().map(StorageApi::key).toList();
    return new StorageObjectList(
        repository.read(caller.userId(), keys).stream().map(StorageApi::object).toList(), "");
  }

  private static ObjectKey key(StorageRead.Key key) {
    checkName(key.collection(), key.key());
    UUID owner = key.userId().isEmpty() ? StorageRepository.SERVER : userId(key.userId());
    return new ObjectKey(key.collection(), key.key(), owner);
  }

  void delete(HttpCall call, Principal caller) throws InvalidControlException {
    StorageDelete body = ControlJson.read(call.body(), StorageDelete.class);
    checkCount(body.objectIds().size());
    for (StorageDelete.Key key : body.objectIds()) checkName(key.collection(), key.key());
    try {
      repository.delete(
          body.objectIds().stream()
              .map(key ->
                  new Delete(
                      new ObjectKey(key.collection(), key.key(), caller.userId()), key.version()))
              .toList());
    } catch (Refused e) {
      throw badInput(
          "Storage delete rejected - not found, version check failed, or permission denied.");
    }
  }

  StorageObjectList list(HttpCall call, Principal caller, String collection, String userId) {
    int limit = Parameters.limit(call, 1);
    String cursor = call.parameter("cursor");
    Optional<Position> after =
        cursor.isEmpty() ? Optional.empty() : Optional.of(Cursors.storage(cursor, collection));
    Optional<UUID> owner = userId.isEmpty() ? Optional.empty() : Optional.of(userId(userId));
    List<StoredObject> found =
        repository.list(caller.userId(), collection, owner, after, limit + 1);
    boolean more = found.size() > limit;
    List<StoredObject> page = more ? found.subList(0, limit) : found;
    String next = more ? Cursors.storage(collection, position(page.getLast())) : "";
    return new StorageObjectList(page.stream().map(StorageApi::object).toList(), next);
  }

  private static Position position(StoredObject object) {
    return new Position(object.permissionRead(), object.key().key(), object.key().owner());
  }

  private static StorageObject object(StoredObject object) {
    UUID owner = object.key().owner();
    return new StorageObject(
        object.key().collection(),
        object.key().key(),
        owner.equals(StorageRepository.SERVER) ? "" : owner.toString(),
        object.value(),
        object.version(),
        object.permissionRead(),
        object.permissionWrite(),
        Instant.ofEpochMilli(object.createMs()),
        Instant.ofEpochMilli(object.updateMs()));
  }

  private static void checkCount(int objects) {
    if (objects > ControlServerLimits.OBJECTS_PER_REQUEST_MAX) {
      throw badInput("At most 128 objects at once.");
    }
  }

  private static void checkName(String collection, String key) {
    if (collection.isEmpty() || key.isEmpty()) throw unset();
    if (isTooLong(collection) || isTooLong(key)) {
      throw badInput("Invalid collection or key value supplied. They must be at most 128 bytes.");
    }
    // Cursors are lines.
    if (collection.indexOf('\n') >= 0 || key.indexOf('\n') >= 0) {
      throw badInput("Invalid collection or key value supplied. They must be one line.");
    }
  }

  private static boolean isTooLong(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length
        > ControlServerLimits.STORAGE_NAME_BYTES_MAX;
  }

  private static UUID userId(String text) {
    return NamedIds.parse(text)
        .orElseThrow(() -> badInput("Invalid user ID - make sure user ID is a valid UUID."));
  }

  private static RequestRefused unset() {
    return badInput("Invalid collection or key value supplied. They must be set.");
  }

  private static RequestRefused badInput(String words) {
    return new RequestRefused(ApiCode.INVALID_ARGUMENT, words);
  }
}
