CREATE TABLE given_role (
  user_id TEXT NOT NULL,
  world TEXT NOT NULL,
  role TEXT NOT NULL,
  by_user TEXT NOT NULL,
  create_ms INTEGER NOT NULL,
  PRIMARY KEY (user_id, world)
) STRICT, WITHOUT ROWID;
CREATE TABLE sanction (
  user_id TEXT NOT NULL,
  world TEXT NOT NULL,
  kind TEXT NOT NULL,
  reason TEXT NOT NULL,
  until_ms INTEGER NOT NULL,
  by_user TEXT NOT NULL,
  create_ms INTEGER NOT NULL,
  PRIMARY KEY (user_id, world, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX sanction_by_end ON sanction (until_ms);
CREATE TABLE operator (
  name TEXT NOT NULL PRIMARY KEY,
  user_id TEXT NOT NULL
) STRICT;
