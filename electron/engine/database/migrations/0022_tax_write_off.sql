-- What the tax office and the forex authority ask for beside the books (R-122, R-180).

-- 计划分配率 as filed; a new plan is a new row, the newest holds.
CREATE TABLE tax_plan (
  id               INTEGER PRIMARY KEY,
  handbook_id      INTEGER NOT NULL REFERENCES handbook (id),
  import_total_e5  INTEGER NOT NULL CHECK (import_total_e5 >= 0), -- CNY
  export_total_e5  INTEGER NOT NULL CHECK (export_total_e5 > 0),
  saved_at         TEXT NOT NULL,
  saved_by         TEXT NOT NULL
) STRICT;
CREATE INDEX tax_plan_of_handbook ON tax_plan (handbook_id, id);
CREATE TRIGGER tax_plan_is_never_changed BEFORE UPDATE ON tax_plan
BEGIN SELECT RAISE(ABORT, 'a filed plan is never changed'); END;
CREATE TRIGGER tax_plan_is_never_deleted BEFORE DELETE ON tax_plan
BEGIN SELECT RAISE(ABORT, 'a filed plan is never deleted'); END;

-- Exports of a month under a handbook, as declared for exemption and refund. Written over as the clerk corrects them; the journal keeps what was.
CREATE TABLE tax_period (
  handbook_id INTEGER NOT NULL REFERENCES handbook (id),
  no          INTEGER NOT NULL CHECK (no >= 1),
  month       TEXT NOT NULL CHECK (month GLOB '[12][0-9][0-9][0-9]-[01][0-9]'),
  fob_e5      INTEGER NOT NULL CHECK (fob_e5 >= 0), -- CNY
  levy_e9     INTEGER NOT NULL CHECK (levy_e9 BETWEEN 0 AND 100000000000), -- percent
  refund_e9   INTEGER NOT NULL CHECK (refund_e9 BETWEEN 0 AND levy_e9),
  PRIMARY KEY (handbook_id, no)
) STRICT, WITHOUT ROWID;

CREATE TABLE forex_entry (
  id          INTEGER PRIMARY KEY,
  entry_id    TEXT NOT NULL UNIQUE CHECK (length(entry_id) = 36),
  kind        TEXT NOT NULL CHECK (kind IN (
                'receipt', 'payment', 'processingFee', 'advanceReceipt', 'advancePayment', 'deferredReceipt', 'deferredPayment')),
  contract_no TEXT NOT NULL CHECK (contract_no <> ''),
  handbook_id INTEGER REFERENCES handbook (id),
  currency    TEXT NOT NULL CHECK (length(currency) = 3),
  amount_e5   INTEGER NOT NULL CHECK (amount_e5 > 0),
  happened_on TEXT NOT NULL CHECK (length(happened_on) = 10),
  bank        TEXT NOT NULL,
  document_no TEXT NOT NULL,
  remark      TEXT NOT NULL,
  entered_at  TEXT NOT NULL,
  entered_by  TEXT NOT NULL
) STRICT;
CREATE INDEX forex_entry_by_day ON forex_entry (happened_on);
CREATE TRIGGER forex_entry_is_never_changed BEFORE UPDATE ON forex_entry
BEGIN SELECT RAISE(ABORT, 'an entry is struck out, never changed'); END;
CREATE TRIGGER forex_entry_is_never_deleted BEFORE DELETE ON forex_entry
BEGIN SELECT RAISE(ABORT, 'an entry is struck out, never deleted'); END;

CREATE TABLE forex_void (
  entry      INTEGER PRIMARY KEY REFERENCES forex_entry (id),
  reason     TEXT NOT NULL CHECK (reason <> ''),
  voided_at  TEXT NOT NULL,
  voided_by  TEXT NOT NULL
) STRICT;
CREATE TRIGGER forex_void_is_never_changed BEFORE UPDATE ON forex_void
BEGIN SELECT RAISE(ABORT, 'a struck-out entry stays so'); END;
CREATE TRIGGER forex_void_is_never_deleted BEFORE DELETE ON forex_void
BEGIN SELECT RAISE(ABORT, 'a struck-out entry stays so'); END;
