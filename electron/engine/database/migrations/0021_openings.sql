-- 期初: what an older system has booked up to a day. It stands in the ledger as lists of its own, one per mode, direction and goods, so
-- that the balance, the guards and the report read nothing but movements; what customs numbered are the lists of opening_list (R-19).

CREATE TABLE opening (
  id           INTEGER PRIMARY KEY,
  handbook_id  INTEGER NOT NULL REFERENCES handbook (id),
  as_of        TEXT NOT NULL CHECK (length(as_of) = 10), -- end of this day
  file_id      TEXT NOT NULL REFERENCES stored_file (file_id),
  imported_at  TEXT NOT NULL,
  imported_by  TEXT NOT NULL,
  withdrawn_at TEXT,
  withdrawn_by TEXT NOT NULL DEFAULT '',
  reason       TEXT NOT NULL DEFAULT '',
  CHECK ((withdrawn_at IS NULL) = (reason = ''))
) STRICT;
CREATE UNIQUE INDEX handbook_has_one_opening ON opening (handbook_id) WHERE withdrawn_at IS NULL;
CREATE TRIGGER opening_is_never_deleted BEFORE DELETE ON opening
BEGIN SELECT RAISE(ABORT, 'an opening is withdrawn, never deleted'); END;
CREATE TRIGGER opening_is_only_withdrawn BEFORE UPDATE ON opening
WHEN OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL
  OR (NEW.id, NEW.handbook_id, NEW.as_of, NEW.file_id, NEW.imported_at, NEW.imported_by)
  IS NOT (OLD.id, OLD.handbook_id, OLD.as_of, OLD.file_id, OLD.imported_at, OLD.imported_by)
BEGIN SELECT RAISE(ABORT, 'an opening is only withdrawn, once'); END;

CREATE TABLE opening_list (
  opening   INTEGER NOT NULL REFERENCES opening (id),
  list_no   TEXT NOT NULL CHECK (list_no <> ''), -- of the older system
  direction TEXT NOT NULL CHECK (direction IN ('I', 'E')),
  PRIMARY KEY (opening, list_no)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER opening_list_is_never_changed BEFORE UPDATE ON opening_list
BEGIN SELECT RAISE(ABORT, 'a list of an opening is never changed'); END;
CREATE TRIGGER opening_list_is_never_deleted BEFORE DELETE ON opening_list
BEGIN SELECT RAISE(ABORT, 'a list of an opening is never deleted'); END;

-- A CHECK cannot be changed in place: the table is made anew with its rows, while foreign keys are off (migrate.ts).
CREATE TABLE bonded_list_or_opening (
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
  import_id           INTEGER REFERENCES list_import (id), -- the workbook that brought it,
  draft_id            TEXT REFERENCES list_draft (draft_id), -- or the draft of a list made here,
  opening             INTEGER REFERENCES opening (id), -- or the opening that it holds totals of
  entered_at          TEXT NOT NULL,
  replaced_by         INTEGER REFERENCES bonded_list (id), -- the edition that came in its place; NULL for the newest
  UNIQUE (handbook_id, list_no, edition),
  CHECK ((import_id IS NULL) + (draft_id IS NULL) + (opening IS NULL) = 2),
  CHECK (opening IS NULL OR (status IN ('booked', 'deleted') AND inner_no = '' AND replaced_by IS NULL)),
  CHECK (replaced_by IS NULL OR status = 'deleted')
) STRICT;
INSERT INTO bonded_list_or_opening (id, handbook_id, list_no, edition, inner_no, seq_no, direction, goods, mode, list_type, declared_on,
    related_handbook_no, status, import_id, draft_id, entered_at, replaced_by)
  SELECT id, handbook_id, list_no, edition, inner_no, seq_no, direction, goods, mode, list_type, declared_on,
         related_handbook_no, status, import_id, draft_id, entered_at, replaced_by FROM bonded_list;
DROP TABLE bonded_list;
-- Views name the table that is gone for a moment: they are not looked at while the new one takes its name.
PRAGMA legacy_alter_table = ON;
ALTER TABLE bonded_list_or_opening RENAME TO bonded_list;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX bonded_list_by_status ON bonded_list (handbook_id, status, declared_on);
CREATE INDEX bonded_list_by_day ON bonded_list (handbook_id, declared_on);
CREATE INDEX bonded_list_by_inner_no ON bonded_list (inner_no) WHERE inner_no <> '';
CREATE INDEX bonded_list_of_draft ON bonded_list (draft_id) WHERE draft_id IS NOT NULL;
CREATE INDEX bonded_list_of_opening ON bonded_list (opening) WHERE opening IS NOT NULL;
CREATE TRIGGER bonded_list_is_never_deleted BEFORE DELETE ON bonded_list
BEGIN SELECT RAISE(ABORT, 'a bonded list is never deleted'); END;
-- 核扣标志 moves on, and what customs gives is written. Before it is booked, customs may number and date a list made here.
CREATE TRIGGER bonded_list_keeps_what_it_says BEFORE UPDATE ON bonded_list
WHEN (NEW.id, NEW.handbook_id, NEW.inner_no, NEW.direction, NEW.goods, NEW.mode, NEW.list_type, NEW.related_handbook_no, NEW.import_id,
      NEW.draft_id, NEW.opening, NEW.entered_at)
  IS NOT (OLD.id, OLD.handbook_id, OLD.inner_no, OLD.direction, OLD.goods, OLD.mode, OLD.list_type, OLD.related_handbook_no, OLD.import_id,
      OLD.draft_id, OLD.opening, OLD.entered_at)
  OR (NEW.seq_no <> OLD.seq_no AND OLD.seq_no <> '')
  OR (OLD.replaced_by IS NOT NULL AND NEW.replaced_by IS NOT OLD.replaced_by)
  OR ((NEW.list_no, NEW.edition, NEW.declared_on) IS NOT (OLD.list_no, OLD.edition, OLD.declared_on)
      AND (OLD.draft_id IS NULL OR OLD.status NOT IN ('reserved', 'unbooked')))
  OR (OLD.status = 'deleted' AND NEW.status <> 'deleted') OR (OLD.status = 'booked' AND NEW.status NOT IN ('booked', 'deleted'))
BEGIN SELECT RAISE(ABORT, 'a bonded list keeps what it says'); END;
CREATE TRIGGER closed_handbook_takes_no_list_made_here BEFORE INSERT ON bonded_list
WHEN NEW.draft_id IS NOT NULL AND EXISTS (SELECT 1 FROM handbook_event WHERE handbook_id = NEW.handbook_id AND event = 'closed')
BEGIN SELECT RAISE(ABORT, 'a closed handbook takes no lists'); END;
-- R-185: a number that another list of the books has is not filed again; who re-sends a list that came back keeps its number.
CREATE TRIGGER list_made_here_has_its_own_inner_no BEFORE INSERT ON bonded_list
WHEN NEW.draft_id IS NOT NULL AND EXISTS (
  SELECT 1 FROM bonded_list b JOIN list_draft d ON d.draft_id = NEW.draft_id
   WHERE b.inner_no = NEW.inner_no AND b.inner_no <> '' AND b.replaced_by IS NULL AND b.draft_id IS NOT NEW.draft_id
     AND b.id IS NOT d.base_list)
BEGIN SELECT RAISE(ABORT, 'this inner number is another list''s'); END;

-- What lists bring and what the opening holds never overlap: neither is booked over the other.
CREATE TRIGGER list_is_declared_after_the_opening BEFORE INSERT ON bonded_list
WHEN NEW.opening IS NULL AND EXISTS (
  SELECT 1 FROM opening WHERE handbook_id = NEW.handbook_id AND withdrawn_at IS NULL AND as_of >= NEW.declared_on)
BEGIN SELECT RAISE(ABORT, 'a list is declared after the opening'); END;
CREATE TRIGGER list_stays_after_the_opening BEFORE UPDATE OF declared_on ON bonded_list
WHEN NEW.declared_on <> OLD.declared_on AND EXISTS (
  SELECT 1 FROM opening WHERE handbook_id = NEW.handbook_id AND withdrawn_at IS NULL AND as_of >= NEW.declared_on)
BEGIN SELECT RAISE(ABORT, 'a list is declared after the opening'); END;
CREATE TRIGGER opening_is_before_the_lists BEFORE INSERT ON opening
WHEN EXISTS (
  SELECT 1 FROM bonded_list WHERE handbook_id = NEW.handbook_id AND opening IS NULL AND status <> 'deleted' AND declared_on <= NEW.as_of)
BEGIN SELECT RAISE(ABORT, 'an opening is before the lists'); END;
CREATE TRIGGER opening_list_is_no_list_of_the_books BEFORE INSERT ON opening_list
WHEN EXISTS (
  SELECT 1 FROM bonded_list b JOIN opening o ON o.id = NEW.opening
   WHERE b.handbook_id = o.handbook_id AND b.list_no = NEW.list_no AND b.status <> 'deleted')
BEGIN SELECT RAISE(ABORT, 'a list of an opening is in the books'); END;
CREATE TRIGGER list_is_not_in_the_opening BEFORE INSERT ON bonded_list
WHEN NEW.opening IS NULL AND EXISTS (
  SELECT 1 FROM opening o JOIN opening_list l ON l.opening = o.id
   WHERE o.handbook_id = NEW.handbook_id AND o.withdrawn_at IS NULL AND l.list_no = NEW.list_no)
BEGIN SELECT RAISE(ABORT, 'a list is in the opening'); END;
