CREATE TABLE storage_object (
  collection TEXT NOT NULL,
  key TEXT NOT NULL,
  user_id TEXT NOT NULL,
  value TEXT NOT NULL,
  version TEXT NOT NULL,
  permission_read INTEGER NOT NULL,
  permission_write INTEGER NOT NULL,
  create_ms INTEGER NOT NULL,
  update_ms INTEGER NOT NULL,
  PRIMARY KEY (collection, key, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX storage_object_by_owner ON storage_object (collection, user_id, permission_read, key);
CREATE INDEX storage_object_by_reader ON storage_object (collection, permission_read, key, user_id);
CREATE INDEX storage_object_count ON storage_object (user_id);
