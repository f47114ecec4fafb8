-- What goes beside the transfers: outward processing (R-61 … R-64), substitution (R-60), chains of integrated circuits (R-66), groups (R-65).

-- 外发加工申报表. It is edited until it is filed, and again when customs has sent it back.
CREATE TABLE outward_application (
  id             INTEGER PRIMARY KEY,
  application_id TEXT NOT NULL UNIQUE CHECK (length(application_id) = 36),
  handbook_id    INTEGER NOT NULL REFERENCES handbook (id),
  inner_no       TEXT NOT NULL UNIQUE CHECK (inner_no <> ''),
  contractor_name TEXT NOT NULL CHECK (contractor_name <> ''),
  contractor_credit_code TEXT NOT NULL,
  contractor_customs_code TEXT NOT NULL,
  contractor_customs_district TEXT NOT NULL,
  contractor_district TEXT NOT NULL,
  contractor_contact TEXT NOT NULL,
  contractor_phone TEXT NOT NULL,
  contractor_address TEXT NOT NULL,
  contract_no    TEXT NOT NULL,
  processes      TEXT NOT NULL CHECK (processes <> ''),
  all_processes  INTEGER NOT NULL CHECK (all_processes IN (0, 1)),
  sent_goods     TEXT NOT NULL CHECK (sent_goods <> ''),
  returned_goods TEXT NOT NULL CHECK (returned_goods <> ''),
  valid_to       TEXT NOT NULL CHECK (length(valid_to) = 10),
  remark         TEXT NOT NULL,
  state          TEXT NOT NULL CHECK (state IN ('draft', 'filed', 'accepted', 'returned', 'closed')),
  application_no TEXT NOT NULL, -- 外发加工备案编号, by customs
  filed_on       TEXT CHECK (length(filed_on) = 10),
  filing_id      TEXT REFERENCES filing (filing_id),
  close_note     TEXT NOT NULL,
  saved_at       TEXT NOT NULL,
  CHECK (state NOT IN ('filed', 'accepted') OR (filing_id IS NOT NULL AND filed_on IS NOT NULL))
) STRICT;
CREATE INDEX outward_application_of_handbook ON outward_application (handbook_id);
CREATE TRIGGER outward_application_keeps_its_name BEFORE UPDATE ON outward_application
WHEN NEW.id <> OLD.id OR NEW.application_id <> OLD.application_id OR NEW.handbook_id <> OLD.handbook_id
BEGIN SELECT RAISE(ABORT, 'an application of outward processing keeps its id and its handbook'); END;
CREATE TRIGGER filed_outward_application_is_not_edited BEFORE UPDATE ON outward_application
WHEN OLD.state IN ('filed', 'accepted') AND (
     NEW.inner_no <> OLD.inner_no OR NEW.contractor_name <> OLD.contractor_name
  OR NEW.contractor_credit_code <> OLD.contractor_credit_code OR NEW.contractor_customs_code <> OLD.contractor_customs_code
  OR NEW.contractor_customs_district <> OLD.contractor_customs_district OR NEW.contractor_district <> OLD.contractor_district
  OR NEW.contractor_contact <> OLD.contractor_contact OR NEW.contractor_phone <> OLD.contractor_phone
  OR NEW.contractor_address <> OLD.contractor_address OR NEW.contract_no <> OLD.contract_no OR NEW.processes <> OLD.processes
  OR NEW.all_processes <> OLD.all_processes OR NEW.sent_goods <> OLD.sent_goods OR NEW.returned_goods <> OLD.returned_goods
  OR NEW.valid_to <> OLD.valid_to OR NEW.remark <> OLD.remark)
BEGIN SELECT RAISE(ABORT, 'a filed application of outward processing is not edited'); END;
CREATE TRIGGER closed_outward_application_is_never_changed BEFORE UPDATE ON outward_application
WHEN OLD.state = 'closed'
BEGIN SELECT RAISE(ABORT, 'a closed application of outward processing is never changed'); END;
CREATE TRIGGER outward_application_is_never_deleted BEFORE DELETE ON outward_application
BEGIN SELECT RAISE(ABORT, 'an application of outward processing is never deleted'); END;

-- R-63: what the guarantee is reckoned from, replaced together with its application.
CREATE TABLE outward_guarantee_line (
  application INTEGER NOT NULL REFERENCES outward_application (id),
  line_no     INTEGER NOT NULL CHECK (line_no >= 1),
  item_seq    INTEGER NOT NULL CHECK (item_seq BETWEEN 1 AND 999999999),
  value_e5    INTEGER NOT NULL CHECK (value_e5 >= 0),
  duty_e9     INTEGER NOT NULL CHECK (duty_e9 >= 0), -- percent
  vat_e9      INTEGER NOT NULL CHECK (vat_e9 >= 0),  -- percent
  PRIMARY KEY (application, line_no)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER filed_outward_guarantee_is_not_added BEFORE INSERT ON outward_guarantee_line
WHEN (SELECT state FROM outward_application WHERE id = NEW.application) NOT IN ('draft', 'returned')
BEGIN SELECT RAISE(ABORT, 'a filed application of outward processing is not edited'); END;
CREATE TRIGGER outward_guarantee_is_replaced_not_changed BEFORE UPDATE ON outward_guarantee_line
BEGIN SELECT RAISE(ABORT, 'the lines of a guarantee are replaced together'); END;
CREATE TRIGGER filed_outward_guarantee_is_not_deleted BEFORE DELETE ON outward_guarantee_line
WHEN (SELECT state FROM outward_application WHERE id = OLD.application) NOT IN ('draft', 'returned')
BEGIN SELECT RAISE(ABORT, 'a filed application of outward processing is not edited'); END;

-- One slip out to the contractor or back. Never changed: it is voided, once.
CREATE TABLE outward_movement (
  id          INTEGER PRIMARY KEY,
  movement_id TEXT NOT NULL UNIQUE CHECK (length(movement_id) = 36),
  application INTEGER NOT NULL REFERENCES outward_application (id),
  kind        TEXT NOT NULL CHECK (kind IN ('dispatch', 'return')),
  slip_no     TEXT NOT NULL CHECK (slip_no <> ''),
  moved_on    TEXT NOT NULL CHECK (length(moved_on) = 10),
  vehicle     TEXT NOT NULL,
  signed_by   TEXT NOT NULL,
  remark      TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  voided_at   TEXT,
  void_reason TEXT NOT NULL,
  CHECK ((voided_at IS NULL) = (void_reason = ''))
) STRICT;
CREATE INDEX outward_movement_of_application ON outward_movement (application, moved_on);
CREATE UNIQUE INDEX outward_slip_stands_once ON outward_movement (application, kind, slip_no) WHERE voided_at IS NULL;
CREATE TRIGGER outward_movement_is_only_voided BEFORE UPDATE ON outward_movement
WHEN OLD.voided_at IS NOT NULL OR NEW.voided_at IS NULL
  OR NEW.id <> OLD.id OR NEW.movement_id <> OLD.movement_id OR NEW.application <> OLD.application OR NEW.kind <> OLD.kind
  OR NEW.slip_no <> OLD.slip_no OR NEW.moved_on <> OLD.moved_on OR NEW.vehicle <> OLD.vehicle OR NEW.signed_by <> OLD.signed_by
  OR NEW.remark <> OLD.remark OR NEW.recorded_at <> OLD.recorded_at
BEGIN SELECT RAISE(ABORT, 'a slip of outward processing is only voided, once'); END;
CREATE TRIGGER outward_movement_is_never_deleted BEFORE DELETE ON outward_movement
BEGIN SELECT RAISE(ABORT, 'a slip of outward processing is never deleted'); END;

CREATE TABLE outward_movement_line (
  movement    INTEGER NOT NULL REFERENCES outward_movement (id),
  line_no     INTEGER NOT NULL CHECK (line_no >= 1),
  goods       TEXT NOT NULL CHECK (goods IN ('material', 'semiFinished', 'product', 'scrap', 'defect', 'byProduct', 'surplus')),
  item_seq    INTEGER NOT NULL CHECK (item_seq BETWEEN 1 AND 999999999),
  version     TEXT NOT NULL,
  name        TEXT NOT NULL,
  quantity_e5 INTEGER NOT NULL CHECK (quantity_e5 > 0),
  PRIMARY KEY (movement, line_no)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER outward_movement_line_is_never_changed BEFORE UPDATE ON outward_movement_line
BEGIN SELECT RAISE(ABORT, 'a slip of outward processing is only voided'); END;
CREATE TRIGGER outward_movement_line_is_never_deleted BEFORE DELETE ON outward_movement_line
BEGIN SELECT RAISE(ABORT, 'a slip of outward processing is never deleted'); END;

-- What of the goods sent out has gone into what comes back as something else.
CREATE TABLE outward_movement_use (
  movement    INTEGER NOT NULL,
  line_no     INTEGER NOT NULL,
  goods       TEXT NOT NULL CHECK (goods IN ('material', 'semiFinished', 'product', 'defect')),
  item_seq    INTEGER NOT NULL CHECK (item_seq BETWEEN 1 AND 999999999),
  quantity_e5 INTEGER NOT NULL CHECK (quantity_e5 > 0),
  PRIMARY KEY (movement, line_no, goods, item_seq),
  FOREIGN KEY (movement, line_no) REFERENCES outward_movement_line (movement, line_no)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER outward_movement_use_is_never_changed BEFORE UPDATE ON outward_movement_use
BEGIN SELECT RAISE(ABORT, 'a slip of outward processing is only voided'); END;
CREATE TRIGGER outward_movement_use_is_never_deleted BEFORE DELETE ON outward_movement_use
BEGIN SELECT RAISE(ABORT, 'a slip of outward processing is never deleted'); END;

-- 料件串换凭证 (R-60). It touches no movement: both legs are of the same quantity.
CREATE TABLE substitution (
  id              INTEGER PRIMARY KEY,
  substitution_id TEXT NOT NULL UNIQUE CHECK (length(substitution_id) = 36),
  voucher_no      INTEGER NOT NULL UNIQUE CHECK (voucher_no >= 1),
  handbook_id     INTEGER NOT NULL REFERENCES handbook (id),
  substituted_on  TEXT NOT NULL CHECK (length(substituted_on) = 10),
  approval_no     TEXT NOT NULL CHECK (approval_no <> ''),
  approved_on     TEXT NOT NULL CHECK (length(approved_on) = 10),
  reason          TEXT NOT NULL CHECK (reason <> ''),
  recorded_by     TEXT NOT NULL,
  recorded_at     TEXT NOT NULL,
  voided_at       TEXT,
  void_reason     TEXT NOT NULL,
  CHECK (approved_on <= substituted_on),
  CHECK ((voided_at IS NULL) = (void_reason = ''))
) STRICT;
CREATE INDEX substitution_of_handbook ON substitution (handbook_id);
CREATE TRIGGER substitution_is_only_voided BEFORE UPDATE ON substitution
WHEN OLD.voided_at IS NOT NULL OR NEW.voided_at IS NULL
  OR NEW.id <> OLD.id OR NEW.substitution_id <> OLD.substitution_id OR NEW.voucher_no <> OLD.voucher_no
  OR NEW.handbook_id <> OLD.handbook_id OR NEW.substituted_on <> OLD.substituted_on OR NEW.approval_no <> OLD.approval_no
  OR NEW.approved_on <> OLD.approved_on OR NEW.reason <> OLD.reason OR NEW.recorded_by <> OLD.recorded_by
  OR NEW.recorded_at <> OLD.recorded_at
BEGIN SELECT RAISE(ABORT, 'a voucher of substitution is only voided, once'); END;
CREATE TRIGGER substitution_is_never_deleted BEFORE DELETE ON substitution
BEGIN SELECT RAISE(ABORT, 'a voucher of substitution is never deleted'); END;

CREATE TABLE substitution_line (
  substitution       INTEGER NOT NULL REFERENCES substitution (id),
  line_no            INTEGER NOT NULL CHECK (line_no >= 1),
  item_seq           INTEGER NOT NULL CHECK (item_seq BETWEEN 1 AND 999999999),
  item_name          TEXT NOT NULL, -- as it was recorded then
  item_spec          TEXT NOT NULL,
  unit               TEXT NOT NULL,
  by_goods           TEXT NOT NULL CHECK (by_goods IN ('bonded', 'imported', 'domestic')),
  other_handbook_no  TEXT NOT NULL,
  other_item_seq     INTEGER CHECK (other_item_seq BETWEEN 1 AND 999999999),
  other_name         TEXT NOT NULL,
  other_spec         TEXT NOT NULL,
  zero_duty_no_licence INTEGER NOT NULL CHECK (zero_duty_no_licence IN (0, 1)),
  quantity_e5        INTEGER NOT NULL CHECK (quantity_e5 > 0),
  PRIMARY KEY (substitution, line_no),
  CHECK ((by_goods = 'bonded') = (other_handbook_no <> '')),
  CHECK ((by_goods = 'bonded') = (other_item_seq IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE TRIGGER substitution_line_is_never_changed BEFORE UPDATE ON substitution_line
BEGIN SELECT RAISE(ABORT, 'a voucher of substitution is only voided'); END;
CREATE TRIGGER substitution_line_is_never_deleted BEFORE DELETE ON substitution_line
BEGIN SELECT RAISE(ABORT, 'a voucher of substitution is never deleted'); END;

-- 全产业链 (R-66): enterprises in their order, with what comes in and goes out of each.
CREATE TABLE chain (
  id       INTEGER PRIMARY KEY,
  chain_id TEXT NOT NULL UNIQUE CHECK (length(chain_id) = 36),
  name     TEXT NOT NULL UNIQUE CHECK (name <> ''),
  saved_at TEXT NOT NULL
) STRICT;

-- Steps are written anew together when a chain is edited; one with entries must be there again by the end of it.
CREATE TABLE chain_step (
  step_id         TEXT PRIMARY KEY CHECK (length(step_id) = 36),
  chain           INTEGER NOT NULL REFERENCES chain (id),
  step_no         INTEGER NOT NULL CHECK (step_no >= 1),
  role            TEXT NOT NULL CHECK (role IN ('design', 'wafer', 'packagingAndTest', 'other')),
  enterprise_name TEXT NOT NULL CHECK (enterprise_name <> ''),
  handbook_no     TEXT NOT NULL,
  input_name      TEXT NOT NULL CHECK (input_name <> ''),
  input_unit      TEXT NOT NULL CHECK (input_unit <> ''),
  output_name     TEXT NOT NULL CHECK (output_name <> ''),
  output_unit     TEXT NOT NULL CHECK (output_unit <> ''),
  gross_e9        INTEGER NOT NULL CHECK (gross_e9 > 0),
  input_item_seq  INTEGER CHECK (input_item_seq >= 1),
  output_item_seq INTEGER CHECK (output_item_seq >= 1),
  UNIQUE (chain, step_no)
) STRICT, WITHOUT ROWID;

CREATE TABLE chain_yield (
  step_id    TEXT NOT NULL REFERENCES chain_step (step_id) ON DELETE CASCADE,
  yield_no   INTEGER NOT NULL CHECK (yield_no >= 1),
  name       TEXT NOT NULL CHECK (name <> ''),
  percent_e9 INTEGER NOT NULL CHECK (percent_e9 > 0 AND percent_e9 <= 100000000000),
  PRIMARY KEY (step_id, yield_no)
) STRICT, WITHOUT ROWID;

-- Never changed: it is voided, once.
CREATE TABLE chain_entry (
  id          INTEGER PRIMARY KEY,
  entry_id    TEXT NOT NULL UNIQUE CHECK (length(entry_id) = 36),
  chain       INTEGER NOT NULL REFERENCES chain (id),
  step_id     TEXT NOT NULL REFERENCES chain_step (step_id) DEFERRABLE INITIALLY DEFERRED,
  kind        TEXT NOT NULL CHECK (kind IN ('in', 'processed', 'out')),
  happened_on TEXT NOT NULL CHECK (length(happened_on) = 10),
  quantity_e5 INTEGER NOT NULL CHECK (quantity_e5 > 0),
  output_e5   INTEGER CHECK (output_e5 >= 0),
  evidence    TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  voided_at   TEXT,
  void_reason TEXT NOT NULL,
  CHECK ((kind = 'processed') = (output_e5 IS NOT NULL)),
  CHECK ((voided_at IS NULL) = (void_reason = ''))
) STRICT;
CREATE INDEX chain_entry_of_chain ON chain_entry (chain, happened_on);
CREATE INDEX chain_entry_of_step ON chain_entry (step_id);
CREATE TRIGGER chain_entry_is_only_voided BEFORE UPDATE ON chain_entry
WHEN OLD.voided_at IS NOT NULL OR NEW.voided_at IS NULL
  OR NEW.id <> OLD.id OR NEW.entry_id <> OLD.entry_id OR NEW.chain <> OLD.chain OR NEW.step_id <> OLD.step_id OR NEW.kind <> OLD.kind
  OR NEW.happened_on <> OLD.happened_on OR NEW.quantity_e5 <> OLD.quantity_e5 OR NEW.output_e5 IS NOT OLD.output_e5
  OR NEW.evidence <> OLD.evidence OR NEW.recorded_at <> OLD.recorded_at
BEGIN SELECT RAISE(ABORT, 'an entry of a chain is only voided, once'); END;
CREATE TRIGGER chain_entry_is_never_deleted BEFORE DELETE ON chain_entry
BEGIN SELECT RAISE(ABORT, 'an entry of a chain is never deleted'); END;

-- 企业集团 as it stated itself (R-65); the last row holds.
CREATE TABLE group_statement (
  id        INTEGER PRIMARY KEY,
  traceable INTEGER NOT NULL CHECK (traceable IN (0, 1)),
  quota_farm_goods    INTEGER NOT NULL CHECK (quota_farm_goods IN (0, 1)),
  crude_oil           INTEGER NOT NULL CHECK (crude_oil IN (0, 1)),
  copper_ore          INTEGER NOT NULL CHECK (copper_ore IN (0, 1)),
  satellite_receivers INTEGER NOT NULL CHECK (satellite_receivers IN (0, 1)),
  raw_hides           INTEGER NOT NULL CHECK (raw_hides IN (0, 1)),
  saved_at  TEXT NOT NULL
) STRICT;
CREATE TRIGGER group_statement_is_never_changed BEFORE UPDATE ON group_statement
BEGIN SELECT RAISE(ABORT, 'a statement is never changed'); END;
CREATE TRIGGER group_statement_is_never_deleted BEFORE DELETE ON group_statement
BEGIN SELECT RAISE(ABORT, 'a statement is never deleted'); END;

CREATE TABLE group_member (
  statement    INTEGER NOT NULL REFERENCES group_statement (id),
  member_no    INTEGER NOT NULL CHECK (member_no >= 0), -- 0 is the lead enterprise
  name         TEXT NOT NULL CHECK (name <> ''),
  customs_code TEXT NOT NULL,
  credit       TEXT NOT NULL CHECK (credit IN ('advanced', 'certified', 'regular', 'dishonest', 'seriouslyDishonest')),
  PRIMARY KEY (statement, member_no)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER group_member_is_never_changed BEFORE UPDATE ON group_member
BEGIN SELECT RAISE(ABORT, 'a statement is never changed'); END;
CREATE TRIGGER group_member_is_never_deleted BEFORE DELETE ON group_member
BEGIN SELECT RAISE(ABORT, 'a statement is never deleted'); END;
