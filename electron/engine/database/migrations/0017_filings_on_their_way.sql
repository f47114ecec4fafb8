-- Filings for commerce, tax and forex too, and what happens to a package on its way. A CHECK cannot be changed in place: the two
-- tables are made anew with their rows, while foreign keys are off (migrate.ts).

CREATE TABLE filing_for_any_authority (
  id           INTEGER PRIMARY KEY,
  filing_id    TEXT NOT NULL UNIQUE CHECK (length(filing_id) = 36), -- UUIDv7, also the id of its package
  kind         TEXT NOT NULL CHECK (kind IN (
                 'writeOffReport', 'handbookFiling', 'handbookChange', 'selfVerification', 'bondedList', 'outwardProcessing', 'transferPackage',
                 'capabilityTable', 'taxWriteOff', 'forexReport')),
  handbook_id  INTEGER REFERENCES handbook (id), -- none of a first filing that customs has not accepted, and of what is about no one handbook
  draft_id     TEXT CHECK (length(draft_id) = 36), -- what it was made of: a draft of a handbook or list, an application, a transfer
  proposal_sha256 TEXT CHECK (length(proposal_sha256) = 64), -- of what that proposed, by which a later change of it is seen
  subject      TEXT NOT NULL, -- 企业内部编号, the period of a self-verification, 结转编号, the year of a tax write-off
  seq_no       TEXT NOT NULL, -- 统一编号 in the message; what an answer adds to it stands in filing_receipt
  rule_version TEXT NOT NULL,
  made_by      INTEGER REFERENCES operator (id),
  made_by_name TEXT NOT NULL, -- as it was then
  created_at   TEXT NOT NULL,
  CHECK (handbook_id IS NOT NULL OR kind IN ('handbookFiling', 'capabilityTable', 'taxWriteOff', 'forexReport')),
  CHECK ((draft_id IS NULL) = (kind IN ('writeOffReport', 'selfVerification', 'capabilityTable', 'taxWriteOff', 'forexReport'))),
  CHECK ((draft_id IS NULL) = (proposal_sha256 IS NULL))
) STRICT;
INSERT INTO filing_for_any_authority
  SELECT id, filing_id, kind, handbook_id, draft_id, proposal_sha256, subject, seq_no, rule_version, made_by, made_by_name, created_at FROM filing;
DROP TABLE filing;
-- Views name the table that is gone for a moment: they are not looked at while the new one takes its name.
PRAGMA legacy_alter_table = ON;
ALTER TABLE filing_for_any_authority RENAME TO filing;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX filing_of_handbook ON filing (handbook_id);
CREATE INDEX filing_of_draft ON filing (draft_id) WHERE draft_id IS NOT NULL;
CREATE TRIGGER filing_is_never_deleted BEFORE DELETE ON filing
BEGIN SELECT RAISE(ABORT, 'a filing is never deleted'); END;
-- But for the number that customs gives to a first filing's handbook: it is written once.
CREATE TRIGGER filing_is_never_changed BEFORE UPDATE ON filing
WHEN OLD.handbook_id IS NOT NULL OR NEW.handbook_id IS NULL OR OLD.kind <> 'handbookFiling'
  OR NEW.id IS NOT OLD.id OR NEW.filing_id IS NOT OLD.filing_id OR NEW.kind IS NOT OLD.kind OR NEW.draft_id IS NOT OLD.draft_id
  OR NEW.proposal_sha256 IS NOT OLD.proposal_sha256
  OR NEW.subject IS NOT OLD.subject OR NEW.seq_no IS NOT OLD.seq_no OR NEW.rule_version IS NOT OLD.rule_version
  OR NEW.made_by IS NOT OLD.made_by OR NEW.made_by_name IS NOT OLD.made_by_name OR NEW.created_at IS NOT OLD.created_at
BEGIN SELECT RAISE(ABORT, 'a filing is never changed'); END;

CREATE TABLE filing_event_on_its_way (
  id      INTEGER PRIMARY KEY,
  filing  INTEGER NOT NULL REFERENCES filing (id),
  at      TEXT NOT NULL,
  action  TEXT NOT NULL CHECK (action IN (
            'created', 'superseded', 'signed', 'exported', 'receipt', 'answered', 'discarded',
            'queued', 'withdrawn', 'sent', 'outcomeUnknown', 'stopped')),
  state   TEXT NOT NULL CHECK (state IN ('draft', 'checked', 'signed', 'queued', 'sent', 'acknowledged', 'accepted', 'returned', 'manualReview', 'closed')),
  note    TEXT NOT NULL,
  file_id TEXT REFERENCES stored_file (file_id), -- of an export: the package as a file
  CHECK ((action = 'exported') = (file_id IS NOT NULL))
) STRICT;
INSERT INTO filing_event_on_its_way SELECT id, filing, at, action, state, note, file_id FROM filing_event;
DROP TABLE filing_event;
PRAGMA legacy_alter_table = ON;
ALTER TABLE filing_event_on_its_way RENAME TO filing_event;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX filing_event_of_filing ON filing_event (filing, id);
CREATE TRIGGER filing_event_is_never_changed BEFORE UPDATE ON filing_event
BEGIN SELECT RAISE(ABORT, 'an event of a filing is never changed'); END;
CREATE TRIGGER filing_event_is_never_deleted BEFORE DELETE ON filing_event
BEGIN SELECT RAISE(ABORT, 'an event of a filing is never deleted'); END;

-- Where a check can be mended: a path of the window, empty where there is none.
ALTER TABLE filing_check ADD COLUMN mend_at TEXT NOT NULL DEFAULT '';

-- Where an older backup was restored: the packages signed since then are out in the world, and the chain goes on behind the last of them.
CREATE TABLE package_chain_gap (
  sequence    INTEGER PRIMARY KEY CHECK (sequence >= 1), -- of the last package that was signed before the books were set back
  sha256      TEXT NOT NULL CHECK (length(sha256) = 64),
  recorded_at TEXT NOT NULL
) STRICT;
CREATE TRIGGER package_chain_gap_is_never_changed BEFORE UPDATE ON package_chain_gap
BEGIN SELECT RAISE(ABORT, 'a gap in the chain is never changed'); END;
CREATE TRIGGER package_chain_gap_is_never_deleted BEFORE DELETE ON package_chain_gap
BEGIN SELECT RAISE(ABORT, 'a gap in the chain is never deleted'); END;

CREATE VIEW package_chain_end AS
  SELECT sequence, sha256 FROM (SELECT sequence, sha256 FROM filing_package UNION ALL SELECT sequence, sha256 FROM package_chain_gap)
   ORDER BY sequence DESC LIMIT 1;
DROP TRIGGER filing_package_continues_the_chain;
CREATE TRIGGER filing_package_continues_the_chain BEFORE INSERT ON filing_package
WHEN NEW.sequence <> coalesce((SELECT sequence FROM package_chain_end), 0) + 1
  OR NEW.previous_sha256 IS NOT (SELECT sha256 FROM package_chain_end)
BEGIN SELECT RAISE(ABORT, 'a package follows the last one of the chain'); END;
