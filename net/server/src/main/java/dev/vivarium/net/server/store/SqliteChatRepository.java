package dev.vivarium.net.server.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Chat history in SQLite.
public final class SqliteChatRepository implements ChatRepository {
  /// Old messages are looked for once in so many, not at each.
  private static final int TRIM_EVERY = 64;

  private static final String COLUMNS =
      "SELECT sequence, id, channel_id, code, sender_id, username, content, create_ms, update_ms"
          + " FROM chat_message ";

  private final Database database;

  public SqliteChatRepository(Database database) {
    this.database = database;
  }

  @Override
  public void append(StoredMessage message) {
    long sequence =
        database.write(connection -> {
          long added = insert(connection, message);
          if (added % TRIM_EVERY == 0) trim(connection, message.channelId());
          return added;
        });
    assert sequence > 0;
  }

  private static long insert(Connection connection, StoredMessage message) throws SQLException {
    return Sql.first(
            connection,
            "INSERT INTO chat_message (id, channel_id, code, sender_id, username, content,"
                + " create_ms, update_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING sequence",
            row -> row.getLong(1),
            message.id().toString(),
            message.channelId(),
            message.code(),
            message.senderId().toString(),
            message.username(),
            message.content(),
            message.createMs(),
            message.updateMs())
        .orElseThrow();
  }

  private static void trim(Connection connection, String channelId) throws SQLException {
    Sql.update(
        connection,
        "DELETE FROM chat_message WHERE channel_id = ?1 AND sequence <= (SELECT sequence FROM"
            + " chat_message WHERE channel_id = ?1 ORDER BY sequence DESC LIMIT 1 OFFSET ?2)",
        channelId,
        CHANNEL_MESSAGES_MAX);
  }

  @Override
  public Optional<StoredMessage> update(
      String channelId, UUID id, UUID senderId, String username, String content, long nowMs) {
    return database.write(connection -> {
      Sql.update(
          connection,
          "UPDATE chat_message SET content = ?, username = ?, update_ms = ?"
              + " WHERE id = ? AND channel_id = ? AND sender_id = ?",
          content,
          username,
          nowMs,
          id.toString(),
          channelId,
          senderId.toString());
      return own(connection, channelId, id, senderId);
    });
  }

  @Override
  public Optional<StoredMessage> remove(String channelId, UUID id, UUID senderId) {
    return database.write(connection -> {
      Optional<StoredMessage> found = own(connection, channelId, id, senderId);
      if (found.isPresent()) {
        Sql.update(connection, "DELETE FROM chat_message WHERE id = ?", id.toString());
      }
      return found;
    });
  }

  private static Optional<StoredMessage> own(
      Connection connection, String channelId, UUID id, UUID senderId) throws SQLException {
    return Sql.first(
        connection,
        COLUMNS + "WHERE id = ? AND channel_id = ? AND sender_id = ?",
        SqliteChatRepository::read,
        id.toString(),
        channelId,
        senderId.toString());
  }

  @Override
  public List<StoredMessage> list(
      String channelId, Optional<Position> from, boolean later, int limit) {
    boolean ascending = from.map(Position::later).orElse(later);
    long bound = from.map(Position::sequence).orElse(ascending ? 0L : Long.MAX_VALUE);
    String sql =
        COLUMNS
            + (ascending
                ? "WHERE channel_id = ? AND sequence > ? ORDER BY sequence LIMIT ?"
                : "WHERE channel_id = ? AND sequence < ? ORDER BY sequence DESC LIMIT ?");
    return database.read(connection ->
        Sql.list(connection, sql, SqliteChatRepository::read, List.of(channelId, bound, limit)));
  }

  private static StoredMessage read(ResultSet row) throws SQLException {
    return new StoredMessage(
        row.getLong("sequence"),
        UUID.fromString(row.getString("id")),
        row.getString("channel_id"),
        row.getInt("code"),
        UUID.fromString(row.getString("sender_id")),
        row.getString("username"),
        row.getString("content"),
        row.getLong("create_ms"),
        row.getLong("update_ms"));
  }
}
