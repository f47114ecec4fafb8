-- Domestic sales: what is sold, its tax sheet as it was frozen, how it was settled, and the weighbridge of scrap (R-69 … R-105, R-116).

CREATE TABLE domestic_sale (
  id           INTEGER PRIMARY KEY,
  sale_id      TEXT NOT NULL UNIQUE CHECK (length(sale_id) = 36),
  sale_no      INTEGER NOT NULL UNIQUE CHECK (sale_no >= 1),
  handbook_id  INTEGER NOT NULL REFERENCES handbook (id),
  kind         TEXT NOT NULL CHECK (kind IN (
                 'material', 'surplus', 'product', 'semiFinished', 'defect', 'scrap', 'byProduct', 'disaster', 'destruction')),
  sold_on      TEXT NOT NULL CHECK (length(sold_on) = 10),
  buyer        TEXT NOT NULL,
  contract_no  TEXT NOT NULL,
  invoice_no   TEXT NOT NULL,
  collective   INTEGER NOT NULL CHECK (collective IN (0, 1)), -- R-94
  delivered_on TEXT CHECK (length(delivered_on) = 10),
  declared_on  TEXT CHECK (length(declared_on) = 10),
  tax_bill_on  TEXT CHECK (length(tax_bill_on) = 10),
  destruction  TEXT NOT NULL CHECK (destruction IN ('', 'materials', 'scrap')), -- R-93
  with_income  INTEGER NOT NULL CHECK (with_income IN (0, 1)),
  disaster_on  TEXT CHECK (length(disaster_on) = 10), -- R-92
  reported_on  TEXT CHECK (length(reported_on) = 10),
  licence_no   TEXT NOT NULL,
  remark       TEXT NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('draft', 'listed', 'settled', 'discarded')), -- 已申报 is what its lists say
  saved_at     TEXT NOT NULL,
  made_by      TEXT NOT NULL -- as the operator was called then
) STRICT;
CREATE INDEX domestic_sale_of_handbook ON domestic_sale (handbook_id, id);
CREATE TRIGGER domestic_sale_is_never_deleted BEFORE DELETE ON domestic_sale
BEGIN SELECT RAISE(ABORT, 'a domestic sale is never deleted'); END;
CREATE TRIGGER domestic_sale_ends_once BEFORE UPDATE ON domestic_sale
WHEN OLD.state IN ('settled', 'discarded') OR OLD.id <> NEW.id OR OLD.sale_id <> NEW.sale_id OR OLD.sale_no <> NEW.sale_no
BEGIN SELECT RAISE(ABORT, 'a settled or discarded sale is never changed'); END;
CREATE TRIGGER listed_sale_only_moves_on BEFORE UPDATE ON domestic_sale
WHEN OLD.state = 'listed' AND (
     NEW.handbook_id <> OLD.handbook_id OR NEW.kind <> OLD.kind OR NEW.sold_on <> OLD.sold_on OR NEW.collective <> OLD.collective
  OR NEW.buyer <> OLD.buyer OR NEW.contract_no <> OLD.contract_no OR NEW.invoice_no <> OLD.invoice_no
  OR NEW.delivered_on IS NOT OLD.delivered_on OR NEW.declared_on IS NOT OLD.declared_on OR NEW.tax_bill_on IS NOT OLD.tax_bill_on
  OR NEW.destruction <> OLD.destruction OR NEW.with_income <> OLD.with_income
  OR NEW.disaster_on IS NOT OLD.disaster_on OR NEW.reported_on IS NOT OLD.reported_on OR NEW.licence_no <> OLD.licence_no)
BEGIN SELECT RAISE(ABORT, 'a listed sale is taken back before it is changed'); END;

CREATE TABLE domestic_sale_line (
  sale             INTEGER NOT NULL REFERENCES domestic_sale (id),
  line_no          INTEGER NOT NULL CHECK (line_no >= 1),
  item_seq         INTEGER NOT NULL CHECK (item_seq >= 1),
  version          TEXT NOT NULL,
  quantity_e5      INTEGER NOT NULL CHECK (quantity_e5 > 0 AND quantity_e5 <= 100000000000000000),
  completion_e9    INTEGER NOT NULL CHECK (completion_e9 > 0 AND completion_e9 <= 100000000000), -- percent
  income_e5        INTEGER CHECK (income_e5 >= 0 AND income_e5 <= 100000000000000000),
  hs_code          TEXT NOT NULL,
  name             TEXT NOT NULL,
  bonded_share_e9  INTEGER NOT NULL CHECK (bonded_share_e9 >= 0 AND bonded_share_e9 <= 100000000000), -- percent
  PRIMARY KEY (sale, line_no)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER domestic_sale_line_is_added_to_a_draft BEFORE INSERT ON domestic_sale_line
WHEN (SELECT state FROM domestic_sale WHERE id = NEW.sale) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'only a draft takes lines'); END;
CREATE TRIGGER domestic_sale_line_is_replaced_in_a_draft BEFORE DELETE ON domestic_sale_line
WHEN (SELECT state FROM domestic_sale WHERE id = OLD.sale) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'only a draft loses lines'); END;
CREATE TRIGGER domestic_sale_line_is_never_changed BEFORE UPDATE ON domestic_sale_line
BEGIN SELECT RAISE(ABORT, 'a line of a sale is replaced, never changed'); END;

-- What the handbook does not say of a material: another origin and its proof (R-76), a price of similar goods (R-78).
CREATE TABLE domestic_sale_material (
  sale             INTEGER NOT NULL REFERENCES domestic_sale (id),
  item_seq         INTEGER NOT NULL CHECK (item_seq >= 1),
  country          TEXT NOT NULL,
  proof_no         TEXT NOT NULL,
  producer         TEXT NOT NULL,
  similar_price_e5 INTEGER CHECK (similar_price_e5 >= 0 AND similar_price_e5 <= 100000000000000000),
  similar_currency TEXT NOT NULL,
  similar_basis    TEXT NOT NULL,
  PRIMARY KEY (sale, item_seq)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER domestic_sale_material_is_added_to_a_draft BEFORE INSERT ON domestic_sale_material
WHEN (SELECT state FROM domestic_sale WHERE id = NEW.sale) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'only a draft takes materials'); END;
CREATE TRIGGER domestic_sale_material_is_replaced_in_a_draft BEFORE DELETE ON domestic_sale_material
WHEN (SELECT state FROM domestic_sale WHERE id = OLD.sale) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'only a draft loses materials'); END;
CREATE TRIGGER domestic_sale_material_is_never_changed BEFORE UPDATE ON domestic_sale_material
BEGIN SELECT RAISE(ABORT, 'what a sale says of a material is replaced, never changed'); END;

-- The tax sheet as it was when the lists were made: text that nobody changes. Taking the lists back withdraws it; it stays.
CREATE TABLE domestic_sale_sheet (
  id          INTEGER PRIMARY KEY,
  sale        INTEGER NOT NULL REFERENCES domestic_sale (id),
  sheet       TEXT NOT NULL CHECK (json_valid(sheet)),
  declared_on TEXT NOT NULL CHECK (length(declared_on) = 10), -- the day whose rates it takes (R-70)
  frozen_at   TEXT NOT NULL,
  frozen_by   TEXT NOT NULL,
  withdrawn_at TEXT
) STRICT;
CREATE UNIQUE INDEX domestic_sale_has_one_sheet ON domestic_sale_sheet (sale) WHERE withdrawn_at IS NULL;
CREATE TRIGGER domestic_sale_sheet_is_never_changed BEFORE UPDATE ON domestic_sale_sheet
WHEN OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL OR NEW.id <> OLD.id OR NEW.sale <> OLD.sale OR NEW.sheet <> OLD.sheet
  OR NEW.declared_on <> OLD.declared_on OR NEW.frozen_at <> OLD.frozen_at OR NEW.frozen_by <> OLD.frozen_by
BEGIN SELECT RAISE(ABORT, 'a frozen sheet is withdrawn, never changed'); END;
CREATE TRIGGER domestic_sale_sheet_is_never_deleted BEFORE DELETE ON domestic_sale_sheet
BEGIN SELECT RAISE(ABORT, 'a frozen sheet is never deleted'); END;

-- R-71: the tax bill and its payment; interest and late fee by the days that it has (R-98).
CREATE TABLE domestic_sale_settlement (
  sale        INTEGER PRIMARY KEY REFERENCES domestic_sale (id),
  tax_bill_no TEXT NOT NULL CHECK (tax_bill_no <> ''),
  declared_on TEXT NOT NULL CHECK (length(declared_on) = 10),
  tax_bill_on TEXT NOT NULL CHECK (length(tax_bill_on) = 10),
  paid_on     TEXT NOT NULL CHECK (length(paid_on) = 10),
  sheet       TEXT NOT NULL CHECK (json_valid(sheet)),
  recomputed_tax_e2 INTEGER, -- by the rates of the real day; null where one is missing
  settled_at  TEXT NOT NULL,
  settled_by  TEXT NOT NULL
) STRICT;
CREATE TRIGGER domestic_sale_settlement_is_never_changed BEFORE UPDATE ON domestic_sale_settlement
BEGIN SELECT RAISE(ABORT, 'a settlement is never changed'); END;
CREATE TRIGGER domestic_sale_settlement_is_never_deleted BEFORE DELETE ON domestic_sale_settlement
BEGIN SELECT RAISE(ABORT, 'a settlement is never deleted'); END;

-- R-104
CREATE TABLE domestic_sale_document (
  id          INTEGER PRIMARY KEY,
  sale        INTEGER NOT NULL REFERENCES domestic_sale (id),
  requirement TEXT NOT NULL CHECK (requirement <> ''),
  file_id     TEXT NOT NULL REFERENCES stored_file (file_id),
  attached_at TEXT NOT NULL,
  attached_by TEXT NOT NULL,
  UNIQUE (sale, requirement, file_id)
) STRICT;
CREATE TRIGGER domestic_sale_document_is_never_changed BEFORE UPDATE ON domestic_sale_document
BEGIN SELECT RAISE(ABORT, 'a document of a sale is never changed'); END;
CREATE TRIGGER domestic_sale_document_stays_with_what_has_ended BEFORE DELETE ON domestic_sale_document
WHEN (SELECT state FROM domestic_sale WHERE id = OLD.sale) IN ('settled', 'discarded')
BEGIN SELECT RAISE(ABORT, 'a document of a sale that has ended is never deleted'); END;

-- A product version by which a sale was converted: it is frozen while the sale stands (R-34, R-84).
CREATE TABLE consumption_sale (
  id          INTEGER PRIMARY KEY,
  handbook_id INTEGER NOT NULL REFERENCES handbook (id),
  product_seq INTEGER NOT NULL,
  version     TEXT NOT NULL,
  sale_id     TEXT NOT NULL CHECK (length(sale_id) = 36),
  sale_no     INTEGER NOT NULL,
  sold_on     TEXT NOT NULL CHECK (length(sold_on) = 10),
  released_at TEXT
) STRICT;
CREATE INDEX consumption_sale_of_handbook ON consumption_sale (handbook_id) WHERE released_at IS NULL;
CREATE INDEX consumption_sale_of_sale ON consumption_sale (sale_id);
CREATE TRIGGER consumption_sale_is_only_released BEFORE UPDATE ON consumption_sale
WHEN OLD.released_at IS NOT NULL OR NEW.released_at IS NULL OR NEW.handbook_id <> OLD.handbook_id OR NEW.product_seq <> OLD.product_seq
  OR NEW.version <> OLD.version OR NEW.sale_id <> OLD.sale_id OR NEW.sale_no <> OLD.sale_no OR NEW.sold_on <> OLD.sold_on
BEGIN SELECT RAISE(ABORT, 'the use of a version by a sale is only released, once'); END;
CREATE TRIGGER consumption_sale_is_never_deleted BEFORE DELETE ON consumption_sale
BEGIN SELECT RAISE(ABORT, 'the use of a version by a sale is never deleted'); END;

-- R-116: slips of the weighbridge, in the declared unit of the material that the scrap comes from.
CREATE TABLE scrap_weighing (
  id          INTEGER PRIMARY KEY,
  weighing_id TEXT NOT NULL UNIQUE CHECK (length(weighing_id) = 36),
  slip_no     TEXT NOT NULL CHECK (slip_no <> ''),
  weighed_on  TEXT NOT NULL CHECK (length(weighed_on) = 10),
  handbook_id INTEGER NOT NULL REFERENCES handbook (id),
  item_seq    INTEGER NOT NULL CHECK (item_seq >= 1),
  quantity_e5 INTEGER NOT NULL CHECK (quantity_e5 > 0 AND quantity_e5 <= 100000000000000000),
  buyer       TEXT NOT NULL,
  file_id     TEXT REFERENCES stored_file (file_id), -- the workbook in which it came
  recorded_at TEXT NOT NULL,
  recorded_by TEXT NOT NULL,
  voided_at   TEXT,
  void_reason TEXT CHECK ((void_reason IS NULL) = (voided_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX scrap_weighing_stands_once ON scrap_weighing (handbook_id, slip_no, item_seq) WHERE voided_at IS NULL;
CREATE TRIGGER scrap_weighing_is_only_voided BEFORE UPDATE ON scrap_weighing
WHEN OLD.voided_at IS NOT NULL OR NEW.voided_at IS NULL OR NEW.id <> OLD.id OR NEW.weighing_id <> OLD.weighing_id
  OR NEW.slip_no <> OLD.slip_no OR NEW.weighed_on <> OLD.weighed_on OR NEW.handbook_id <> OLD.handbook_id OR NEW.item_seq <> OLD.item_seq
  OR NEW.quantity_e5 <> OLD.quantity_e5 OR NEW.buyer <> OLD.buyer OR NEW.recorded_at <> OLD.recorded_at
BEGIN SELECT RAISE(ABORT, 'a slip is voided, never changed'); END;
CREATE TRIGGER scrap_weighing_is_never_deleted BEFORE DELETE ON scrap_weighing
BEGIN SELECT RAISE(ABORT, 'a slip is never deleted'); END;
