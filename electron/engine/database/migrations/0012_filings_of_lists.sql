-- Filings of bonded lists, outward processing and packages for partners. A CHECK cannot be changed in place: the table is made anew
-- with its rows, while foreign keys are off (migrate.ts).

CREATE TABLE filing_of_lists_too (
  id           INTEGER PRIMARY KEY,
  filing_id    TEXT NOT NULL UNIQUE CHECK (length(filing_id) = 36), -- UUIDv7, also the id of its package
  kind         TEXT NOT NULL CHECK (kind IN (
                 'writeOffReport', 'handbookFiling', 'handbookChange', 'selfVerification', 'bondedList', 'outwardProcessing', 'transferPackage')),
  handbook_id  INTEGER REFERENCES handbook (id), -- none while customs has not accepted the first filing
  draft_id     TEXT CHECK (length(draft_id) = 36), -- what it was made of: a draft of a handbook or list, an application, a transfer
  proposal_sha256 TEXT CHECK (length(proposal_sha256) = 64), -- of what that proposed, by which a later change of it is seen
  subject      TEXT NOT NULL, -- 企业内部编号, the period of a self-verification, 结转编号
  seq_no       TEXT NOT NULL, -- 统一编号 in the message; what an answer adds to it stands in filing_receipt
  rule_version TEXT NOT NULL,
  made_by      INTEGER REFERENCES operator (id),
  made_by_name TEXT NOT NULL, -- as it was then
  created_at   TEXT NOT NULL,
  CHECK (handbook_id IS NOT NULL OR kind = 'handbookFiling'),
  CHECK ((draft_id IS NULL) = (kind IN ('writeOffReport', 'selfVerification'))),
  CHECK ((draft_id IS NULL) = (proposal_sha256 IS NULL))
) STRICT;
INSERT INTO filing_of_lists_too
  SELECT id, filing_id, kind, handbook_id, draft_id, proposal_sha256, subject, seq_no, rule_version, made_by, made_by_name, created_at FROM filing;
DROP TABLE filing;
-- Views name the table that is gone for a moment: they are not looked at while the new one takes its name.
PRAGMA legacy_alter_table = ON;
ALTER TABLE filing_of_lists_too RENAME TO filing;
PRAGMA legacy_alter_table = OFF;
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

-- Of the answer to a bonded list: its number, and what customs' books say of it (FORMATS §8).
ALTER TABLE filing_receipt ADD COLUMN list_no TEXT NOT NULL DEFAULT '';
ALTER TABLE filing_receipt ADD COLUMN list_status TEXT NOT NULL DEFAULT '' CHECK (list_status IN ('', 'booked', 'reserved', 'unbooked'));
