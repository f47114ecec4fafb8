-- Bonded lists that are made here (R-67, R-68): drafts, and what customs has taken of them as lists beside those that were imported.

-- A list that is changed enters as a new edition: the old one stays as it was booked, taken back by reversals. A CHECK cannot be changed
-- in place, and a view reads the table: its rows step aside while it is made anew.
CREATE TABLE bonded_list_kept AS SELECT * FROM bonded_list;
DROP TABLE bonded_list;
CREATE TABLE bonded_list (
  id                  INTEGER PRIMARY KEY,
  handbook_id         INTEGER NOT NULL REFERENCES handbook (id),
  list_no             TEXT NOT NULL CHECK (list_no <> ''), -- of a list made here 企业内部清单编号 until customs has numbered it
  edition             INTEGER NOT NULL CHECK (edition >= 0), -- 变更次数 that customs has accepted
  inner_no            TEXT NOT NULL,
  seq_no              TEXT NOT NULL, -- 预录入统一编号
  direction           TEXT NOT NULL CHECK (direction IN ('I', 'E')),
  goods               TEXT NOT NULL CHECK (goods IN ('I', 'E')),
  mode                TEXT NOT NULL CHECK (length(mode) = 4),
  list_type           TEXT NOT NULL,
  declared_on         TEXT NOT NULL,
  related_handbook_no TEXT NOT NULL,
  status              TEXT NOT NULL CHECK (status IN ('booked', 'reserved', 'unbooked', 'deleted')), -- 核扣标志
  import_id           INTEGER REFERENCES list_import (id), -- NULL for a list made here
  draft_id            TEXT REFERENCES list_draft (draft_id),
  entered_at          TEXT NOT NULL,
  replaced_by         INTEGER REFERENCES bonded_list (id), -- the edition that came in its place; NULL for the newest
  UNIQUE (handbook_id, list_no, edition),
  CHECK ((import_id IS NULL) <> (draft_id IS NULL)),
  CHECK (replaced_by IS NULL OR status = 'deleted')
) STRICT;
INSERT INTO bonded_list (id, handbook_id, list_no, edition, inner_no, seq_no, direction, goods, mode, list_type, declared_on,
    related_handbook_no, status, import_id, entered_at)
  SELECT k.id, k.handbook_id, k.list_no, 0, k.inner_no, '', k.direction, k.goods, k.mode, k.list_type, k.declared_on,
         k.related_handbook_no, k.status, k.import_id, i.imported_at
    FROM bonded_list_kept k JOIN list_import i ON i.id = k.import_id;
DROP TABLE bonded_list_kept;
CREATE INDEX bonded_list_by_status ON bonded_list (handbook_id, status, declared_on);
CREATE INDEX bonded_list_by_day ON bonded_list (handbook_id, declared_on);
CREATE INDEX bonded_list_by_inner_no ON bonded_list (inner_no) WHERE inner_no <> '';
CREATE INDEX bonded_list_of_draft ON bonded_list (draft_id) WHERE draft_id IS NOT NULL;
CREATE TRIGGER bonded_list_is_never_deleted BEFORE DELETE ON bonded_list
BEGIN SELECT RAISE(ABORT, 'a bonded list is never deleted'); END;
-- 核扣标志 moves on, and what customs gives is written. Before it is booked, customs may number and date a list made here.
CREATE TRIGGER bonded_list_keeps_what_it_says BEFORE UPDATE ON bonded_list
WHEN (NEW.id, NEW.handbook_id, NEW.inner_no, NEW.direction, NEW.goods, NEW.mode, NEW.list_type, NEW.related_handbook_no, NEW.import_id,
      NEW.draft_id, NEW.entered_at)
  IS NOT (OLD.id, OLD.handbook_id, OLD.inner_no, OLD.direction, OLD.goods, OLD.mode, OLD.list_type, OLD.related_handbook_no, OLD.import_id,
      OLD.draft_id, OLD.entered_at)
  OR (NEW.seq_no <> OLD.seq_no AND OLD.seq_no <> '')
  OR (OLD.replaced_by IS NOT NULL AND NEW.replaced_by IS NOT OLD.replaced_by)
  OR ((NEW.list_no, NEW.edition, NEW.declared_on) IS NOT (OLD.list_no, OLD.edition, OLD.declared_on)
      AND (OLD.draft_id IS NULL OR OLD.status NOT IN ('reserved', 'unbooked')))
  OR (OLD.status = 'deleted' AND NEW.status <> 'deleted') OR (OLD.status = 'booked' AND NEW.status NOT IN ('booked', 'deleted'))
BEGIN SELECT RAISE(ABORT, 'a bonded list keeps what it says'); END;
CREATE TRIGGER closed_handbook_takes_no_list_made_here BEFORE INSERT ON bonded_list
WHEN NEW.draft_id IS NOT NULL AND EXISTS (SELECT 1 FROM handbook_event WHERE handbook_id = NEW.handbook_id AND event = 'closed')
BEGIN SELECT RAISE(ABORT, 'a closed handbook takes no lists'); END;

-- What a list made here says besides; an imported one says nothing of it.
ALTER TABLE list_line ADD COLUMN legal_quantity_e5 INTEGER CHECK (legal_quantity_e5 > 0);
ALTER TABLE list_line ADD COLUMN origin_country TEXT NOT NULL DEFAULT '';
ALTER TABLE list_line ADD COLUMN destination_country TEXT NOT NULL DEFAULT '';

-- A draft is texts: what is wrong in it stays until it is right.
CREATE TABLE list_draft (
  draft_id         TEXT PRIMARY KEY CHECK (length(draft_id) = 36),
  handbook_id      INTEGER NOT NULL REFERENCES handbook (id),
  business         TEXT NOT NULL CHECK (business IN ('import', 'export', 'transferIn', 'transferOut', 'surplusIn', 'surplusOut',
                     'exchangeIn', 'exchangeOut', 'reexport', 'returnedIn', 'returnedOut', 'materialSale', 'scrapSale', 'scrapReexport',
                     'destruction', 'scrapDestruction')),
  mode             TEXT NOT NULL CHECK (length(mode) = 4),
  declaration_type TEXT NOT NULL CHECK (declaration_type IN ('1', '2', '3')), -- 1 备案, 2 变更, 3 删除
  base_list        INTEGER REFERENCES bonded_list (id), -- the edition that a change or deletion is of
  inner_no         TEXT NOT NULL, -- that of the head
  head             TEXT NOT NULL CHECK (json_valid(head) AND json_type(head) = 'object'), -- field → text
  lines            TEXT NOT NULL CHECK (json_valid(lines) AND json_type(lines) = 'array'), -- of field → text
  state            TEXT NOT NULL CHECK (state IN ('editing', 'filed', 'returned', 'accepted', 'discarded')),
  filing_id        TEXT CHECK (length(filing_id) = 36), -- the latest
  list_id          INTEGER REFERENCES bonded_list (id), -- what stands in the books for it: of a new list since it was filed
  origin_kind      TEXT CHECK (origin_kind IN ('transfer', 'surplus', 'domesticSale')),
  origin_id        TEXT CHECK (origin_id <> ''),
  created_at       TEXT NOT NULL,
  saved_at         TEXT NOT NULL,
  filed_saved_at   TEXT, -- saved_at of what was filed last: whether it has been touched since
  CHECK ((base_list IS NULL) = (declaration_type = '1')),
  CHECK ((origin_kind IS NULL) = (origin_id IS NULL)),
  CHECK (state NOT IN ('filed', 'returned', 'accepted') OR (filing_id IS NOT NULL AND filed_saved_at IS NOT NULL)),
  CHECK (state <> 'accepted' OR list_id IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX list_draft_of_handbook ON list_draft (handbook_id, created_at);
CREATE INDEX list_draft_by_inner_no ON list_draft (inner_no);
CREATE INDEX list_draft_of_origin ON list_draft (origin_kind, origin_id) WHERE origin_kind IS NOT NULL;
-- R-185: what has gone to customs has a number of its own.
CREATE UNIQUE INDEX list_draft_has_its_own_inner_no ON list_draft (inner_no) WHERE declaration_type = '1' AND state IN ('filed', 'accepted');
-- R-68: one change or deletion of a list at a time.
CREATE UNIQUE INDEX bonded_list_has_one_open_change ON list_draft (base_list) WHERE state IN ('editing', 'filed', 'returned');
CREATE TRIGGER list_draft_is_never_deleted BEFORE DELETE ON list_draft
BEGIN SELECT RAISE(ABORT, 'a draft is discarded, never deleted'); END;
CREATE TRIGGER ended_list_draft_stays_as_it_is BEFORE UPDATE ON list_draft
WHEN OLD.state IN ('accepted', 'discarded')
BEGIN SELECT RAISE(ABORT, 'this draft has ended'); END;
CREATE TRIGGER filed_list_draft_is_not_changed BEFORE UPDATE OF head, lines, inner_no, saved_at ON list_draft
WHEN OLD.state = 'filed'
BEGIN SELECT RAISE(ABORT, 'a filed draft is not changed'); END;
CREATE TRIGGER list_draft_keeps_what_it_is BEFORE UPDATE ON list_draft
WHEN (NEW.draft_id, NEW.handbook_id, NEW.business, NEW.mode, NEW.declaration_type, NEW.base_list, NEW.origin_kind, NEW.origin_id, NEW.created_at)
  IS NOT (OLD.draft_id, OLD.handbook_id, OLD.business, OLD.mode, OLD.declaration_type, OLD.base_list, OLD.origin_kind, OLD.origin_id, OLD.created_at)
BEGIN SELECT RAISE(ABORT, 'a draft keeps what it is'); END;
-- R-185: a number that another list of the books has is not filed again; who re-sends a list that came back keeps its number.
CREATE TRIGGER list_made_here_has_its_own_inner_no BEFORE INSERT ON bonded_list
WHEN NEW.draft_id IS NOT NULL AND EXISTS (
  SELECT 1 FROM bonded_list b JOIN list_draft d ON d.draft_id = NEW.draft_id
   WHERE b.inner_no = NEW.inner_no AND b.inner_no <> '' AND b.replaced_by IS NULL AND b.draft_id IS NOT NEW.draft_id
     AND b.id IS NOT d.base_list)
BEGIN SELECT RAISE(ABORT, 'this inner number is another list''s'); END;
