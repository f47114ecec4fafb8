-- Filings of every kind: of a handbook that customs has not numbered yet, made by somebody, and answered.
-- A CHECK cannot be changed in place: the two tables are made anew with their rows, while foreign keys are off (migrate.ts).

CREATE TABLE filing_of_any_kind (
  id           INTEGER PRIMARY KEY,
  filing_id    TEXT NOT NULL UNIQUE CHECK (length(filing_id) = 36), -- UUIDv7, also the id of its package
  kind         TEXT NOT NULL CHECK (kind IN ('writeOffReport', 'handbookFiling', 'handbookChange', 'selfVerification')),
  handbook_id  INTEGER REFERENCES handbook (id), -- none while customs has not accepted the first filing
  draft_id     TEXT CHECK (length(draft_id) = 36), -- of a 备案 or 变更
  proposal_sha256 TEXT CHECK (length(proposal_sha256) = 64), -- of what the draft proposed, by which a later change of it is seen
  subject      TEXT NOT NULL, -- 企业内部编号, the period of a self-verification
  seq_no       TEXT NOT NULL, -- 统一编号 in the message; what an answer adds to it stands in filing_receipt
  rule_version TEXT NOT NULL,
  made_by      INTEGER REFERENCES operator (id),
  made_by_name TEXT NOT NULL, -- as it was then
  created_at   TEXT NOT NULL,
  CHECK (handbook_id IS NOT NULL OR kind = 'handbookFiling'),
  CHECK ((draft_id IS NOT NULL) = (kind IN ('handbookFiling', 'handbookChange'))),
  CHECK ((draft_id IS NULL) = (proposal_sha256 IS NULL))
) STRICT;
INSERT INTO filing_of_any_kind
  SELECT id, filing_id, kind, handbook_id, NULL, NULL, '', '', rule_version, NULL, '', created_at FROM filing;
DROP TABLE filing;
ALTER TABLE filing_of_any_kind RENAME TO filing;
CREATE INDEX filing_of_handbook ON filing (handbook_id);
CREATE INDEX filing_of_draft ON filing (draft_id) WHERE draft_id IS NOT NULL;
CREATE TRIGGER filing_is_never_deleted BEFORE DELETE ON filing
BEGIN SELECT RAISE(ABORT, 'a filing is never deleted'); END;
-- But for the number that customs gives to a first filing's handbook: it is written once.
CREATE TRIGGER filing_is_never_changed BEFORE UPDATE ON filing
WHEN OLD.handbook_id IS NOT NULL OR NEW.handbook_id IS NULL
  OR NEW.id IS NOT OLD.id OR NEW.filing_id IS NOT OLD.filing_id OR NEW.kind IS NOT OLD.kind OR NEW.draft_id IS NOT OLD.draft_id
  OR NEW.proposal_sha256 IS NOT OLD.proposal_sha256
  OR NEW.subject IS NOT OLD.subject OR NEW.seq_no IS NOT OLD.seq_no OR NEW.rule_version IS NOT OLD.rule_version
  OR NEW.made_by IS NOT OLD.made_by OR NEW.made_by_name IS NOT OLD.made_by_name OR NEW.created_at IS NOT OLD.created_at
BEGIN SELECT RAISE(ABORT, 'a filing is never changed'); END;

CREATE TABLE filing_event_of_any_kind (
  id      INTEGER PRIMARY KEY,
  filing  INTEGER NOT NULL REFERENCES filing (id),
  at      TEXT NOT NULL,
  action  TEXT NOT NULL CHECK (action IN ('created', 'superseded', 'signed', 'exported', 'receipt', 'answered', 'discarded')),
  state   TEXT NOT NULL CHECK (state IN ('draft', 'checked', 'signed', 'queued', 'sent', 'acknowledged', 'accepted', 'returned', 'manualReview', 'closed')),
  note    TEXT NOT NULL,
  file_id TEXT REFERENCES stored_file (file_id), -- of an export: the package as a file
  CHECK ((action = 'exported') = (file_id IS NOT NULL))
) STRICT;
INSERT INTO filing_event_of_any_kind SELECT id, filing, at, action, state, note, file_id FROM filing_event;
DROP TABLE filing_event;
ALTER TABLE filing_event_of_any_kind RENAME TO filing_event;
CREATE INDEX filing_event_of_filing ON filing_event (filing, id);
CREATE TRIGGER filing_event_is_never_changed BEFORE UPDATE ON filing_event
BEGIN SELECT RAISE(ABORT, 'an event of a filing is never changed'); END;
CREATE TRIGGER filing_event_is_never_deleted BEFORE DELETE ON filing_event
BEGIN SELECT RAISE(ABORT, 'an event of a filing is never deleted'); END;

-- What an authority has answered, as a file of its import client or as read off its page.
CREATE TABLE filing_receipt (
  id          INTEGER PRIMARY KEY,
  filing      INTEGER NOT NULL REFERENCES filing (id),
  at          TEXT NOT NULL,
  message     TEXT NOT NULL CHECK (message <> ''), -- EML211, CommonResponeMessage …; manual
  result      TEXT NOT NULL CHECK (result IN ('received', 'notReceived', 'approved', 'manualReview', 'returned')),
  answered_at TEXT NOT NULL CHECK (length(answered_at) >= 10), -- yyyy-MM-dd, with HH:mm:ss where the receipt says so
  strength    INTEGER NOT NULL CHECK (strength BETWEEN 0 AND 6), -- a weaker answer does not take the place of a stronger one
  seq_no      TEXT NOT NULL,
  handbook_no TEXT NOT NULL,
  notes       TEXT NOT NULL CHECK (json_valid(notes)), -- array of texts, as they came
  file_id     TEXT REFERENCES stored_file (file_id),
  sha256      TEXT UNIQUE CHECK (length(sha256) = 64), -- of its bytes: the same receipt twice has one effect
  counted     INTEGER NOT NULL CHECK (counted IN (0, 1)),
  CHECK ((message = 'manual') = (sha256 IS NULL) AND (sha256 IS NULL) = (file_id IS NULL))
) STRICT;
CREATE INDEX filing_receipt_of_filing ON filing_receipt (filing, id);
CREATE INDEX filing_receipt_by_time ON filing_receipt (at);
CREATE TRIGGER filing_receipt_is_never_changed BEFORE UPDATE ON filing_receipt
BEGIN SELECT RAISE(ABORT, 'a receipt is never changed'); END;
CREATE TRIGGER filing_receipt_is_never_deleted BEFORE DELETE ON filing_receipt
BEGIN SELECT RAISE(ABORT, 'a receipt is never deleted'); END;
