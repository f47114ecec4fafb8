-- What the authorities set: holidays, consumption standards, controlled goods; and the enterprise's own information table.

-- An import of one table. Its rows take the place of those of the import before it (of a calendar: year by year); nothing is deleted.
CREATE TABLE reference_import (
  id          INTEGER PRIMARY KEY,
  table_name  TEXT NOT NULL CHECK (table_name IN ('calendar', 'consumptionStandards', 'controlledGoods')),
  file_id     TEXT NOT NULL REFERENCES stored_file (file_id),
  imported_at TEXT NOT NULL
) STRICT;
CREATE INDEX reference_import_of_table ON reference_import (table_name, id);

CREATE TABLE calendar_day (
  import INTEGER NOT NULL REFERENCES reference_import (id),
  on_day TEXT NOT NULL CHECK (on_day GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  kind   TEXT NOT NULL CHECK (kind IN ('rest', 'work')),
  name   TEXT NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY (import, on_day)
) STRICT, WITHOUT ROWID;

-- Limits in 10⁻⁹ of `unit` of material per unit of product. Codes are prefixes.
CREATE TABLE consumption_standard (
  import           INTEGER NOT NULL REFERENCES reference_import (id),
  no               INTEGER NOT NULL CHECK (no >= 1),
  product_hs_code  TEXT NOT NULL CHECK (length(product_hs_code) BETWEEN 4 AND 10 AND product_hs_code NOT GLOB '*[^0-9]*'),
  product_name     TEXT NOT NULL,
  material_hs_code TEXT NOT NULL CHECK (length(material_hs_code) BETWEEN 4 AND 10 AND material_hs_code NOT GLOB '*[^0-9]*'),
  material_name    TEXT NOT NULL,
  unit             TEXT NOT NULL,
  upper_e9         INTEGER NOT NULL CHECK (upper_e9 > 0),
  lower_e9         INTEGER CHECK (lower_e9 BETWEEN 0 AND upper_e9),
  valid_from       TEXT NOT NULL,
  valid_to         TEXT CHECK (valid_to >= valid_from),
  source           TEXT NOT NULL,
  PRIMARY KEY (import, no)
) STRICT, WITHOUT ROWID;

CREATE TABLE controlled_goods (
  import     INTEGER NOT NULL REFERENCES reference_import (id),
  no         INTEGER NOT NULL CHECK (no >= 1),
  hs_code    TEXT NOT NULL CHECK (length(hs_code) BETWEEN 4 AND 10 AND hs_code NOT GLOB '*[^0-9]*'),
  goods      TEXT NOT NULL CHECK (goods IN ('import', 'export', 'both')),
  control    TEXT NOT NULL CHECK (control IN ('prohibited', 'restricted')),
  name       TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to   TEXT CHECK (valid_to >= valid_from),
  source     TEXT NOT NULL,
  PRIMARY KEY (import, no)
) STRICT, WITHOUT ROWID;

-- 加工贸易企业经营状况及生产能力信息表, one row for each filling or updating. On a day the one filled last by then holds.
CREATE TABLE capability_table (
  id                            INTEGER PRIMARY KEY,
  filled_on                     TEXT NOT NULL,
  document_no                   TEXT NOT NULL,
  leased_plant                  INTEGER NOT NULL CHECK (leased_plant IN (0, 1)),
  under_smuggling_investigation INTEGER NOT NULL CHECK (under_smuggling_investigation IN (0, 1)),
  under_investigation           INTEGER NOT NULL CHECK (under_investigation IN (0, 1)),
  ordered_to_rectify            INTEGER NOT NULL CHECK (ordered_to_rectify IN (0, 1)),
  saved_at                      TEXT NOT NULL
) STRICT;
CREATE INDEX capability_table_by_day ON capability_table (filled_on, id);

CREATE TABLE capability_heading (
  capability_table INTEGER NOT NULL REFERENCES capability_table (id),
  heading          TEXT NOT NULL CHECK (heading GLOB '[0-9][0-9][0-9][0-9]'),
  PRIMARY KEY (capability_table, heading)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER reference_import_is_never_changed BEFORE UPDATE ON reference_import
BEGIN SELECT RAISE(ABORT, 'an import of reference data is never changed'); END;
CREATE TRIGGER reference_import_is_never_deleted BEFORE DELETE ON reference_import
BEGIN SELECT RAISE(ABORT, 'an import of reference data is never deleted'); END;
CREATE TRIGGER calendar_day_is_never_changed BEFORE UPDATE ON calendar_day
BEGIN SELECT RAISE(ABORT, 'a day of a calendar is never changed'); END;
CREATE TRIGGER calendar_day_is_never_deleted BEFORE DELETE ON calendar_day
BEGIN SELECT RAISE(ABORT, 'a day of a calendar is never deleted'); END;
CREATE TRIGGER consumption_standard_is_never_changed BEFORE UPDATE ON consumption_standard
BEGIN SELECT RAISE(ABORT, 'a consumption standard is never changed'); END;
CREATE TRIGGER consumption_standard_is_never_deleted BEFORE DELETE ON consumption_standard
BEGIN SELECT RAISE(ABORT, 'a consumption standard is never deleted'); END;
CREATE TRIGGER controlled_goods_is_never_changed BEFORE UPDATE ON controlled_goods
BEGIN SELECT RAISE(ABORT, 'a line of controlled goods is never changed'); END;
CREATE TRIGGER controlled_goods_is_never_deleted BEFORE DELETE ON controlled_goods
BEGIN SELECT RAISE(ABORT, 'a line of controlled goods is never deleted'); END;
CREATE TRIGGER capability_table_is_never_changed BEFORE UPDATE ON capability_table
BEGIN SELECT RAISE(ABORT, 'an information table is never changed'); END;
CREATE TRIGGER capability_table_is_never_deleted BEFORE DELETE ON capability_table
BEGIN SELECT RAISE(ABORT, 'an information table is never deleted'); END;
CREATE TRIGGER capability_heading_is_never_changed BEFORE UPDATE ON capability_heading
BEGIN SELECT RAISE(ABORT, 'a heading of an information table is never changed'); END;
CREATE TRIGGER capability_heading_is_never_deleted BEFORE DELETE ON capability_heading
BEGIN SELECT RAISE(ABORT, 'a heading of an information table is never deleted'); END;
