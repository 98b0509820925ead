package dev.vivarium.net.server.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// Brings a database to the newest version: numbered SQL resources, each done once, in a
/// transaction of its own together with its mark.
final class Migrations {
  static final List<String> NAMES =
      List.of("0001-accounts.sql", "0002-chat.sql", "0003-storage.sql", "0004-people.sql");

  private Migrations() {}

  static void apply(Connection connection, long nowMs) throws SQLException {
    Sql.update(
        connection,
        "CREATE TABLE IF NOT EXISTS schema_version"
            + " (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_ms INTEGER NOT NULL)");
    int version = version(connection);
    if (version > NAMES.size()) {
      throw new StoreException(
          "The database is of version "
              + version
              + ", newer than this server's "
              + NAMES.size()
              + ". Use the server that wrote it, or another folder.");
    }
    for (int next = version; next < NAMES.size(); next++) {
      applyOne(connection, next + 1, NAMES.get(next), nowMs);
    }
  }

  static int version(Connection connection) throws SQLException {
    return Sql.first(
            connection,
            "SELECT coalesce(max(version), 0) FROM schema_version",
            row -> row.getInt(1))
        .orElse(0);
  }

  private static void applyOne(Connection connection, int version, String name, long nowMs)
      throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      for (String sql : read(name).split(";\\R", -1)) {
        if (!sql.isBlank()) statement.execute(sql);
      }
      Sql.update(connection, "INSERT INTO schema_version VALUES (?, ?, ?)", version, name, nowMs);
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static String read(String name) {
    try (InputStream resource = Migrations.class.getResourceAsStream(name)) {
      if (resource == null) throw new IllegalStateException("missing migration " + name);
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("unreadable migration " + name, e);
    }
  }
}
