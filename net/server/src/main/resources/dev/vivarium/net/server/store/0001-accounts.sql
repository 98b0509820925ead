CREATE TABLE account (
  id TEXT NOT NULL PRIMARY KEY,
  username TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL DEFAULT '',
  avatar_url TEXT NOT NULL DEFAULT '',
  lang_tag TEXT NOT NULL DEFAULT 'en',
  location TEXT NOT NULL DEFAULT '',
  timezone TEXT NOT NULL DEFAULT '',
  metadata TEXT NOT NULL DEFAULT '{}',
  email TEXT UNIQUE,
  password_hash TEXT,
  custom_id TEXT UNIQUE,
  create_ms INTEGER NOT NULL,
  update_ms INTEGER NOT NULL,
  disable_ms INTEGER
) STRICT;
CREATE TABLE account_device (
  id TEXT NOT NULL PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX account_device_by_account ON account_device (account_id);
CREATE TABLE revoked_token (
  id TEXT NOT NULL PRIMARY KEY,
  expires_s INTEGER NOT NULL
) STRICT;
CREATE INDEX revoked_token_by_expiry ON revoked_token (expires_s);
