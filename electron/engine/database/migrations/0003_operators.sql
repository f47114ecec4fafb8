-- The people of the enterprise, who of them is on duty, and what everybody has done.

CREATE TABLE operator (
  id              INTEGER PRIMARY KEY,
  operator_id     TEXT NOT NULL UNIQUE CHECK (length(operator_id) = 36),
  name            TEXT NOT NULL UNIQUE CHECK (name <> ''),
  prepares        INTEGER NOT NULL CHECK (prepares IN (0, 1)), -- 制单
  reviews         INTEGER NOT NULL CHECK (reviews IN (0, 1)),  -- 复核
  declares        INTEGER NOT NULL CHECK (declares IN (0, 1)), -- 申报
  passphrase_hash TEXT,
  active          INTEGER NOT NULL CHECK (active IN (0, 1)),
  saved_at        TEXT NOT NULL,
  CHECK (prepares + reviews + declares > 0)
) STRICT;
CREATE TRIGGER operator_stays_the_same_person BEFORE UPDATE OF id, operator_id ON operator
BEGIN SELECT RAISE(ABORT, 'an operator stays the same person'); END;
CREATE TRIGGER operator_is_never_deleted BEFORE DELETE ON operator
BEGIN SELECT RAISE(ABORT, 'an operator is never deleted'); END;

-- The last row is on duty; one with a passphrase only in the run in which it was given.
CREATE TABLE duty (
  id       INTEGER PRIMARY KEY,
  operator INTEGER NOT NULL REFERENCES operator (id),
  run      INTEGER NOT NULL REFERENCES engine_run (id),
  since    TEXT NOT NULL
) STRICT;
CREATE TRIGGER duty_is_never_changed BEFORE UPDATE ON duty
BEGIN SELECT RAISE(ABORT, 'a duty is never changed'); END;
CREATE TRIGGER duty_is_never_deleted BEFORE DELETE ON duty
BEGIN SELECT RAISE(ABORT, 'a duty is never deleted'); END;

ALTER TABLE enterprise ADD COLUMN signed_by_another INTEGER NOT NULL DEFAULT 0 CHECK (signed_by_another IN (0, 1));

-- before and after are JSON objects of texts: the fields that differ.
CREATE TABLE journal (
  id            INTEGER PRIMARY KEY,
  at            TEXT NOT NULL,
  operator      INTEGER REFERENCES operator (id),
  operator_name TEXT NOT NULL, -- as it was then
  operation     TEXT NOT NULL CHECK (operation <> ''),
  subject       TEXT NOT NULL,
  what          TEXT NOT NULL CHECK (what <> ''),
  before        TEXT CHECK (json_type(before) = 'object'),
  after         TEXT CHECK (json_type(after) = 'object')
) STRICT;
CREATE INDEX journal_by_time ON journal (at);
CREATE TRIGGER journal_is_never_changed BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER journal_is_never_deleted BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
-- REPLACE would take the row away without asking the trigger above.
CREATE TRIGGER journal_is_never_replaced BEFORE INSERT ON journal WHEN NEW.id IN (SELECT id FROM journal)
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
