-- Signing keys, and what is filed with an authority: a filing, its frozen files, its one signed package, and what became of it.

-- Software SM2 keys. The private key is readable with its passphrase alone; the row is never another key's.
CREATE TABLE signing_key (
  id           INTEGER PRIMARY KEY,
  key_id       TEXT NOT NULL UNIQUE CHECK (length(key_id) = 36),
  name         TEXT NOT NULL CHECK (name <> ''),
  public_point TEXT NOT NULL UNIQUE CHECK (length(public_point) = 130), -- 04 ‖ X ‖ Y in hex
  sealed_key   TEXT NOT NULL,
  created_at   TEXT NOT NULL
) STRICT;

CREATE TABLE filing (
  id           INTEGER PRIMARY KEY,
  filing_id    TEXT NOT NULL UNIQUE CHECK (length(filing_id) = 36), -- UUIDv7, also the id of its package
  kind         TEXT NOT NULL CHECK (kind IN ('writeOffReport')),
  handbook_id  INTEGER NOT NULL REFERENCES handbook (id),
  rule_version TEXT NOT NULL,
  created_at   TEXT NOT NULL
) STRICT;
CREATE INDEX filing_of_handbook ON filing (handbook_id);

-- What was checked, and what the head says, at the moment the filing was frozen.
CREATE TABLE filing_check (
  filing   INTEGER NOT NULL REFERENCES filing (id),
  no       INTEGER NOT NULL,
  severity TEXT NOT NULL CHECK (severity IN ('passes', 'warns', 'blocks')),
  rule     TEXT NOT NULL,
  message  TEXT NOT NULL,
  PRIMARY KEY (filing, no)
) STRICT, WITHOUT ROWID;

CREATE TABLE filing_figure (
  filing INTEGER NOT NULL REFERENCES filing (id),
  no     INTEGER NOT NULL,
  label  TEXT NOT NULL,
  value  TEXT NOT NULL,
  PRIMARY KEY (filing, no)
) STRICT, WITHOUT ROWID;

CREATE TABLE filing_file (
  filing  INTEGER NOT NULL REFERENCES filing (id),
  no      INTEGER NOT NULL,
  name    TEXT NOT NULL,
  sha256  TEXT NOT NULL CHECK (length(sha256) = 64),
  sm3     TEXT NOT NULL CHECK (length(sm3) = 64),
  file_id TEXT NOT NULL REFERENCES stored_file (file_id), -- the same bytes, to open and save
  bytes   BLOB NOT NULL,
  PRIMARY KEY (filing, no),
  UNIQUE (filing, name)
) STRICT;

-- The bytes that were signed are the bytes that are sent, every time. One package for a filing; together they are one chain.
CREATE TABLE filing_package (
  filing          INTEGER PRIMARY KEY REFERENCES filing (id),
  sequence        INTEGER NOT NULL UNIQUE CHECK (sequence >= 1),
  name            TEXT NOT NULL,
  signing_key     INTEGER NOT NULL REFERENCES signing_key (id),
  sha256          TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
  previous_sha256 TEXT,
  manifest        BLOB NOT NULL,
  bytes           BLOB NOT NULL
) STRICT;

CREATE TRIGGER filing_package_continues_the_chain BEFORE INSERT ON filing_package
WHEN NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM filing_package)
  OR NEW.previous_sha256 IS NOT (SELECT sha256 FROM filing_package ORDER BY sequence DESC LIMIT 1)
BEGIN SELECT RAISE(ABORT, 'a package follows the last one of the chain'); END;

-- What happened to a filing; its state is that of its last event.
CREATE TABLE filing_event (
  id      INTEGER PRIMARY KEY,
  filing  INTEGER NOT NULL REFERENCES filing (id),
  at      TEXT NOT NULL,
  action  TEXT NOT NULL CHECK (action IN ('created', 'superseded', 'signed', 'exported')),
  state   TEXT NOT NULL CHECK (state IN ('draft', 'checked', 'signed', 'queued', 'sent', 'acknowledged', 'accepted', 'returned', 'manualReview', 'closed')),
  note    TEXT NOT NULL,
  file_id TEXT REFERENCES stored_file (file_id), -- of an export: the package as a file
  CHECK ((action = 'exported') = (file_id IS NOT NULL))
) STRICT;
CREATE INDEX filing_event_of_filing ON filing_event (filing, id);

CREATE TRIGGER signing_key_is_never_changed BEFORE UPDATE OF key_id, public_point ON signing_key
BEGIN SELECT RAISE(ABORT, 'a key is never another key'); END;
CREATE TRIGGER signing_key_is_never_deleted BEFORE DELETE ON signing_key
BEGIN SELECT RAISE(ABORT, 'a signing key is never deleted'); END;
CREATE TRIGGER filing_is_never_changed BEFORE UPDATE ON filing
BEGIN SELECT RAISE(ABORT, 'a filing is never changed'); END;
CREATE TRIGGER filing_is_never_deleted BEFORE DELETE ON filing
BEGIN SELECT RAISE(ABORT, 'a filing is never deleted'); END;
CREATE TRIGGER filing_check_is_never_changed BEFORE UPDATE ON filing_check
BEGIN SELECT RAISE(ABORT, 'a check of a filing is never changed'); END;
CREATE TRIGGER filing_check_is_never_deleted BEFORE DELETE ON filing_check
BEGIN SELECT RAISE(ABORT, 'a check of a filing is never deleted'); END;
CREATE TRIGGER filing_figure_is_never_changed BEFORE UPDATE ON filing_figure
BEGIN SELECT RAISE(ABORT, 'a figure of a filing is never changed'); END;
CREATE TRIGGER filing_figure_is_never_deleted BEFORE DELETE ON filing_figure
BEGIN SELECT RAISE(ABORT, 'a figure of a filing is never deleted'); END;
CREATE TRIGGER filing_file_is_never_changed BEFORE UPDATE ON filing_file
BEGIN SELECT RAISE(ABORT, 'a file of a filing is never changed'); END;
CREATE TRIGGER filing_file_is_never_deleted BEFORE DELETE ON filing_file
BEGIN SELECT RAISE(ABORT, 'a file of a filing is never deleted'); END;
CREATE TRIGGER filing_package_is_never_changed BEFORE UPDATE ON filing_package
BEGIN SELECT RAISE(ABORT, 'a signed package is never changed'); END;
CREATE TRIGGER filing_package_is_never_deleted BEFORE DELETE ON filing_package
BEGIN SELECT RAISE(ABORT, 'a signed package is never deleted'); END;
CREATE TRIGGER filing_event_is_never_changed BEFORE UPDATE ON filing_event
BEGIN SELECT RAISE(ABORT, 'a event of a filing is never changed'); END;
CREATE TRIGGER filing_event_is_never_deleted BEFORE DELETE ON filing_event
BEGIN SELECT RAISE(ABORT, 'a event of a filing is never deleted'); END;
