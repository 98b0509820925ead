package dev.vivarium.net.server.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Storage objects in SQLite.
public final class SqliteStorageRepository implements StorageRepository {
  private static final String COLUMNS =
      "SELECT collection, key, user_id, value, version, permission_read, permission_write,"
          + " create_ms, update_ms FROM storage_object ";
  private static final String ONE = "WHERE collection = ? AND key = ? AND user_id = ?";

  private final Database database;

  public SqliteStorageRepository(Database database) {
    this.database = database;
  }

  @Override
  public List<StoredObject> write(List<Write> writes, long nowMs) {
    return database.write(connection -> {
      List<StoredObject> written = new ArrayList<>();
      for (Write write : writes) written.add(write(connection, write, nowMs));
      return List.copyOf(written);
    });
  }

  private static StoredObject write(Connection connection, Write write, long nowMs)
      throws SQLException {
    Optional<StoredObject> old = find(connection, write.key());
    check(write, old);
    if (old.isEmpty()) checkRoom(connection, write.key().owner());
    StoredObject object =
        new StoredObject(
            write.key(),
            write.value(),
            version(write.value()),
            write.permissionRead(),
            write.permissionWrite(),
            old.map(StoredObject::createMs).orElse(nowMs),
            nowMs);
    Sql.update(
        connection,
        "INSERT OR REPLACE INTO storage_object VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        object.key().collection(),
        object.key().key(),
        object.key().owner().toString(),
        object.value(),
        object.version(),
        object.permissionRead(),
        object.permissionWrite(),
        object.createMs(),
        object.updateMs());
    return object;
  }

  private static void check(Write write, Optional<StoredObject> old) {
    if (old.isPresent() && old.get().permissionWrite() == 0) throw new Refused(Refusal.PERMISSION);
    boolean matches =
        switch (write.version()) {
          case "" -> true;
          case "*" -> old.isEmpty();
          default -> old.isPresent() && old.get().version().equals(write.version());
        };
    if (!matches) throw new Refused(Refusal.VERSION);
  }

  private static void checkRoom(Connection connection, UUID owner) throws SQLException {
    int count =
        Sql.first(
                connection,
                "SELECT count(*) FROM storage_object WHERE user_id = ?",
                row -> row.getInt(1),
                owner.toString())
            .orElse(0);
    if (count >= OBJECTS_PER_USER_MAX) throw new Refused(Refusal.FULL);
  }

  @Override
  public List<StoredObject> read(UUID reader, List<ObjectKey> keys) {
    return database.read(connection -> {
      List<StoredObject> found = new ArrayList<>();
      for (ObjectKey key : keys) {
        find(connection, key).filter(object -> readable(object, reader)).ifPresent(found::add);
      }
      return List.copyOf(found);
    });
  }

  private static boolean readable(StoredObject object, UUID reader) {
    return switch (object.permissionRead()) {
      case 2 -> true;
      case 1 -> object.key().owner().equals(reader);
      default -> false;
    };
  }

  @Override
  public void delete(List<Delete> deletes) {
    int deleted =
        database.write(connection -> {
          for (Delete delete : deletes) delete(connection, delete);
          return deletes.size();
        });
    assert deleted == deletes.size();
  }

  private static void delete(Connection connection, Delete delete) throws SQLException {
    StoredObject object =
        find(connection, delete.key()).orElseThrow(() -> new Refused(Refusal.VERSION));
    if (object.permissionWrite() == 0) throw new Refused(Refusal.PERMISSION);
    if (!delete.version().isEmpty() && !delete.version().equals(object.version())) {
      throw new Refused(Refusal.VERSION);
    }
    Sql.update(
        connection,
        "DELETE FROM storage_object " + ONE,
        delete.key().collection(),
        delete.key().key(),
        delete.key().owner().toString());
  }

  @Override
  public List<StoredObject> list(
      UUID reader, String collection, Optional<UUID> owner, Optional<Position> after, int limit) {
    return database.read(connection ->
        owner.isPresent()
            ? listOwned(connection, reader, collection, owner.get(), after, limit)
            : listPublic(connection, collection, after, limit));
  }

  private static List<StoredObject> listOwned(
      Connection connection,
      UUID reader,
      String collection,
      UUID owner,
      Optional<Position> after,
      int limit)
      throws SQLException {
    int least = owner.equals(reader) ? 1 : 2;
    return Sql.list(
        connection,
        COLUMNS
            + "WHERE collection = ? AND user_id = ? AND permission_read >= ?"
            + " AND (permission_read, key) > (?, ?) ORDER BY permission_read, key LIMIT ?",
        SqliteStorageRepository::read,
        List.of(
            collection,
            owner.toString(),
            least,
            after.map(Position::permissionRead).orElse(-1),
            after.map(Position::key).orElse(""),
            limit));
  }

  private static List<StoredObject> listPublic(
      Connection connection, String collection, Optional<Position> after, int limit)
      throws SQLException {
    return Sql.list(
        connection,
        COLUMNS
            + "WHERE collection = ? AND permission_read = 2 AND (key, user_id) > (?, ?)"
            + " ORDER BY key, user_id LIMIT ?",
        SqliteStorageRepository::read,
        List.of(
            collection,
            after.map(Position::key).orElse(""),
            after.map(position -> position.owner().toString()).orElse(""),
            limit));
  }

  private static Optional<StoredObject> find(Connection connection, ObjectKey key)
      throws SQLException {
    return Sql.first(
        connection,
        COLUMNS + ONE,
        SqliteStorageRepository::read,
        key.collection(),
        key.key(),
        key.owner().toString());
  }

  private static StoredObject read(ResultSet row) throws SQLException {
    return new StoredObject(
        new ObjectKey(
            row.getString("collection"),
            row.getString("key"),
            UUID.fromString(row.getString("user_id"))),
        row.getString("value"),
        row.getString("version"),
        row.getInt("permission_read"),
        row.getInt("permission_write"),
        row.getLong("create_ms"),
        row.getLong("update_ms"));
  }

  /// The protocol names MD5; it tells versions apart and protects nothing.
  private static String version(String value) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      return HexFormat.of().formatHex(digest.digest(value.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
