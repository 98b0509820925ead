package dev.vivarium.net.server.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Accounts in SQLite.
public final class SqliteAccountRepository implements AccountRepository {
  private static final String COLUMNS =
      "SELECT id, username, display_name, avatar_url, lang_tag, location, timezone, metadata, email,"
          + " password_hash, custom_id, create_ms, update_ms, disable_ms FROM account ";

  private final Database database;

  public SqliteAccountRepository(Database database) {
    this.database = database;
  }

  @Override
  public Optional<StoredAccount> byId(UUID id) {
    return database.read(connection -> one(connection, "WHERE id = ?", id.toString()));
  }

  @Override
  public Optional<StoredAccount> byUsername(String username) {
    return database.read(connection -> one(connection, "WHERE username = ?", username));
  }

  @Override
  public Optional<StoredAccount> byIdentity(Identity identity) {
    return database.read(connection -> byIdentity(connection, identity));
  }

  private static Optional<StoredAccount> byIdentity(Connection connection, Identity identity)
      throws SQLException {
    return switch (identity) {
      case Identity.Device(String id) ->
          one(
              connection,
              "WHERE id = (SELECT account_id FROM account_device WHERE account_device.id = ?)",
              id);
      case Identity.Custom(String id) -> one(connection, "WHERE custom_id = ?", id);
      case Identity.Email(String address, String hash) ->
          one(connection, "WHERE email = ?", address);
    };
  }

  @Override
  public List<StoredAccount> find(Collection<UUID> ids, Collection<String> usernames) {
    List<String> idTexts = ids.stream().limit(USERS_MAX).map(UUID::toString).toList();
    List<String> names = usernames.stream().limit(USERS_MAX).toList();
    return database.read(connection -> {
      Map<UUID, StoredAccount> found = new LinkedHashMap<>();
      for (StoredAccount account : many(connection, "id", idTexts)) {
        found.put(account.id(), account);
      }
      for (StoredAccount account : many(connection, "username", names)) {
        found.put(account.id(), account);
      }
      return List.copyOf(found.values());
    });
  }

  @Override
  public Creation create(UUID id, String username, Identity identity, long nowMs) {
    return database.write(connection -> {
      if (byIdentity(connection, identity).isPresent()) return Creation.IDENTITY_TAKEN;
      if (one(connection, "WHERE username = ?", username).isPresent()) {
        return Creation.USERNAME_TAKEN;
      }
      insert(connection, id, username, identity, nowMs);
      return Creation.CREATED;
    });
  }

  private static void insert(
      Connection connection, UUID id, String username, Identity identity, long nowMs)
      throws SQLException {
    Sql.update(
        connection,
        "INSERT INTO account (id, username, create_ms, update_ms) VALUES (?, ?, ?, ?)",
        id.toString(),
        username,
        nowMs,
        nowMs);
    switch (identity) {
      case Identity.Device(String device) ->
          Sql.update(connection, "INSERT INTO account_device VALUES (?, ?)", device, id.toString());
      case Identity.Custom(String custom) ->
          Sql.update(
              connection, "UPDATE account SET custom_id = ? WHERE id = ?", custom, id.toString());
      case Identity.Email(String address, String hash) ->
          Sql.update(
              connection,
              "UPDATE account SET email = ?, password_hash = ? WHERE id = ?",
              address,
              hash,
              id.toString());
    }
  }

  @Override
  public boolean update(UUID id, Change change, long nowMs) {
    return database.write(connection -> {
      if (belongsToAnother(connection, id, change.username())) return false;
      Sql.update(
          connection,
          "UPDATE account SET username = coalesce(?, username),"
              + " display_name = coalesce(?, display_name),"
              + " avatar_url = coalesce(?, avatar_url), lang_tag = coalesce(?, lang_tag),"
              + " location = coalesce(?, location), timezone = coalesce(?, timezone),"
              + " update_ms = ? WHERE id = ?",
          change.username().orElse(null),
          change.displayName().orElse(null),
          change.avatarUrl().orElse(null),
          change.langTag().orElse(null),
          change.location().orElse(null),
          change.timezone().orElse(null),
          nowMs,
          id.toString());
      return true;
    });
  }

  private static boolean belongsToAnother(Connection connection, UUID id, Optional<String> username)
      throws SQLException {
    if (username.isEmpty()) return false;
    return one(connection, "WHERE username = ?", username.get())
        .filter(account -> !account.id().equals(id))
        .isPresent();
  }

  private static List<StoredAccount> many(Connection connection, String column, List<String> keys)
      throws SQLException {
    if (keys.isEmpty()) return List.of();
    String where = "WHERE " + column + " IN (" + Sql.marks(keys.size()) + ")";
    List<StoredAccount> found = new ArrayList<>();
    for (StoredAccount account : Sql.list(connection, COLUMNS + where, row -> read(row), keys)) {
      found.add(account);
    }
    return found;
  }

  private static Optional<StoredAccount> one(Connection connection, String where, String key)
      throws SQLException {
    Optional<StoredAccount> found =
        Sql.first(connection, COLUMNS + where, SqliteAccountRepository::read, key);
    if (found.isEmpty()) return found;
    String id = found.get().id().toString();
    List<String> devices =
        Sql.list(
            connection,
            "SELECT id FROM account_device WHERE account_id = ? ORDER BY id",
            row -> row.getString(1),
            List.of(id));
    return Optional.of(withDevices(found.get(), devices));
  }

  private static StoredAccount read(ResultSet row) throws SQLException {
    row.getLong("disable_ms");
    boolean disabled = !row.wasNull();
    return new StoredAccount(
        UUID.fromString(row.getString("id")),
        row.getString("username"),
        row.getString("display_name"),
        row.getString("avatar_url"),
        row.getString("lang_tag"),
        row.getString("location"),
        row.getString("timezone"),
        row.getString("metadata"),
        Optional.ofNullable(row.getString("email")),
        Optional.ofNullable(row.getString("password_hash")),
        Optional.ofNullable(row.getString("custom_id")),
        List.of(),
        row.getLong("create_ms"),
        row.getLong("update_ms"),
        disabled);
  }

  private static StoredAccount withDevices(StoredAccount account, List<String> devices) {
    return new StoredAccount(
        account.id(),
        account.username(),
        account.displayName(),
        account.avatarUrl(),
        account.langTag(),
        account.location(),
        account.timezone(),
        account.metadata(),
        account.email(),
        account.passwordHash(),
        account.customId(),
        devices,
        account.createMs(),
        account.updateMs(),
        account.disabled());
  }
}
