package dev.vivarium.net.server.store;

import java.util.List;
import java.util.Set;

/// Revoked tokens in SQLite.
public final class SqliteRevocationRepository implements RevocationRepository {
  private final Database database;

  public SqliteRevocationRepository(Database database) {
    this.database = database;
  }

  @Override
  public void revoke(String tokenId, long expiresS) {
    int changed =
        database.write(connection ->
            Sql.update(
                connection,
                "INSERT OR IGNORE INTO revoked_token VALUES (?, ?)",
                tokenId,
                expiresS));
    assert changed <= 1;
  }

  @Override
  public Set<String> unexpired(long nowS) {
    return database.write(connection -> {
      Sql.update(connection, "DELETE FROM revoked_token WHERE expires_s < ?", nowS);
      return Set.copyOf(
          Sql.list(connection, "SELECT id FROM revoked_token", row -> row.getString(1), List.of()));
    });
  }
}
