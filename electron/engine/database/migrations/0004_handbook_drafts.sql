-- What customs holds of a handbook in full (R-10 … R-12, FORMATS §3), and the drafts of what the enterprise is about to file of it.

ALTER TABLE handbook ADD COLUMN seq_no TEXT NOT NULL DEFAULT '';
ALTER TABLE handbook ADD COLUMN inner_no TEXT NOT NULL DEFAULT '';
ALTER TABLE handbook ADD COLUMN processor_district TEXT NOT NULL DEFAULT '';
ALTER TABLE handbook ADD COLUMN declarant_type TEXT NOT NULL DEFAULT '' CHECK (declarant_type IN ('', '1', '2', '3'));
ALTER TABLE handbook ADD COLUMN declarant_credit_code TEXT NOT NULL DEFAULT '';
ALTER TABLE handbook ADD COLUMN declarant_customs_code TEXT NOT NULL DEFAULT '';
ALTER TABLE handbook ADD COLUMN declarant_name TEXT NOT NULL DEFAULT '';
ALTER TABLE handbook ADD COLUMN declared_on TEXT NOT NULL DEFAULT '';
ALTER TABLE handbook ADD COLUMN approval_no TEXT NOT NULL DEFAULT '';
ALTER TABLE handbook ADD COLUMN processing_kind TEXT NOT NULL DEFAULT '';
ALTER TABLE handbook ADD COLUMN ports TEXT NOT NULL DEFAULT '';
ALTER TABLE handbook ADD COLUMN capacity_e5 INTEGER NOT NULL DEFAULT 0 CHECK (capacity_e5 >= 0);
ALTER TABLE handbook ADD COLUMN pause_mark TEXT NOT NULL DEFAULT '';
ALTER TABLE handbook ADD COLUMN input_credit_code TEXT NOT NULL DEFAULT '';
ALTER TABLE handbook ADD COLUMN input_customs_code TEXT NOT NULL DEFAULT '';
ALTER TABLE handbook ADD COLUMN input_name TEXT NOT NULL DEFAULT '';
ALTER TABLE handbook ADD COLUMN input_on TEXT NOT NULL DEFAULT '';
ALTER TABLE handbook ADD COLUMN contact TEXT NOT NULL DEFAULT '';
ALTER TABLE handbook ADD COLUMN phone TEXT NOT NULL DEFAULT '';
ALTER TABLE handbook ADD COLUMN remark TEXT NOT NULL DEFAULT '';

ALTER TABLE item ADD COLUMN second_legal_unit TEXT NOT NULL DEFAULT '';
ALTER TABLE item ADD COLUMN total_e5 INTEGER NOT NULL DEFAULT 0 CHECK (total_e5 >= 0); -- 申报总价
ALTER TABLE item ADD COLUMN main_mark TEXT NOT NULL DEFAULT '' CHECK (main_mark IN ('', '1', '2'));
ALTER TABLE item ADD COLUMN attribute TEXT NOT NULL DEFAULT '' CHECK (attribute IN ('', '1', '2', '3', '8', '9'));
ALTER TABLE item ADD COLUMN remark TEXT NOT NULL DEFAULT '';

-- Quantity × price of the rows there are, half-up to 0.01 (C-3), in whole numbers: with q = q1·10⁸ + q0 and p = p1·10⁸ + p0 nothing
-- on the way is longer than the result. A total beyond 64 bits, which no line of a handbook has, stays 0.
WITH cents AS (
  SELECT handbook_id, kind, seq,
         (quantity_e5 / 100000000) * unit_price_e5 + (quantity_e5 % 100000000) * (unit_price_e5 / 100000000)
           + ((quantity_e5 % 100000000) * (unit_price_e5 % 100000000) + 50000000) / 100000000 AS n
    FROM item)
UPDATE item SET total_e5 = cents.n * 1000
  FROM cents
 WHERE item.handbook_id = cents.handbook_id AND item.kind = cents.kind AND item.seq = cents.seq
   AND typeof(cents.n) = 'integer' AND cents.n <= 9223372036854775;

ALTER TABLE consumption ADD COLUMN declaration_state TEXT NOT NULL DEFAULT '2' CHECK (declaration_state IN ('1', '2', '3'));
ALTER TABLE consumption ADD COLUMN execution_mark TEXT NOT NULL DEFAULT '1' CHECK (execution_mark IN ('1', '2'));
ALTER TABLE consumption ADD COLUMN valid_to TEXT NOT NULL DEFAULT '';
ALTER TABLE consumption ADD COLUMN remark TEXT NOT NULL DEFAULT '';

-- A draft is a grid of texts: what is wrong in it stays until it is right. 修改标志 is not kept: it is what differs from the record in force.
CREATE TABLE handbook_draft (
  draft_id    TEXT PRIMARY KEY CHECK (length(draft_id) = 36),
  kind        TEXT NOT NULL CHECK (kind IN ('filing', 'change')),
  extension   INTEGER NOT NULL CHECK (extension IN (0, 1)), -- R-16: a change of 有效期
  handbook_id INTEGER REFERENCES handbook (id), -- of a filing: what has come of it
  state       TEXT NOT NULL CHECK (state IN ('editing', 'filed', 'returned', 'accepted', 'discarded')),
  filing_id   TEXT, -- the latest
  head        TEXT NOT NULL CHECK (json_valid(head)), -- field → text
  created_at  TEXT NOT NULL,
  saved_at    TEXT NOT NULL,
  CHECK (CASE kind WHEN 'change' THEN handbook_id IS NOT NULL ELSE (handbook_id IS NOT NULL) = (state = 'accepted') END),
  CHECK (state NOT IN ('filed', 'returned', 'accepted') OR filing_id IS NOT NULL)
) STRICT, WITHOUT ROWID;
-- Customs takes one change of a handbook at a time.
CREATE UNIQUE INDEX handbook_has_one_open_change ON handbook_draft (handbook_id)
  WHERE kind = 'change' AND state IN ('editing', 'filed', 'returned');

CREATE TABLE draft_row (
  row_id   INTEGER PRIMARY KEY,
  draft_id TEXT NOT NULL REFERENCES handbook_draft (draft_id),
  body     TEXT NOT NULL CHECK (body IN ('materials', 'products', 'consumptions')),
  cells    TEXT NOT NULL CHECK (json_valid(cells))
) STRICT;
CREATE INDEX draft_row_of_body ON draft_row (draft_id, body, row_id);

-- R-4: the documents that go with it, by what they are for.
CREATE TABLE draft_document (
  draft_id    TEXT NOT NULL REFERENCES handbook_draft (draft_id),
  requirement TEXT NOT NULL CHECK (requirement <> ''),
  file_id     TEXT NOT NULL REFERENCES stored_file (file_id),
  PRIMARY KEY (draft_id, requirement, file_id)
) STRICT, WITHOUT ROWID;

-- What has been filed is what was filed: only a draft in the clerk's hands is changed. Discarded ones can still be read.
CREATE TRIGGER handbook_draft_is_never_deleted BEFORE DELETE ON handbook_draft
BEGIN SELECT RAISE(ABORT, 'a draft is discarded, never deleted'); END;
CREATE TRIGGER ended_draft_stays_as_it_is BEFORE UPDATE ON handbook_draft
WHEN OLD.state IN ('accepted', 'discarded')
BEGIN SELECT RAISE(ABORT, 'this draft has ended'); END;
CREATE TRIGGER filed_head_stays_as_it_is BEFORE UPDATE OF head, kind, extension ON handbook_draft
WHEN OLD.state = 'filed'
BEGIN SELECT RAISE(ABORT, 'a filed draft is not changed'); END;
CREATE TRIGGER filed_draft_takes_no_row BEFORE INSERT ON draft_row
WHEN (SELECT state FROM handbook_draft WHERE draft_id = NEW.draft_id) NOT IN ('editing', 'returned')
BEGIN SELECT RAISE(ABORT, 'a filed draft is not changed'); END;
CREATE TRIGGER filed_row_stays_as_it_is BEFORE UPDATE ON draft_row
WHEN (SELECT state FROM handbook_draft WHERE draft_id = OLD.draft_id) NOT IN ('editing', 'returned') OR NEW.draft_id <> OLD.draft_id
BEGIN SELECT RAISE(ABORT, 'a filed draft is not changed'); END;
CREATE TRIGGER filed_row_is_not_deleted BEFORE DELETE ON draft_row
WHEN (SELECT state FROM handbook_draft WHERE draft_id = OLD.draft_id) NOT IN ('editing', 'returned')
BEGIN SELECT RAISE(ABORT, 'a filed draft is not changed'); END;
CREATE TRIGGER filed_draft_takes_no_document BEFORE INSERT ON draft_document
WHEN (SELECT state FROM handbook_draft WHERE draft_id = NEW.draft_id) NOT IN ('editing', 'returned')
BEGIN SELECT RAISE(ABORT, 'a filed draft is not changed'); END;
CREATE TRIGGER filed_document_stays BEFORE DELETE ON draft_document
WHEN (SELECT state FROM handbook_draft WHERE draft_id = OLD.draft_id) NOT IN ('editing', 'returned')
BEGIN SELECT RAISE(ABORT, 'a filed draft is not changed'); END;
