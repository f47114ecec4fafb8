-- Bonded transfers (R-47 … R-57): whom goods go to and come from, the slips that went with them, and what was declared of it.

CREATE TABLE partner (
  id               INTEGER PRIMARY KEY,
  partner_id       TEXT NOT NULL UNIQUE CHECK (length(partner_id) = 36),
  name             TEXT NOT NULL CHECK (name <> ''),
  credit_code      TEXT NOT NULL UNIQUE CHECK (length(credit_code) = 18),
  customs_code     TEXT NOT NULL CHECK (length(customs_code) = 10),
  customs_district TEXT NOT NULL,
  contact          TEXT NOT NULL,
  phone            TEXT NOT NULL,
  address          TEXT NOT NULL,
  fingerprint      TEXT UNIQUE CHECK (fingerprint <> ''), -- of the key that a clerk has confirmed as the partner's
  fingerprint_confirmed_at TEXT,
  active           INTEGER NOT NULL CHECK (active IN (0, 1)),
  saved_at         TEXT NOT NULL,
  CHECK ((fingerprint IS NULL) = (fingerprint_confirmed_at IS NULL))
) STRICT;
CREATE TRIGGER partner_is_never_deleted BEFORE DELETE ON partner
BEGIN SELECT RAISE(ABORT, 'a partner is never deleted'); END;

-- A handbook is one enterprise's: by it a list is known to be a partner's.
CREATE TABLE partner_handbook (
  handbook_no TEXT PRIMARY KEY CHECK (length(handbook_no) = 12),
  partner     INTEGER NOT NULL REFERENCES partner (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX partner_handbook_of_partner ON partner_handbook (partner);

-- R-50: which of the partner's items one of ours is, from a day on. A later one comes in the place of an earlier one.
CREATE TABLE partner_item (
  id                  INTEGER PRIMARY KEY,
  partner             INTEGER NOT NULL REFERENCES partner (id),
  handbook_id         INTEGER NOT NULL REFERENCES handbook (id),
  goods               TEXT NOT NULL CHECK (goods IN ('I', 'E')),
  item_seq            INTEGER NOT NULL CHECK (item_seq BETWEEN 1 AND 999999999),
  partner_handbook_no TEXT NOT NULL CHECK (length(partner_handbook_no) = 12),
  partner_item_seq    INTEGER NOT NULL CHECK (partner_item_seq BETWEEN 1 AND 999999999),
  factor_e9           INTEGER NOT NULL CHECK (factor_e9 > 0), -- partner's units in one of ours
  from_day            TEXT NOT NULL,
  recorded_at         TEXT NOT NULL,
  UNIQUE (partner, handbook_id, goods, item_seq, partner_handbook_no, from_day)
) STRICT;
CREATE TRIGGER partner_item_is_never_changed BEFORE UPDATE ON partner_item
BEGIN SELECT RAISE(ABORT, 'a pair of items is never changed'); END;
CREATE TRIGGER partner_item_is_never_deleted BEFORE DELETE ON partner_item
BEGIN SELECT RAISE(ABORT, 'a pair of items is never deleted'); END;

-- R-48, R-52: what was handed over before it is declared. What is written stays; a wrong slip is voided.
CREATE TABLE delivery_slip (
  id                  INTEGER PRIMARY KEY,
  slip_id             TEXT NOT NULL UNIQUE CHECK (length(slip_id) = 36),
  partner             INTEGER NOT NULL REFERENCES partner (id),
  way                 TEXT NOT NULL CHECK (way IN ('out', 'in')),
  kind                TEXT NOT NULL CHECK (kind IN ('delivery', 'return')),
  slip_no             TEXT NOT NULL CHECK (slip_no <> ''),
  delivered_on        TEXT NOT NULL CHECK (length(delivered_on) = 10),
  handbook_id         INTEGER NOT NULL REFERENCES handbook (id),
  partner_handbook_no TEXT NOT NULL CHECK (length(partner_handbook_no) = 12),
  vehicle             TEXT NOT NULL,
  signed_by           TEXT NOT NULL,
  remark              TEXT NOT NULL,
  source              TEXT NOT NULL CHECK (source IN ('typed', 'workbook', 'package')),
  source_file_id      TEXT REFERENCES stored_file (file_id), -- the workbook or package
  recorded_at         TEXT NOT NULL,
  voided_at           TEXT,
  void_reason         TEXT NOT NULL DEFAULT '',
  CHECK ((source = 'typed') = (source_file_id IS NULL)),
  CHECK ((voided_at IS NULL) = (void_reason = ''))
) STRICT;
CREATE UNIQUE INDEX delivery_slip_has_its_own_no ON delivery_slip (partner, way, slip_no) WHERE voided_at IS NULL;
CREATE INDEX delivery_slip_of_handbook ON delivery_slip (handbook_id, delivered_on);
CREATE TRIGGER delivery_slip_is_never_deleted BEFORE DELETE ON delivery_slip
BEGIN SELECT RAISE(ABORT, 'a slip is voided, never deleted'); END;
CREATE TRIGGER delivery_slip_is_only_voided BEFORE UPDATE ON delivery_slip
WHEN OLD.voided_at IS NOT NULL OR NEW.voided_at IS NULL
  OR (NEW.id, NEW.slip_id, NEW.partner, NEW.way, NEW.kind, NEW.slip_no, NEW.delivered_on, NEW.handbook_id, NEW.partner_handbook_no,
      NEW.vehicle, NEW.signed_by, NEW.remark, NEW.source, NEW.source_file_id, NEW.recorded_at)
  IS NOT (OLD.id, OLD.slip_id, OLD.partner, OLD.way, OLD.kind, OLD.slip_no, OLD.delivered_on, OLD.handbook_id, OLD.partner_handbook_no,
      OLD.vehicle, OLD.signed_by, OLD.remark, OLD.source, OLD.source_file_id, OLD.recorded_at)
BEGIN SELECT RAISE(ABORT, 'a slip is voided, never changed'); END;

-- A wrong credit code can be mended while nothing rests on it.
CREATE TRIGGER partner_keeps_its_identity BEFORE UPDATE OF id, partner_id, credit_code ON partner
WHEN (NEW.id, NEW.partner_id) IS NOT (OLD.id, OLD.partner_id) OR (NEW.credit_code <> OLD.credit_code
  AND (OLD.fingerprint IS NOT NULL OR EXISTS (SELECT 1 FROM delivery_slip WHERE partner = OLD.id)))
BEGIN SELECT RAISE(ABORT, 'a partner keeps its credit code'); END;

CREATE TABLE delivery_line (
  slip          INTEGER NOT NULL REFERENCES delivery_slip (id),
  line_no       INTEGER NOT NULL CHECK (line_no >= 1),
  item_seq      INTEGER NOT NULL CHECK (item_seq BETWEEN 1 AND 999999999),
  version       TEXT NOT NULL, -- 单耗版本号 of a product that goes out
  quantity_e5   INTEGER NOT NULL CHECK (quantity_e5 > 0),
  unit_price_e5 INTEGER CHECK (unit_price_e5 >= 0),
  currency      TEXT NOT NULL,
  lot           TEXT NOT NULL,
  PRIMARY KEY (slip, line_no),
  CHECK (unit_price_e5 IS NULL OR currency <> '')
) STRICT, WITHOUT ROWID;
CREATE TRIGGER delivery_line_is_never_changed BEFORE UPDATE ON delivery_line
BEGIN SELECT RAISE(ABORT, 'a line of a slip is never changed'); END;
CREATE TRIGGER delivery_line_is_never_deleted BEFORE DELETE ON delivery_line
BEGIN SELECT RAISE(ABORT, 'a line of a slip is never deleted'); END;

-- 深加工结转: a collective declaration of slips, with the draft of its list. Where the list stands says where it stands.
CREATE TABLE transfer (
  id                  INTEGER PRIMARY KEY,
  transfer_id         TEXT NOT NULL UNIQUE CHECK (length(transfer_id) = 36),
  transfer_no         TEXT NOT NULL UNIQUE CHECK (transfer_no <> ''), -- the same on both sides
  partner             INTEGER NOT NULL REFERENCES partner (id),
  way                 TEXT NOT NULL CHECK (way IN ('out', 'in')),
  handbook_id         INTEGER NOT NULL REFERENCES handbook (id),
  partner_handbook_no TEXT NOT NULL CHECK (length(partner_handbook_no) = 12),
  from_day            TEXT NOT NULL,
  to_day              TEXT NOT NULL,
  deadline            TEXT NOT NULL,
  draft_id            TEXT NOT NULL UNIQUE REFERENCES list_draft (draft_id),
  partner_list_no     TEXT NOT NULL,
  from_package        INTEGER NOT NULL CHECK (from_package IN (0, 1)),
  created_at          TEXT NOT NULL,
  CHECK (from_day <= to_day)
) STRICT;
CREATE INDEX transfer_of_handbook ON transfer (handbook_id, created_at);
CREATE TRIGGER transfer_is_never_deleted BEFORE DELETE ON transfer
BEGIN SELECT RAISE(ABORT, 'a transfer is never deleted'); END;
-- A newer package of the partner may bring its list number, and, before ours is filed, other figures with another draft.
CREATE TRIGGER transfer_keeps_what_it_is BEFORE UPDATE ON transfer
WHEN (NEW.id, NEW.transfer_id, NEW.transfer_no, NEW.partner, NEW.way, NEW.handbook_id, NEW.partner_handbook_no, NEW.from_package, NEW.created_at)
  IS NOT (OLD.id, OLD.transfer_id, OLD.transfer_no, OLD.partner, OLD.way, OLD.handbook_id, OLD.partner_handbook_no, OLD.from_package, OLD.created_at)
BEGIN SELECT RAISE(ABORT, 'a transfer keeps what it is'); END;

-- What was proposed of each item: what the draft of the list began with.
CREATE TABLE transfer_line (
  transfer      INTEGER NOT NULL REFERENCES transfer (id),
  item_seq      INTEGER NOT NULL CHECK (item_seq BETWEEN 1 AND 999999999),
  version       TEXT NOT NULL,
  quantity_e5   INTEGER NOT NULL CHECK (quantity_e5 > 0),
  unit_price_e5 INTEGER CHECK (unit_price_e5 >= 0),
  currency      TEXT NOT NULL,
  slips         INTEGER NOT NULL CHECK (slips >= 0),
  PRIMARY KEY (transfer, item_seq, version)
) STRICT, WITHOUT ROWID;
CREATE TABLE transfer_slip (
  transfer INTEGER NOT NULL REFERENCES transfer (id),
  slip     INTEGER NOT NULL REFERENCES delivery_slip (id),
  PRIMARY KEY (transfer, slip)
) STRICT, WITHOUT ROWID;
CREATE INDEX transfer_of_slip ON transfer_slip (slip);
-- How much of a line of a slip it declares: what is left of it is for another.
CREATE TABLE transfer_claim (
  transfer    INTEGER NOT NULL,
  slip        INTEGER NOT NULL,
  line_no     INTEGER NOT NULL,
  quantity_e5 INTEGER NOT NULL CHECK (quantity_e5 > 0),
  PRIMARY KEY (transfer, slip, line_no),
  FOREIGN KEY (transfer, slip) REFERENCES transfer_slip (transfer, slip),
  FOREIGN KEY (slip, line_no) REFERENCES delivery_line (slip, line_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX transfer_claim_of_line ON transfer_claim (slip, line_no);

-- Packages with a transfer: sent as a filing of ours, read from the partner. A read one is known by its own id and bytes.
CREATE TABLE transfer_package (
  id         INTEGER PRIMARY KEY,
  transfer   INTEGER NOT NULL REFERENCES transfer (id),
  way        TEXT NOT NULL CHECK (way IN ('sent', 'read')),
  package_id TEXT NOT NULL UNIQUE CHECK (length(package_id) = 36), -- the filing, ours or the partner's
  sequence   INTEGER CHECK (sequence >= 1), -- place in the partner's chain of packages
  sha256     TEXT CHECK (length(sha256) = 64),
  file_id    TEXT REFERENCES stored_file (file_id),
  name       TEXT NOT NULL,
  at         TEXT NOT NULL,
  CHECK ((way = 'read') = (sequence IS NOT NULL)),
  CHECK ((sequence IS NULL) = (sha256 IS NULL) AND (sequence IS NULL) = (file_id IS NULL))
) STRICT;
CREATE INDEX transfer_package_of_transfer ON transfer_package (transfer, id);
CREATE TRIGGER transfer_package_is_never_changed BEFORE UPDATE ON transfer_package
BEGIN SELECT RAISE(ABORT, 'a package is never changed'); END;
CREATE TRIGGER transfer_package_is_never_deleted BEFORE DELETE ON transfer_package
BEGIN SELECT RAISE(ABORT, 'a package is never deleted'); END;
-- The partner's items as it said: what ours are compared with (R-50).
CREATE TABLE transfer_package_item (
  package       INTEGER NOT NULL REFERENCES transfer_package (id),
  item_seq      INTEGER NOT NULL CHECK (item_seq BETWEEN 1 AND 999999999),
  hs_code       TEXT NOT NULL,
  name          TEXT NOT NULL,
  unit          TEXT NOT NULL,
  quantity_e5   INTEGER NOT NULL CHECK (quantity_e5 >= 0),
  unit_price_e5 INTEGER CHECK (unit_price_e5 >= 0),
  currency      TEXT NOT NULL,
  PRIMARY KEY (package, item_seq)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER transfer_package_item_is_never_changed BEFORE UPDATE ON transfer_package_item
BEGIN SELECT RAISE(ABORT, 'what a package says is never changed'); END;
CREATE TRIGGER transfer_package_item_is_never_deleted BEFORE DELETE ON transfer_package_item
BEGIN SELECT RAISE(ABORT, 'what a package says is never deleted'); END;

-- 余料结转: two lists of one movement (R-54).
CREATE TABLE surplus_transfer (
  id               INTEGER PRIMARY KEY,
  surplus_id       TEXT NOT NULL UNIQUE CHECK (length(surplus_id) = 36),
  from_handbook_id INTEGER NOT NULL REFERENCES handbook (id),
  to_handbook_id   INTEGER NOT NULL REFERENCES handbook (id),
  out_draft_id     TEXT NOT NULL UNIQUE REFERENCES list_draft (draft_id),
  in_draft_id      TEXT NOT NULL UNIQUE REFERENCES list_draft (draft_id),
  created_at       TEXT NOT NULL,
  CHECK (from_handbook_id <> to_handbook_id)
) STRICT;
CREATE TRIGGER surplus_transfer_is_never_changed BEFORE UPDATE ON surplus_transfer
BEGIN SELECT RAISE(ABORT, 'a surplus transfer is never changed'); END;
CREATE TRIGGER surplus_transfer_is_never_deleted BEFORE DELETE ON surplus_transfer
BEGIN SELECT RAISE(ABORT, 'a surplus transfer is never deleted'); END;
