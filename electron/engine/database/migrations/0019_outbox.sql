-- The way of a signed package to its authority, and what comes back that nobody waits for (DESIGN §7, RELIABILITY §6).

-- How each authority is reached, and how that went last.
CREATE TABLE channel (
  authority  TEXT PRIMARY KEY CHECK (authority IN ('customs', 'commerce', 'tax', 'forex')),
  kind       TEXT NOT NULL CHECK (kind IN ('handCarried', 'folders', 'gateway')),
  out_box    TEXT NOT NULL,
  sent_box   TEXT NOT NULL,
  in_box     TEXT NOT NULL,
  fail_box   TEXT NOT NULL,
  form       TEXT NOT NULL CHECK (form IN ('message', 'package')),
  url        TEXT NOT NULL,
  ca_file_id TEXT REFERENCES stored_file (file_id),
  pin        TEXT NOT NULL,
  proxy      TEXT NOT NULL,
  automatic  INTEGER NOT NULL CHECK (automatic IN (0, 1)),
  cursor     TEXT NOT NULL, -- behind the last receipt that was fetched from the gateway at `url`
  state      TEXT NOT NULL CHECK (state IN ('unset', 'ready', 'away', 'refused')),
  state_at   TEXT, -- since when it is so; null before the first look
  message    TEXT NOT NULL,
  next       TEXT NOT NULL,
  CHECK (kind <> 'folders' OR (out_box <> '' AND sent_box <> '' AND in_box <> '')),
  CHECK (kind <> 'gateway' OR url LIKE 'https://%')
) STRICT;

-- One row for each filing that was put into the outbox, in the transaction of its event `queued`.
CREATE TABLE delivery (
  filing      INTEGER PRIMARY KEY REFERENCES filing (id),
  authority   TEXT NOT NULL CHECK (authority IN ('customs', 'commerce', 'tax', 'forex')),
  subject_key TEXT NOT NULL, -- of all with this key only one is under way at a time
  sequence    INTEGER NOT NULL UNIQUE CHECK (sequence >= 1), -- of its package: the order of sending
  file_name   TEXT NOT NULL UNIQUE, -- without its ending; by it the import client's first answer is known
  state       TEXT NOT NULL CHECK (state IN ('waiting', 'withdrawn', 'sending', 'unknown', 'sent', 'answered', 'stopped')),
  may_have_arrived INTEGER NOT NULL DEFAULT 0 CHECK (may_have_arrived IN (0, 1)), -- of a stopped one
  decided     INTEGER NOT NULL DEFAULT 0 CHECK (decided IN (0, 1)), -- passed or sent back: the next of its subject may go
  queued_at   TEXT NOT NULL,
  sent_at     TEXT,
  tries       INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0), -- in a row without an outcome
  next_try_at TEXT, -- null: at once
  last_error  TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX delivery_by_state ON delivery (authority, state, sequence);
CREATE INDEX delivery_of_subject ON delivery (subject_key, sequence) WHERE decided = 0 AND state <> 'withdrawn';
CREATE TRIGGER delivery_is_of_one_filing BEFORE UPDATE ON delivery
WHEN NEW.filing IS NOT OLD.filing OR NEW.authority IS NOT OLD.authority OR NEW.subject_key IS NOT OLD.subject_key
  OR NEW.sequence IS NOT OLD.sequence OR NEW.file_name IS NOT OLD.file_name
BEGIN SELECT RAISE(ABORT, 'a delivery is of one filing for good'); END;
CREATE TRIGGER delivery_is_never_deleted BEFORE DELETE ON delivery
BEGIN SELECT RAISE(ABORT, 'a delivery is never deleted'); END;
-- Whoever takes an answer in, and whatever was known of the sending: it has arrived.
CREATE TRIGGER delivery_is_answered AFTER INSERT ON filing_receipt WHEN NEW.counted = 1
BEGIN
  UPDATE delivery SET state = 'answered', decided = NEW.result IN ('approved', 'returned', 'notReceived'),
         may_have_arrived = 0, next_try_at = NULL, last_error = ''
   WHERE filing = NEW.filing;
END;

-- Written before a byte leaves; how it went is written behind it. Without an end it was cut short: nobody knows.
CREATE TABLE delivery_attempt (
  id      INTEGER PRIMARY KEY,
  filing  INTEGER NOT NULL REFERENCES delivery (filing),
  at      TEXT NOT NULL,
  channel TEXT NOT NULL CHECK (channel IN ('handCarried', 'folders', 'gateway')),
  what    TEXT NOT NULL CHECK (what IN ('send', 'ask')),
  address TEXT NOT NULL, -- folder or URL; of what is hand-carried the name of the archive
  name    TEXT NOT NULL, -- under which it was sent
  size    INTEGER NOT NULL CHECK (size >= 0),
  sha256  TEXT NOT NULL CHECK (length(sha256) = 64) -- of the bytes as sent
) STRICT;
CREATE INDEX delivery_attempt_of_filing ON delivery_attempt (filing, id);
CREATE TRIGGER delivery_attempt_is_never_changed BEFORE UPDATE ON delivery_attempt
BEGIN SELECT RAISE(ABORT, 'an attempt is never changed'); END;
CREATE TRIGGER delivery_attempt_is_never_deleted BEFORE DELETE ON delivery_attempt
BEGIN SELECT RAISE(ABORT, 'an attempt is never deleted'); END;

CREATE TABLE delivery_attempt_end (
  attempt INTEGER PRIMARY KEY REFERENCES delivery_attempt (id),
  at      TEXT NOT NULL,
  result  TEXT NOT NULL CHECK (result IN ('delivered', 'notThere', 'refused', 'failed', 'unknown')),
  detail  TEXT NOT NULL,
  answer  TEXT NOT NULL -- of a gateway, as it came; else empty
) STRICT;
CREATE TRIGGER delivery_attempt_end_is_never_changed BEFORE UPDATE ON delivery_attempt_end
BEGIN SELECT RAISE(ABORT, 'the end of an attempt is never changed'); END;
CREATE TRIGGER delivery_attempt_end_is_never_deleted BEFORE DELETE ON delivery_attempt_end
BEGIN SELECT RAISE(ABORT, 'the end of an attempt is never deleted'); END;

-- Files of the import client's folders that were looked at for good: they stay where they are and are not read again.
CREATE TABLE seen_file (
  folder   TEXT NOT NULL,
  name     TEXT NOT NULL,
  size     INTEGER NOT NULL,
  modified INTEGER NOT NULL, -- milliseconds
  sha256   TEXT NOT NULL CHECK (length(sha256) = 64),
  at       TEXT NOT NULL,
  PRIMARY KEY (folder, name, size, modified)
) STRICT, WITHOUT ROWID;

-- What came and answers nothing that was sent: the bytes as they came, and why.
CREATE TABLE receipt_exception (
  id           INTEGER PRIMARY KEY,
  exception_id TEXT NOT NULL UNIQUE CHECK (length(exception_id) = 36),
  at           TEXT NOT NULL,
  authority    TEXT CHECK (authority IN ('customs', 'commerce', 'tax', 'forex')), -- none of what a person has imported
  origin       TEXT NOT NULL, -- path, address, name of the import
  name         TEXT NOT NULL,
  size         INTEGER NOT NULL CHECK (size >= 0),
  sha256       TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64), -- the same bytes again are no second exception
  file_id      TEXT NOT NULL REFERENCES stored_file (file_id),
  message      TEXT NOT NULL, -- what it says, where it could be read
  reason       TEXT NOT NULL,
  may_match    INTEGER NOT NULL CHECK (may_match IN (0, 1)) -- read, but without its filing: that may come yet
) STRICT;
CREATE TRIGGER receipt_exception_is_never_changed BEFORE UPDATE ON receipt_exception
BEGIN SELECT RAISE(ABORT, 'an exception is never changed'); END;
CREATE TRIGGER receipt_exception_is_never_deleted BEFORE DELETE ON receipt_exception
BEGIN SELECT RAISE(ABORT, 'an exception is never deleted'); END;

CREATE TABLE receipt_exception_end (
  exception     INTEGER PRIMARY KEY REFERENCES receipt_exception (id),
  at            TEXT NOT NULL,
  state         TEXT NOT NULL CHECK (state IN ('matched', 'settled')),
  note          TEXT NOT NULL,
  operator      INTEGER REFERENCES operator (id),
  operator_name TEXT NOT NULL
) STRICT;
CREATE TRIGGER receipt_exception_end_is_never_changed BEFORE UPDATE ON receipt_exception_end
BEGIN SELECT RAISE(ABORT, 'the end of an exception is never changed'); END;
CREATE TRIGGER receipt_exception_end_is_never_deleted BEFORE DELETE ON receipt_exception_end
BEGIN SELECT RAISE(ABORT, 'the end of an exception is never deleted'); END;

-- By which a receipt is matched, among ten thousand filings.
CREATE INDEX filing_by_subject ON filing (subject) WHERE subject <> '';
CREATE INDEX filing_by_seq_no ON filing (seq_no) WHERE seq_no <> '';
CREATE INDEX filing_receipt_by_seq_no ON filing_receipt (seq_no) WHERE seq_no <> '';
CREATE INDEX filing_receipt_by_list_no ON filing_receipt (list_no) WHERE list_no <> '';
CREATE INDEX filing_receipt_that_counts ON filing_receipt (id) WHERE counted = 1;
