-- Work orders and the enterprise's own verification of its consumption (R-39 … R-42).

-- A work order as it stands; a correction replaces it, and the journal keeps what it was.
CREATE TABLE work_order (
  id             INTEGER PRIMARY KEY,
  handbook_id    INTEGER NOT NULL REFERENCES handbook (id),
  order_no       TEXT NOT NULL CHECK (order_no <> ''),
  product_seq    INTEGER NOT NULL CHECK (product_seq BETWEEN 1 AND 999999999),
  version        TEXT NOT NULL CHECK (version <> ''),
  planned_e5     INTEGER NOT NULL CHECK (planned_e5 >= 0),
  finished_e5    INTEGER NOT NULL CHECK (finished_e5 >= 0),
  rejected_e5    INTEGER NOT NULL CHECK (rejected_e5 >= 0), -- 报废成品
  posted_on      TEXT NOT NULL CHECK (length(posted_on) = 10),
  recorded_at    TEXT NOT NULL,
  source_file_id TEXT REFERENCES stored_file (file_id), -- NULL where it was typed
  UNIQUE (handbook_id, order_no)
) STRICT;
CREATE INDEX work_order_by_day ON work_order (handbook_id, posted_on);
CREATE INDEX work_order_of_version ON work_order (handbook_id, product_seq, version, posted_on);

-- What was issued to it, in the declared unit of the material; one row per slip or lot.
CREATE TABLE work_order_line (
  work_order   INTEGER NOT NULL REFERENCES work_order (id),
  line_no      INTEGER NOT NULL CHECK (line_no >= 1),
  material_seq INTEGER NOT NULL CHECK (material_seq BETWEEN 1 AND 999999999),
  bonded       INTEGER NOT NULL CHECK (bonded IN (0, 1)),
  lot          TEXT NOT NULL,
  issued_e5    INTEGER NOT NULL CHECK (issued_e5 >= 0),
  returned_e5  INTEGER NOT NULL CHECK (returned_e5 >= 0),
  scrap_e5     INTEGER NOT NULL CHECK (scrap_e5 >= 0),   -- 边角料, weighed
  defects_e5   INTEGER NOT NULL CHECK (defects_e5 >= 0), -- 残次品
  wip_e5       INTEGER NOT NULL CHECK (wip_e5 >= 0),     -- 在制品 at the cut-off
  PRIMARY KEY (work_order, line_no),
  CHECK (returned_e5 + scrap_e5 + defects_e5 + wip_e5 <= issued_e5) -- nothing comes out of an order that did not go in
) STRICT, WITHOUT ROWID;

CREATE TABLE self_verification_setting (
  handbook_id  INTEGER PRIMARY KEY REFERENCES handbook (id),
  tolerance_e9 INTEGER NOT NULL CHECK (tolerance_e9 BETWEEN 0 AND 100000000000), -- percent
  method       TEXT NOT NULL CHECK (method IN ('unitConsumption', 'bill', 'workOrder')) -- 单耗, 耗料清单, 工单 (R-21)
) STRICT;

-- What the enterprise states of itself (R-39); the last row holds.
CREATE TABLE self_verification_statement (
  id           INTEGER PRIMARY KEY,
  credit_level TEXT NOT NULL CHECK (credit_level IN ('advanced', 'general', 'registered', 'dishonest')),
  traceable    INTEGER NOT NULL CHECK (traceable IN (0, 1)),
  stated_on    TEXT NOT NULL,
  stated_at    TEXT NOT NULL
) STRICT;
CREATE TRIGGER self_verification_statement_is_never_changed BEFORE UPDATE ON self_verification_statement
BEGIN SELECT RAISE(ABORT, 'a statement is never changed'); END;
CREATE TRIGGER self_verification_statement_is_never_deleted BEFORE DELETE ON self_verification_statement
BEGIN SELECT RAISE(ABORT, 'a statement is never deleted'); END;

-- Why the actual use of a period differs from the declared one. It explains the very figures it was written for: when an order is corrected, it no longer counts.
CREATE TABLE deviation_explanation (
  id            INTEGER PRIMARY KEY,
  handbook_id   INTEGER NOT NULL REFERENCES handbook (id),
  from_day      TEXT NOT NULL,
  to_day        TEXT NOT NULL,
  product_seq   INTEGER NOT NULL,
  version       TEXT NOT NULL,
  material_seq  INTEGER NOT NULL,
  finished_e5   INTEGER NOT NULL,
  actual_e5     INTEGER NOT NULL,
  explanation   TEXT NOT NULL CHECK (explanation <> ''),
  operator      INTEGER REFERENCES operator (id),
  operator_name TEXT NOT NULL, -- as it was then
  explained_at  TEXT NOT NULL,
  CHECK (from_day <= to_day)
) STRICT;
CREATE INDEX deviation_explanation_of_period ON deviation_explanation (handbook_id, from_day, to_day);
CREATE TRIGGER deviation_explanation_is_never_changed BEFORE UPDATE ON deviation_explanation
BEGIN SELECT RAISE(ABORT, 'an explanation is never changed'); END;
CREATE TRIGGER deviation_explanation_is_never_deleted BEFORE DELETE ON deviation_explanation
BEGIN SELECT RAISE(ABORT, 'an explanation is never deleted'); END;

CREATE TABLE deviation_approval (
  explanation   INTEGER PRIMARY KEY REFERENCES deviation_explanation (id),
  operator      INTEGER NOT NULL REFERENCES operator (id),
  operator_name TEXT NOT NULL, -- as it was then
  approved_at   TEXT NOT NULL
) STRICT;
CREATE TRIGGER deviation_is_approved_by_another BEFORE INSERT ON deviation_approval
WHEN NEW.operator IS (SELECT operator FROM deviation_explanation WHERE id = NEW.explanation)
  OR (SELECT operator FROM deviation_explanation WHERE id = NEW.explanation) IS NULL
  OR (SELECT reviews FROM operator WHERE id = NEW.operator) IS NOT 1
BEGIN SELECT RAISE(ABORT, 'an explanation is approved by another operator, who reviews'); END;
CREATE TRIGGER deviation_approval_is_never_changed BEFORE UPDATE ON deviation_approval
BEGIN SELECT RAISE(ABORT, 'an approval is never changed'); END;
CREATE TRIGGER deviation_approval_is_never_deleted BEFORE DELETE ON deviation_approval
BEGIN SELECT RAISE(ABORT, 'an approval is never deleted'); END;

-- The period that a filing has frozen, with the figures it says.
CREATE TABLE self_verification_record (
  id           INTEGER PRIMARY KEY,
  handbook_id  INTEGER NOT NULL REFERENCES handbook (id),
  filing_id    TEXT NOT NULL UNIQUE REFERENCES filing (filing_id),
  from_day     TEXT NOT NULL,
  to_day       TEXT NOT NULL,
  method       TEXT NOT NULL CHECK (method IN ('unitConsumption', 'bill', 'workOrder')),
  tolerance_e9 INTEGER NOT NULL,
  created_at   TEXT NOT NULL,
  CHECK (from_day <= to_day)
) STRICT;
CREATE INDEX self_verification_record_of_handbook ON self_verification_record (handbook_id, from_day);
CREATE TRIGGER self_verification_record_is_never_changed BEFORE UPDATE ON self_verification_record
BEGIN SELECT RAISE(ABORT, 'a record of self-verification is never changed'); END;
CREATE TRIGGER self_verification_record_is_never_deleted BEFORE DELETE ON self_verification_record
BEGIN SELECT RAISE(ABORT, 'a record of self-verification is never deleted'); END;

CREATE TABLE self_verification_figure (
  record       INTEGER NOT NULL REFERENCES self_verification_record (id),
  product_seq  INTEGER NOT NULL,
  version      TEXT NOT NULL,
  material_seq INTEGER NOT NULL,
  finished_e5  INTEGER NOT NULL,
  actual_e5    INTEGER NOT NULL,
  declared_e5  INTEGER NOT NULL,
  PRIMARY KEY (record, product_seq, version, material_seq)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER self_verification_figure_is_never_changed BEFORE UPDATE ON self_verification_figure
BEGIN SELECT RAISE(ABORT, 'a figure of a record is never changed'); END;
CREATE TRIGGER self_verification_figure_is_never_deleted BEFORE DELETE ON self_verification_figure
BEGIN SELECT RAISE(ABORT, 'a figure of a record is never deleted'); END;

-- Whether a record is signed is what its filing says, here as everywhere: kept twice, the two could come apart.
CREATE VIEW self_verification_state AS
  SELECT r.*, p.filing IS NOT NULL AS signed,
         (SELECT state FROM filing_event WHERE filing = f.id ORDER BY id DESC LIMIT 1) AS state
    FROM self_verification_record r
    JOIN filing f ON f.filing_id = r.filing_id
    LEFT JOIN filing_package p ON p.filing = f.id;

-- What was signed stays as it was signed, unless customs has sent it back.
CREATE VIEW signed_work_order AS
  SELECT w.id, w.handbook_id, w.posted_on
    FROM work_order w
   WHERE EXISTS (SELECT 1 FROM self_verification_state s WHERE s.handbook_id = w.handbook_id AND s.signed AND s.state <> 'returned'
                    AND w.posted_on BETWEEN s.from_day AND s.to_day);

CREATE TRIGGER work_order_is_never_deleted BEFORE DELETE ON work_order
BEGIN SELECT RAISE(ABORT, 'a work order is corrected, never deleted'); END;
CREATE TRIGGER work_order_is_not_added_to_a_signed_period AFTER INSERT ON work_order
WHEN EXISTS (SELECT 1 FROM signed_work_order WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the period of this work order is signed'); END;
CREATE TRIGGER work_order_does_not_leave_a_signed_period BEFORE UPDATE ON work_order
WHEN EXISTS (SELECT 1 FROM signed_work_order WHERE id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'the period of this work order is signed'); END;
CREATE TRIGGER work_order_does_not_enter_a_signed_period AFTER UPDATE ON work_order
WHEN EXISTS (SELECT 1 FROM signed_work_order WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the period of this work order is signed'); END;
CREATE TRIGGER signed_work_order_line_is_not_added BEFORE INSERT ON work_order_line
WHEN EXISTS (SELECT 1 FROM signed_work_order WHERE id = NEW.work_order)
BEGIN SELECT RAISE(ABORT, 'the period of this work order is signed'); END;
CREATE TRIGGER work_order_line_is_replaced_not_changed BEFORE UPDATE ON work_order_line
BEGIN SELECT RAISE(ABORT, 'the lines of a work order are replaced together'); END;
CREATE TRIGGER signed_work_order_line_is_not_deleted BEFORE DELETE ON work_order_line
WHEN EXISTS (SELECT 1 FROM signed_work_order WHERE id = OLD.work_order)
BEGIN SELECT RAISE(ABORT, 'the period of this work order is signed'); END;
