CREATE TABLE chat_message (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  channel_id TEXT NOT NULL,
  code INTEGER NOT NULL,
  sender_id TEXT NOT NULL,
  username TEXT NOT NULL,
  content TEXT NOT NULL,
  create_ms INTEGER NOT NULL,
  update_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX chat_message_by_channel ON chat_message (channel_id, sequence);
