-- 盘点 (R-117 … R-120, R-125): what was counted at a cut-off, how shared stock is divided, what becomes of differences. Handbooks are
-- named by their number, as the count sheets name them.

CREATE TABLE stocktake (
  id           INTEGER PRIMARY KEY,
  stocktake_id TEXT NOT NULL UNIQUE CHECK (length(stocktake_id) = 36),
  stocktake_no INTEGER NOT NULL UNIQUE CHECK (stocktake_no >= 1),
  name         TEXT NOT NULL CHECK (name <> ''),
  cut_off      TEXT NOT NULL CHECK (length(cut_off) = 10), -- end of this day
  note         TEXT NOT NULL,
  made_by      TEXT NOT NULL, -- as the operator was called then
  created_at   TEXT NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('counting', 'settled', 'discarded')),
  ended_at     TEXT,
  ended_by     TEXT,
  result       TEXT CHECK (json_valid(result)), -- of a settled one: its figures and what they were reckoned by
  CHECK ((state = 'counting') = (ended_at IS NULL)),
  CHECK ((state = 'counting') = (ended_by IS NULL)),
  CHECK ((state = 'settled') = (result IS NOT NULL))
) STRICT;
CREATE TRIGGER stocktake_is_never_deleted BEFORE DELETE ON stocktake
BEGIN SELECT RAISE(ABORT, 'a stocktake is never deleted'); END;
CREATE TRIGGER stocktake_only_ends BEFORE UPDATE ON stocktake
WHEN OLD.state <> 'counting' OR NEW.id IS NOT OLD.id OR NEW.stocktake_id IS NOT OLD.stocktake_id
  OR NEW.stocktake_no IS NOT OLD.stocktake_no OR NEW.name IS NOT OLD.name OR NEW.cut_off IS NOT OLD.cut_off
  OR NEW.note IS NOT OLD.note OR NEW.made_by IS NOT OLD.made_by OR NEW.created_at IS NOT OLD.created_at
BEGIN SELECT RAISE(ABORT, 'a stocktake is only settled or discarded, once'); END;

CREATE TABLE stocktake_handbook (
  stocktake   INTEGER NOT NULL REFERENCES stocktake (id),
  handbook_no TEXT NOT NULL CHECK (length(handbook_no) = 12),
  handbook_id INTEGER NOT NULL REFERENCES handbook (id),
  PRIMARY KEY (stocktake, handbook_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX stocktake_of_handbook ON stocktake_handbook (handbook_id, stocktake);
CREATE TRIGGER stocktake_handbook_is_never_changed BEFORE UPDATE ON stocktake_handbook
BEGIN SELECT RAISE(ABORT, 'the handbooks of a stocktake are never changed'); END;
CREATE TRIGGER stocktake_handbook_is_never_deleted BEFORE DELETE ON stocktake_handbook
BEGIN SELECT RAISE(ABORT, 'the handbooks of a stocktake are never changed'); END;

-- A sheet that was typed may be typed again; one that was imported is taken away and imported anew.
CREATE TABLE count_sheet (
  id          INTEGER PRIMARY KEY,
  sheet_id    TEXT NOT NULL UNIQUE CHECK (length(sheet_id) = 36),
  stocktake   INTEGER NOT NULL REFERENCES stocktake (id),
  name        TEXT NOT NULL CHECK (name <> ''),
  origin      TEXT NOT NULL CHECK (origin IN ('import', 'typed')),
  counted_by  TEXT NOT NULL,
  counted_on  TEXT NOT NULL CHECK (length(counted_on) = 10),
  file_id     TEXT REFERENCES stored_file (file_id),
  file_sha256 TEXT CHECK (length(file_sha256) = 64),
  at          TEXT NOT NULL,
  CHECK ((origin = 'import') = (file_id IS NOT NULL)),
  CHECK ((file_id IS NULL) = (file_sha256 IS NULL)),
  UNIQUE (stocktake, file_sha256) -- the same file is counted once
) STRICT;
CREATE TRIGGER count_sheet_is_added_while_counting BEFORE INSERT ON count_sheet
WHEN (SELECT state FROM stocktake WHERE id = NEW.stocktake) <> 'counting'
BEGIN SELECT RAISE(ABORT, 'an ended stocktake takes no sheet'); END;
CREATE TRIGGER count_sheet_is_changed_while_counting BEFORE UPDATE ON count_sheet
WHEN (SELECT state FROM stocktake WHERE id = OLD.stocktake) <> 'counting' OR NEW.stocktake IS NOT OLD.stocktake
  OR NEW.sheet_id IS NOT OLD.sheet_id OR NEW.origin IS NOT OLD.origin OR OLD.origin = 'import'
BEGIN SELECT RAISE(ABORT, 'only a typed sheet of an open stocktake is changed'); END;
CREATE TRIGGER count_sheet_is_removed_while_counting BEFORE DELETE ON count_sheet
WHEN (SELECT state FROM stocktake WHERE id = OLD.stocktake) <> 'counting'
BEGIN SELECT RAISE(ABORT, 'an ended stocktake keeps its sheets'); END;

CREATE TABLE count_row (
  sheet         INTEGER NOT NULL REFERENCES count_sheet (id) ON DELETE CASCADE,
  no            INTEGER NOT NULL CHECK (no >= 1),
  kind          TEXT NOT NULL CHECK (kind IN ('raw', 'wip', 'product', 'defect', 'outsourced', 'received', 'delivered')),
  handbook_no   TEXT NOT NULL CHECK (length(handbook_no) IN (0, 12)), -- '': by its part, or by the only handbook that is counted
  goods         TEXT NOT NULL CHECK (goods IN ('material', 'product')),
  item_seq      INTEGER CHECK (item_seq >= 1), -- NULL: by its part
  part_no       TEXT NOT NULL,
  name          TEXT NOT NULL,
  version       TEXT NOT NULL,
  completion_e9 INTEGER NOT NULL CHECK (completion_e9 BETWEEN 0 AND 100000000000), -- percent (R-85)
  quantity_e5   INTEGER NOT NULL CHECK (quantity_e5 BETWEEN 0 AND 100000000000000000),
  counted_in    TEXT NOT NULL CHECK (counted_in IN ('declared', 'part')), -- unit of the item, or of the part (R-13)
  location      TEXT NOT NULL,
  remark        TEXT NOT NULL,
  PRIMARY KEY (sheet, no),
  CHECK (item_seq IS NOT NULL OR part_no <> '')
) STRICT, WITHOUT ROWID;
CREATE TRIGGER count_row_is_added_while_counting BEFORE INSERT ON count_row
WHEN (SELECT t.state FROM count_sheet s JOIN stocktake t ON t.id = s.stocktake WHERE s.id = NEW.sheet) <> 'counting'
BEGIN SELECT RAISE(ABORT, 'an ended stocktake takes no row'); END;
CREATE TRIGGER count_row_is_removed_while_counting BEFORE DELETE ON count_row
WHEN (SELECT t.state FROM count_sheet s JOIN stocktake t ON t.id = s.stocktake WHERE s.id = OLD.sheet) <> 'counting'
BEGIN SELECT RAISE(ABORT, 'an ended stocktake keeps its rows'); END;
CREATE TRIGGER count_row_is_never_changed BEFORE UPDATE ON count_row
BEGIN SELECT RAISE(ABORT, 'a counted row is replaced, never changed'); END;

-- R-125: a division of the clerk's own, in units of the part.
CREATE TABLE stock_division (
  stocktake   INTEGER NOT NULL REFERENCES stocktake (id),
  part_no     TEXT NOT NULL CHECK (part_no <> ''),
  handbook_no TEXT NOT NULL CHECK (length(handbook_no) = 12),
  quantity_e5 INTEGER NOT NULL CHECK (quantity_e5 >= 0),
  reason      TEXT NOT NULL CHECK (reason <> ''),
  PRIMARY KEY (stocktake, part_no, handbook_no)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER stock_is_divided_while_counting BEFORE INSERT ON stock_division
WHEN (SELECT state FROM stocktake WHERE id = NEW.stocktake) <> 'counting'
BEGIN SELECT RAISE(ABORT, 'an ended stocktake is not divided anew'); END;
CREATE TRIGGER stock_division_is_replaced_while_counting BEFORE DELETE ON stock_division
WHEN (SELECT state FROM stocktake WHERE id = OLD.stocktake) <> 'counting'
BEGIN SELECT RAISE(ABORT, 'an ended stocktake keeps its division'); END;
CREATE TRIGGER stock_division_is_never_changed BEFORE UPDATE ON stock_division
BEGIN SELECT RAISE(ABORT, 'a division is replaced, never changed'); END;

-- R-118, R-119: why a material differs, and what becomes of it.
CREATE TABLE difference_judgement (
  stocktake   INTEGER NOT NULL REFERENCES stocktake (id),
  handbook_no TEXT NOT NULL CHECK (length(handbook_no) = 12),
  item_seq    INTEGER NOT NULL CHECK (item_seq >= 1),
  reason      TEXT CHECK (reason IN ('transportLoss', 'processDeviation', 'unrecordedSale', 'theft', 'countError', 'disaster',
                'undeclaredTransfer', 'overDelivery', 'overDeclaredConsumption', 'substitution', 'unitError', 'other')),
  disposal    TEXT CHECK (disposal IN ('tax', 'carry', 'correctVersion', 'recount', 'accept')),
  note        TEXT NOT NULL,
  PRIMARY KEY (stocktake, handbook_no, item_seq)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER difference_is_judged_while_counting BEFORE INSERT ON difference_judgement
WHEN (SELECT state FROM stocktake WHERE id = NEW.stocktake) <> 'counting'
BEGIN SELECT RAISE(ABORT, 'an ended stocktake is not judged anew'); END;
CREATE TRIGGER difference_judgement_is_replaced_while_counting BEFORE DELETE ON difference_judgement
WHEN (SELECT state FROM stocktake WHERE id = OLD.stocktake) <> 'counting'
BEGIN SELECT RAISE(ABORT, 'an ended stocktake keeps its judgements'); END;
CREATE TRIGGER difference_judgement_is_never_changed BEFORE UPDATE ON difference_judgement
BEGIN SELECT RAISE(ABORT, 'a judgement is replaced, never changed'); END;

-- R-118: the sale that taxes a shortage. A later row stands in the place of one whose sale was discarded.
CREATE TABLE shortage_sale (
  id          INTEGER PRIMARY KEY,
  stocktake   INTEGER NOT NULL REFERENCES stocktake (id),
  handbook_no TEXT NOT NULL CHECK (length(handbook_no) = 12),
  item_seq    INTEGER NOT NULL CHECK (item_seq >= 1),
  quantity_e5 INTEGER NOT NULL CHECK (quantity_e5 > 0),
  sale_id     TEXT NOT NULL REFERENCES domestic_sale (sale_id),
  UNIQUE (stocktake, handbook_no, item_seq, sale_id)
) STRICT;
CREATE TRIGGER shortage_sale_is_never_changed BEFORE UPDATE ON shortage_sale
BEGIN SELECT RAISE(ABORT, 'the sale of a shortage is never changed'); END;
CREATE TRIGGER shortage_sale_is_never_deleted BEFORE DELETE ON shortage_sale
BEGIN SELECT RAISE(ABORT, 'the sale of a shortage is never deleted'); END;
