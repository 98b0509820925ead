package dev.vivarium.net.server.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/// Sanctions in SQLite.
public final class SqliteSanctionRepository implements SanctionRepository {
  private final Database database;

  public SqliteSanctionRepository(Database database) {
    this.database = database;
  }

  @Override
  public List<Sanction> inForce(long nowMs) {
    return database.write(connection -> {
      Sql.update(connection, "DELETE FROM sanction WHERE until_ms <= ?", nowMs);
      return Sql.list(
          connection,
          "SELECT user_id, world, kind, reason, until_ms, by_user, create_ms FROM sanction",
          SqliteSanctionRepository::read,
          List.of());
    });
  }

  private static Sanction read(ResultSet row) throws SQLException {
    return new Sanction(
        UUID.fromString(row.getString("user_id")),
        row.getString("world"),
        Kind.valueOf(row.getString("kind")),
        row.getString("reason"),
        row.getLong("until_ms"),
        row.getString("by_user"),
        row.getLong("create_ms"));
  }

  @Override
  public void impose(Sanction sanction) {
    int changed =
        database.write(connection ->
            Sql.update(
                connection,
                "INSERT OR REPLACE INTO sanction VALUES (?, ?, ?, ?, ?, ?, ?)",
                sanction.userId().toString(),
                sanction.world(),
                sanction.kind().name(),
                sanction.reason(),
                sanction.untilMs(),
                sanction.by(),
                sanction.createMs()));
    assert changed == 1;
  }

  @Override
  public void lift(UUID userId, String world, Kind kind) {
    int changed =
        database.write(connection ->
            Sql.update(
                connection,
                "DELETE FROM sanction WHERE user_id = ? AND world = ? AND kind = ?",
                userId.toString(),
                world,
                kind.name()));
    assert changed <= 1;
  }
}
