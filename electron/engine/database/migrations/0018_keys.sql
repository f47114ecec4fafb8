-- Where a signing key is, its certificates and backups, and the e-port U-key service of this computer.

-- software: sealed in this ledger; uKey: in the e-port U-key; elsewhere: on another computer, known here by its public key alone.
ALTER TABLE signing_key ADD COLUMN holder TEXT NOT NULL DEFAULT 'software'
  CHECK (holder IN ('software', 'uKey', 'elsewhere') AND (holder = 'software') = (sealed_key <> ''));

-- A key gets a new certificate before the old one runs out; the last one counts.
CREATE TABLE key_certificate (
  id          INTEGER PRIMARY KEY,
  signing_key INTEGER NOT NULL REFERENCES signing_key (id),
  pem         TEXT NOT NULL CHECK (pem LIKE '-----BEGIN CERTIFICATE-----%'),
  added_at    TEXT NOT NULL
) STRICT;
CREATE INDEX key_certificate_of_key ON key_certificate (signing_key, id);
CREATE TRIGGER key_certificate_is_never_changed BEFORE UPDATE ON key_certificate
BEGIN SELECT RAISE(ABORT, 'a certificate of a key is never changed'); END;
CREATE TRIGGER key_certificate_is_never_deleted BEFORE DELETE ON key_certificate
BEGIN SELECT RAISE(ABORT, 'a certificate of a key is never deleted'); END;

CREATE TABLE key_backup (
  id          INTEGER PRIMARY KEY,
  signing_key INTEGER NOT NULL REFERENCES signing_key (id),
  written_at  TEXT NOT NULL
) STRICT;
CREATE INDEX key_backup_of_key ON key_backup (signing_key, id);
CREATE TRIGGER key_backup_is_never_changed BEFORE UPDATE ON key_backup
BEGIN SELECT RAISE(ABORT, 'a backup of a key is never changed'); END;
CREATE TRIGGER key_backup_is_never_deleted BEFORE DELETE ON key_backup
BEGIN SELECT RAISE(ABORT, 'a backup of a key is never deleted'); END;

-- One row: the service's address, and what happened with it last, for the diagnostics page. No record: it is written over.
CREATE TABLE u_key (
  id                    INTEGER PRIMARY KEY CHECK (id = 1),
  address               TEXT NOT NULL,
  failed_at             TEXT,
  failure               TEXT,
  failure_raw           TEXT, -- as the service said it
  signed_at             TEXT,
  signed_bytes          BLOB,
  signature             BLOB, -- as the service gave it
  signature_is_verified INTEGER CHECK (signature_is_verified IN (0, 1)),
  CHECK ((failed_at IS NULL) = (failure IS NULL) AND (failed_at IS NULL) = (failure_raw IS NULL)),
  CHECK ((signed_at IS NULL) = (signed_bytes IS NULL) AND (signed_at IS NULL) = (signature IS NULL)
    AND (signed_at IS NULL) = (signature_is_verified IS NULL))
) STRICT;
