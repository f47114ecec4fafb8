-- The factory's own parts: 归并关系 with its dated factor (R-13, R-45), and the ERP's bills of material (R-46).
-- Both only grow: a row holds from its day to the day before the next one of the same part begins.

CREATE TABLE mapping (
  id             INTEGER PRIMARY KEY,
  handbook_id    INTEGER NOT NULL REFERENCES handbook (id),
  part_no        TEXT NOT NULL CHECK (length(part_no) BETWEEN 1 AND 64),
  part_name      TEXT NOT NULL,
  part_unit      TEXT NOT NULL CHECK (part_unit <> ''),
  goods          TEXT NOT NULL CHECK (goods IN ('I', 'E')),
  item_seq       INTEGER NOT NULL CHECK (item_seq BETWEEN 1 AND 999999999),
  factor_e9      INTEGER NOT NULL CHECK (factor_e9 > 0), -- declared units in one unit of the part
  valid_from     TEXT NOT NULL CHECK (length(valid_from) = 10),
  recorded_at    TEXT NOT NULL,
  source_file_id TEXT REFERENCES stored_file (file_id), -- NULL where it was typed
  UNIQUE (handbook_id, part_no, valid_from)
) STRICT;
CREATE INDEX mapping_of_item ON mapping (handbook_id, goods, item_seq);

CREATE TRIGGER mapping_only_follows BEFORE INSERT ON mapping
WHEN EXISTS (SELECT 1 FROM mapping m WHERE m.handbook_id = NEW.handbook_id AND m.part_no = NEW.part_no AND m.valid_from >= NEW.valid_from)
BEGIN SELECT RAISE(ABORT, 'a mapping begins after the earlier ones of its part'); END;
CREATE TRIGGER mapping_is_never_changed BEFORE UPDATE ON mapping
BEGIN SELECT RAISE(ABORT, 'a mapping is never changed'); END;
CREATE TRIGGER mapping_is_never_deleted BEFORE DELETE ON mapping
BEGIN SELECT RAISE(ABORT, 'a mapping is never deleted'); END;

CREATE TABLE bom (
  id                INTEGER PRIMARY KEY,
  product_part_no   TEXT NOT NULL CHECK (length(product_part_no) BETWEEN 1 AND 64),
  product_part_name TEXT NOT NULL,
  version           TEXT NOT NULL CHECK (length(version) BETWEEN 1 AND 32),
  valid_from        TEXT NOT NULL CHECK (length(valid_from) = 10),
  levels            INTEGER NOT NULL CHECK (levels BETWEEN 1 AND 20),
  imported_at       TEXT NOT NULL,
  source_file_id    TEXT NOT NULL REFERENCES stored_file (file_id),
  UNIQUE (product_part_no, version),
  UNIQUE (product_part_no, valid_from)
) STRICT;

-- quantity_e9 ÷ base_e9 of the part in one unit of its parent: an ERP's 用量 and 基数, as one die of 520 on a wafer is no decimal.
CREATE TABLE bom_line (
  bom_id          INTEGER NOT NULL REFERENCES bom (id),
  line_no         INTEGER NOT NULL CHECK (line_no >= 1),
  parent_part_no  TEXT NOT NULL CHECK (parent_part_no <> ''),
  part_no         TEXT NOT NULL CHECK (length(part_no) BETWEEN 1 AND 64),
  part_name       TEXT NOT NULL,
  part_unit       TEXT NOT NULL CHECK (part_unit <> ''),
  quantity_e9     INTEGER NOT NULL CHECK (quantity_e9 > 0),
  base_e9         INTEGER NOT NULL CHECK (base_e9 > 0),
  loss_e9         INTEGER NOT NULL CHECK (loss_e9 >= 0 AND loss_e9 < 100000000000), -- percent of what this stage is given
  alternate_group TEXT NOT NULL,
  share_e9        INTEGER NOT NULL CHECK (share_e9 > 0 AND share_e9 <= 100000000000), -- percent
  bonded          INTEGER NOT NULL CHECK (bonded IN (0, 1)),
  PRIMARY KEY (bom_id, line_no),
  CHECK (part_no <> parent_part_no),
  CHECK (alternate_group <> '' OR share_e9 = 100000000000)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER bom_only_follows BEFORE INSERT ON bom
WHEN EXISTS (SELECT 1 FROM bom b WHERE b.product_part_no = NEW.product_part_no AND b.valid_from >= NEW.valid_from)
BEGIN SELECT RAISE(ABORT, 'a bill of material begins after the earlier ones of its product'); END;
CREATE TRIGGER bom_is_never_changed BEFORE UPDATE ON bom
BEGIN SELECT RAISE(ABORT, 'a bill of material is never changed'); END;
CREATE TRIGGER bom_is_never_deleted BEFORE DELETE ON bom
BEGIN SELECT RAISE(ABORT, 'a bill of material is never deleted'); END;
CREATE TRIGGER bom_line_is_never_changed BEFORE UPDATE ON bom_line
BEGIN SELECT RAISE(ABORT, 'a line of a bill of material is never changed'); END;
CREATE TRIGGER bom_line_is_never_deleted BEFORE DELETE ON bom_line
BEGIN SELECT RAISE(ABORT, 'a line of a bill of material is never deleted'); END;
