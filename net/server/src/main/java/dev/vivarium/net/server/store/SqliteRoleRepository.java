package dev.vivarium.net.server.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Roles in SQLite.
public final class SqliteRoleRepository implements RoleRepository {
  private final Database database;

  public SqliteRoleRepository(Database database) {
    this.database = database;
  }

  @Override
  public List<GivenRole> all() {
    return database.read(connection ->
        Sql.list(
            connection,
            "SELECT user_id, world, role, by_user, create_ms FROM given_role",
            row ->
                new GivenRole(
                    UUID.fromString(row.getString("user_id")),
                    row.getString("world"),
                    row.getString("role"),
                    row.getString("by_user"),
                    row.getLong("create_ms")),
            List.of()));
  }

  @Override
  public void give(GivenRole role) {
    int changed =
        database.write(connection ->
            Sql.update(
                connection,
                "INSERT OR REPLACE INTO given_role VALUES (?, ?, ?, ?, ?)",
                role.userId().toString(),
                role.world(),
                role.role(),
                role.by(),
                role.createMs()));
    assert changed == 1;
  }

  @Override
  public boolean take(UUID userId, String world) {
    return database.write(connection ->
        Sql.update(
                connection,
                "DELETE FROM given_role WHERE user_id = ? AND world = ?",
                userId.toString(),
                world)
            > 0);
  }

  private record Operator(String name, UUID userId) {}

  @Override
  public Map<String, UUID> operators() {
    List<Operator> found =
        database.read(connection ->
            Sql.list(
                connection,
                "SELECT name, user_id FROM operator",
                row -> new Operator(row.getString(1), UUID.fromString(row.getString(2))),
                List.of()));
    Map<String, UUID> byName = new HashMap<>();
    for (Operator operator : found) byName.put(operator.name(), operator.userId());
    return byName;
  }

  @Override
  public void bindOperator(String name, UUID userId) {
    int changed =
        database.write(connection ->
            Sql.update(
                connection,
                "INSERT OR IGNORE INTO operator VALUES (?, ?)",
                name,
                userId.toString()));
    assert changed <= 1;
  }
}
