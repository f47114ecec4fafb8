-- Dated rates of the authorities (R-70, R-74 … R-76, R-96 … R-97b, R-101, R-102), the numbers inside rules (RULES 0.2), and comparisons of
-- selective taxation (R-99).

-- Four tables more are imported. Rebuilt, because its CHECK names them; what refers to it keeps its ids.
CREATE TABLE reference_import_of_more (
  id          INTEGER PRIMARY KEY,
  table_name  TEXT NOT NULL CHECK (table_name IN ('calendar', 'consumptionStandards', 'controlledGoods', 'tariffRates', 'exchangeRates',
                'interestRates', 'ruleParameters')),
  file_id     TEXT NOT NULL REFERENCES stored_file (file_id),
  imported_at TEXT NOT NULL
) STRICT;
INSERT INTO reference_import_of_more SELECT id, table_name, file_id, imported_at FROM reference_import;
DROP TABLE reference_import;
ALTER TABLE reference_import_of_more RENAME TO reference_import;
CREATE INDEX reference_import_of_table ON reference_import (table_name, id);
CREATE TRIGGER reference_import_is_never_changed BEFORE UPDATE ON reference_import
BEGIN SELECT RAISE(ABORT, 'an import of reference data is never changed'); END;
CREATE TRIGGER reference_import_is_never_deleted BEFORE DELETE ON reference_import
BEGIN SELECT RAISE(ABORT, 'an import of reference data is never deleted'); END;

-- `rate_e9` in percent, `specific_e5` in CNY for one `unit`; the code is a prefix.
CREATE TABLE tariff_rate (
  import      INTEGER NOT NULL REFERENCES reference_import (id),
  no          INTEGER NOT NULL CHECK (no >= 1),
  hs_code     TEXT NOT NULL CHECK (length(hs_code) BETWEEN 2 AND 10 AND hs_code NOT GLOB '*[^0-9]*'),
  name        TEXT NOT NULL,
  kind        TEXT NOT NULL CHECK (kind IN ('mfn', 'provisional', 'agreement', 'general', 'antiDumping', 'countervailing', 'safeguard',
                'retaliatory', 'consumption', 'vat', 'fund')),
  country     TEXT NOT NULL,
  scope       TEXT NOT NULL,
  rate_e9     INTEGER CHECK (rate_e9 BETWEEN 0 AND 10000000000000),
  specific_e5 INTEGER CHECK (specific_e5 BETWEEN 0 AND 100000000000000000),
  unit        TEXT NOT NULL,
  valid_from  TEXT NOT NULL CHECK (length(valid_from) = 10),
  valid_to    TEXT CHECK (valid_to >= valid_from),
  source      TEXT NOT NULL,
  PRIMARY KEY (import, no),
  CHECK (rate_e9 IS NOT NULL OR specific_e5 IS NOT NULL),
  CHECK ((specific_e5 IS NULL) = (unit = '')),
  CHECK (kind <> 'consumption' OR rate_e9 IS NULL OR rate_e9 < 100000000000)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER tariff_rate_is_never_changed BEFORE UPDATE ON tariff_rate
BEGIN SELECT RAISE(ABORT, 'a tariff rate is never changed'); END;
CREATE TRIGGER tariff_rate_is_never_deleted BEFORE DELETE ON tariff_rate
BEGIN SELECT RAISE(ABORT, 'a tariff rate is never deleted'); END;

-- CNY for one unit of the currency.
CREATE TABLE exchange_rate (
  import     INTEGER NOT NULL REFERENCES reference_import (id),
  no         INTEGER NOT NULL CHECK (no >= 1),
  currency   TEXT NOT NULL CHECK (length(currency) = 3 AND currency <> '142'),
  rate_e9    INTEGER NOT NULL CHECK (rate_e9 BETWEEN 1 AND 1000000000000000),
  valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
  valid_to   TEXT CHECK (valid_to >= valid_from),
  source     TEXT NOT NULL,
  PRIMARY KEY (import, no)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER exchange_rate_is_never_changed BEFORE UPDATE ON exchange_rate
BEGIN SELECT RAISE(ABORT, 'an exchange rate is never changed'); END;
CREATE TRIGGER exchange_rate_is_never_deleted BEFORE DELETE ON exchange_rate
BEGIN SELECT RAISE(ABORT, 'an exchange rate is never deleted'); END;

-- Percent a year; a waiver has none.
CREATE TABLE interest_rate (
  import     INTEGER NOT NULL REFERENCES reference_import (id),
  no         INTEGER NOT NULL CHECK (no >= 1),
  kind       TEXT NOT NULL CHECK (kind IN ('rate', 'waiver')),
  rate_e9    INTEGER CHECK (rate_e9 BETWEEN 0 AND 100000000000),
  valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
  valid_to   TEXT CHECK (valid_to >= valid_from),
  source     TEXT NOT NULL,
  PRIMARY KEY (import, no),
  CHECK ((kind = 'waiver') = (rate_e9 IS NULL))
) STRICT, WITHOUT ROWID;
CREATE TRIGGER interest_rate_is_never_changed BEFORE UPDATE ON interest_rate
BEGIN SELECT RAISE(ABORT, 'an interest rate is never changed'); END;
CREATE TRIGGER interest_rate_is_never_deleted BEFORE DELETE ON interest_rate
BEGIN SELECT RAISE(ABORT, 'an interest rate is never deleted'); END;

-- What a parameter is, its rule and its unit stand in the program.
CREATE TABLE rule_parameter (
  import     INTEGER NOT NULL REFERENCES reference_import (id),
  no         INTEGER NOT NULL CHECK (no >= 1),
  parameter  TEXT NOT NULL CHECK (parameter <> ''),
  value      TEXT NOT NULL CHECK (value <> ''),
  confidence TEXT NOT NULL CHECK (confidence IN ('原文', '转述', '待核', '工程约定')),
  valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
  valid_to   TEXT CHECK (valid_to >= valid_from),
  source     TEXT NOT NULL,
  PRIMARY KEY (import, no)
) STRICT, WITHOUT ROWID;
CREATE INDEX rule_parameter_by_name ON rule_parameter (parameter, import);
CREATE TRIGGER rule_parameter_is_never_changed BEFORE UPDATE ON rule_parameter
BEGIN SELECT RAISE(ABORT, 'a rule parameter is never changed'); END;
CREATE TRIGGER rule_parameter_is_never_deleted BEFORE DELETE ON rule_parameter
BEGIN SELECT RAISE(ABORT, 'a rule parameter is never deleted'); END;

-- R-99, R-100: what was compared; the figures are computed anew from it with the rates of its days.
CREATE TABLE selective_comparison (
  id            INTEGER PRIMARY KEY,
  comparison_id TEXT NOT NULL UNIQUE CHECK (length(comparison_id) = 36),
  title         TEXT NOT NULL CHECK (title <> ''),
  input         TEXT NOT NULL CHECK (json_valid(input)),
  saved_at      TEXT NOT NULL,
  saved_by      TEXT NOT NULL
) STRICT;
CREATE TRIGGER selective_comparison_is_never_changed BEFORE UPDATE ON selective_comparison
BEGIN SELECT RAISE(ABORT, 'a comparison is never changed'); END;
CREATE TRIGGER selective_comparison_is_never_deleted BEFORE DELETE ON selective_comparison
BEGIN SELECT RAISE(ABORT, 'a comparison is never deleted'); END;
