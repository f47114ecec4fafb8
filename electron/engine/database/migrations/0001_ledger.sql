-- The books of one enterprise: itself, its handbooks, their bonded lists, and the ledger of movements.
-- Scales (DESIGN §5): *_e5 is 10⁻⁵ of a unit or currency, *_e9 is 10⁻⁹. Days are 'YYYY-MM-DD', instants ISO 8601 in UTC.

CREATE TABLE engine_run (
  id              INTEGER PRIMARY KEY,
  started_at      TEXT NOT NULL,
  program_version TEXT NOT NULL,
  closed_at       TEXT
) STRICT;

CREATE TABLE enterprise (
  id               INTEGER PRIMARY KEY CHECK (id = 1),
  name             TEXT NOT NULL CHECK (name <> ''),
  credit_code      TEXT NOT NULL CHECK (length(credit_code) = 18),
  customs_code     TEXT NOT NULL CHECK (length(customs_code) = 10),
  customs_district TEXT NOT NULL,
  contact          TEXT NOT NULL,
  phone            TEXT NOT NULL,
  address          TEXT NOT NULL,
  is_sample        INTEGER NOT NULL CHECK (is_sample IN (0, 1)),
  saved_at         TEXT NOT NULL
) STRICT;

-- The bytes lie in the folder beside the database, under the id.
CREATE TABLE stored_file (
  file_id    TEXT PRIMARY KEY,
  name       TEXT NOT NULL CHECK (name <> ''),
  size       INTEGER NOT NULL CHECK (size >= 0),
  sha256     TEXT NOT NULL CHECK (length(sha256) = 64),
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE handbook (
  id                     INTEGER PRIMARY KEY,
  handbook_no            TEXT NOT NULL UNIQUE CHECK (length(handbook_no) = 12),
  kind                   TEXT NOT NULL CHECK (kind IN ('B', 'C', 'D', 'E', 'H')),
  operator_credit_code   TEXT NOT NULL,
  operator_customs_code  TEXT NOT NULL,
  operator_name          TEXT NOT NULL,
  processor_credit_code  TEXT NOT NULL,
  processor_customs_code TEXT NOT NULL,
  processor_name         TEXT NOT NULL,
  customs_district       TEXT NOT NULL,
  supervision_mode       TEXT NOT NULL,
  levy_nature            TEXT NOT NULL,
  import_contract_no     TEXT NOT NULL,
  export_contract_no     TEXT NOT NULL,
  import_currency        TEXT NOT NULL,
  export_currency        TEXT NOT NULL,
  established_on         TEXT NOT NULL,
  valid_to               TEXT NOT NULL,
  consumption_stage      TEXT NOT NULL CHECK (consumption_stage IN ('1', '2')),
  purpose                TEXT NOT NULL,
  imported_at            TEXT NOT NULL,
  source_file_id         TEXT NOT NULL REFERENCES stored_file (file_id),
  CHECK (established_on <= valid_to)
) STRICT;

CREATE TABLE item (
  handbook_id   INTEGER NOT NULL REFERENCES handbook (id),
  kind          TEXT NOT NULL CHECK (kind IN ('I', 'E')), -- 料件成品标志: I 料件, E 成品
  seq           INTEGER NOT NULL CHECK (seq BETWEEN 1 AND 999999999),
  part_no       TEXT NOT NULL,
  hs_code       TEXT NOT NULL,
  name          TEXT NOT NULL,
  spec          TEXT NOT NULL,
  unit          TEXT NOT NULL,
  legal_unit    TEXT NOT NULL,
  quantity_e5   INTEGER NOT NULL CHECK (quantity_e5 >= 0),
  unit_price_e5 INTEGER NOT NULL CHECK (unit_price_e5 >= 0),
  currency      TEXT NOT NULL,
  country       TEXT NOT NULL,
  levy_mode     TEXT NOT NULL,
  PRIMARY KEY (handbook_id, kind, seq)
) STRICT, WITHOUT ROWID;

-- R-12, R-35: one row per material of one version of a product. Material first: the balance reads it material by material.
CREATE TABLE consumption (
  handbook_id  INTEGER NOT NULL REFERENCES handbook (id),
  material_seq INTEGER NOT NULL,
  product_seq  INTEGER NOT NULL,
  version      TEXT NOT NULL CHECK (version <> ''),
  net_e9        INTEGER NOT NULL CHECK (net_e9 >= 0),
  tangible_e9   INTEGER NOT NULL CHECK (tangible_e9 >= 0),
  intangible_e9 INTEGER NOT NULL CHECK (intangible_e9 >= 0),
  bonded_e9     INTEGER NOT NULL CHECK (bonded_e9 BETWEEN 0 AND 100000000000),
  PRIMARY KEY (handbook_id, material_seq, product_seq, version),
  CHECK (tangible_e9 + intangible_e9 < 100000000000) -- R-27: the losses are below 100 %
) STRICT, WITHOUT ROWID;
CREATE INDEX consumption_of_product ON consumption (handbook_id, product_seq, version);

CREATE TABLE list_import (
  id               INTEGER PRIMARY KEY,
  handbook_id      INTEGER NOT NULL REFERENCES handbook (id),
  file_id          TEXT NOT NULL REFERENCES stored_file (file_id),
  imported_at      TEXT NOT NULL,
  lists            INTEGER NOT NULL,
  lines            INTEGER NOT NULL,
  rejected_file_id TEXT REFERENCES stored_file (file_id)
) STRICT;

-- A refused row stays open until its line is in the ledger or a person has settled it. list_no and line_no are what the row said, if it said it.
CREATE TABLE list_refusal (
  id        INTEGER PRIMARY KEY,
  import_id INTEGER NOT NULL REFERENCES list_import (id),
  sheet     TEXT NOT NULL,
  row       INTEGER NOT NULL,
  "column"  TEXT NOT NULL,
  code      TEXT NOT NULL,
  message   TEXT NOT NULL,
  list_no   TEXT NOT NULL,
  line_no   INTEGER,
  settled_at TEXT
) STRICT;
CREATE INDEX list_refusal_of_import ON list_refusal (import_id);

CREATE TABLE bonded_list (
  id                  INTEGER PRIMARY KEY,
  handbook_id         INTEGER NOT NULL REFERENCES handbook (id),
  list_no             TEXT NOT NULL CHECK (list_no <> ''),
  inner_no            TEXT NOT NULL,
  direction           TEXT NOT NULL CHECK (direction IN ('I', 'E')),
  goods               TEXT NOT NULL CHECK (goods IN ('I', 'E')),
  mode                TEXT NOT NULL CHECK (length(mode) = 4),
  list_type           TEXT NOT NULL,
  declared_on         TEXT NOT NULL,
  related_handbook_no TEXT NOT NULL,
  status              TEXT NOT NULL CHECK (status IN ('booked', 'reserved', 'unbooked', 'deleted')), -- 核扣标志
  import_id           INTEGER NOT NULL REFERENCES list_import (id),
  UNIQUE (handbook_id, list_no)
) STRICT;
CREATE INDEX bonded_list_by_status ON bonded_list (handbook_id, status, declared_on);
CREATE INDEX bonded_list_by_day ON bonded_list (handbook_id, declared_on);

CREATE TABLE list_line (
  list_id       INTEGER NOT NULL REFERENCES bonded_list (id),
  line_no       INTEGER NOT NULL CHECK (line_no >= 1),
  item_seq      INTEGER NOT NULL,
  version       TEXT NOT NULL,
  quantity_e5   INTEGER NOT NULL CHECK (quantity_e5 > 0),
  unit_price_e5 INTEGER CHECK (unit_price_e5 >= 0),
  total_e5      INTEGER CHECK (total_e5 >= 0),
  currency      TEXT NOT NULL,
  PRIMARY KEY (list_id, line_no)
) STRICT, WITHOUT ROWID;

-- The ledger (DESIGN §6): one row per booked line, or per line taken back; never changed, never deleted.
CREATE TABLE movement (
  id           INTEGER PRIMARY KEY,
  handbook_id  INTEGER NOT NULL REFERENCES handbook (id),
  item_kind    TEXT NOT NULL CHECK (item_kind IN ('I', 'E')),
  item_seq     INTEGER NOT NULL,
  version      TEXT NOT NULL,
  mode         TEXT NOT NULL,
  direction    TEXT NOT NULL CHECK (direction IN ('I', 'E')),
  quantity_e5  INTEGER NOT NULL CHECK (quantity_e5 <> 0),
  value_e5     INTEGER, -- in the currency of the line; NULL where the list gave none
  booked_on    TEXT NOT NULL, -- 申报日期 of the list
  list_id      INTEGER NOT NULL,
  line_no      INTEGER NOT NULL,
  reverses_id  INTEGER REFERENCES movement (id),
  recorded_at  TEXT NOT NULL,
  FOREIGN KEY (list_id, line_no) REFERENCES list_line (list_id, line_no),
  CHECK ((reverses_id IS NULL) = (quantity_e5 > 0))
) STRICT;
CREATE UNIQUE INDEX movement_is_reversed_once ON movement (reverses_id) WHERE reverses_id IS NOT NULL;
CREATE INDEX movement_of_line ON movement (list_id, line_no);
CREATE INDEX movement_of_item ON movement (handbook_id, item_kind, item_seq, booked_on);

CREATE TRIGGER movement_is_never_changed BEFORE UPDATE ON movement
BEGIN SELECT RAISE(ABORT, 'a booked movement is never changed'); END;
CREATE TRIGGER movement_is_never_deleted BEFORE DELETE ON movement
BEGIN SELECT RAISE(ABORT, 'a booked movement is never deleted'); END;
CREATE TRIGGER list_line_is_never_changed BEFORE UPDATE ON list_line
BEGIN SELECT RAISE(ABORT, 'a list line is never changed'); END;
CREATE TRIGGER list_line_is_never_deleted BEFORE DELETE ON list_line
BEGIN SELECT RAISE(ABORT, 'a list line is never deleted'); END;
CREATE TRIGGER bonded_list_is_never_deleted BEFORE DELETE ON bonded_list
BEGIN SELECT RAISE(ABORT, 'a bonded list is never deleted'); END;

-- Totals by month, kept by the database itself so that they cannot drift from the ledger: the balance never re-reads lines.
CREATE TABLE movement_total (
  handbook_id INTEGER NOT NULL,
  item_kind   TEXT NOT NULL,
  item_seq    INTEGER NOT NULL,
  version     TEXT NOT NULL,
  mode        TEXT NOT NULL,
  direction   TEXT NOT NULL,
  month       TEXT NOT NULL, -- 'YYYY-MM'
  quantity_e5 INTEGER NOT NULL,
  PRIMARY KEY (handbook_id, item_kind, item_seq, version, mode, direction, month)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER movement_adds_to_total AFTER INSERT ON movement
BEGIN
  INSERT INTO movement_total (handbook_id, item_kind, item_seq, version, mode, direction, month, quantity_e5)
  VALUES (NEW.handbook_id, NEW.item_kind, NEW.item_seq, NEW.version, NEW.mode, NEW.direction, substr(NEW.booked_on, 1, 7), NEW.quantity_e5)
  ON CONFLICT DO UPDATE SET quantity_e5 = quantity_e5 + excluded.quantity_e5;
END;
