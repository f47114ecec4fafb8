-- What happened to a handbook after customs has set it up, and the write-off cycles of an account (R-14 … R-23).

CREATE TABLE handbook_event (
  id            INTEGER PRIMARY KEY,
  handbook_id   INTEGER NOT NULL REFERENCES handbook (id),
  at            TEXT NOT NULL,
  event         TEXT NOT NULL CHECK (event IN ('established', 'changed', 'extended', 'lastExport', 'lastExportUnmarked', 'terminated',
                  'reported', 'reportReturned', 'reportAccepted', 'closingExtended', 'closed')),
  happened_on   TEXT NOT NULL CHECK (length(happened_on) = 10),
  note          TEXT NOT NULL,
  operator_name TEXT NOT NULL,
  file_id       TEXT REFERENCES stored_file (file_id)
) STRICT;
CREATE INDEX handbook_event_of_handbook ON handbook_event (handbook_id, id);
CREATE UNIQUE INDEX handbook_is_closed_once ON handbook_event (handbook_id) WHERE event = 'closed';
CREATE TRIGGER handbook_event_is_never_changed BEFORE UPDATE ON handbook_event
BEGIN SELECT RAISE(ABORT, 'an event of a handbook is never changed'); END;
CREATE TRIGGER handbook_event_is_never_deleted BEFORE DELETE ON handbook_event
BEGIN SELECT RAISE(ABORT, 'an event of a handbook is never deleted'); END;
CREATE TRIGGER closed_handbook_has_no_more_events BEFORE INSERT ON handbook_event
WHEN EXISTS (SELECT 1 FROM handbook_event WHERE handbook_id = NEW.handbook_id AND event = 'closed')
BEGIN SELECT RAISE(ABORT, 'a closed handbook is not changed'); END;
-- One row an import: cheap, and nothing is booked without it.
CREATE TRIGGER closed_handbook_takes_no_lists BEFORE INSERT ON list_import
WHEN EXISTS (SELECT 1 FROM handbook_event WHERE handbook_id = NEW.handbook_id AND event = 'closed')
BEGIN SELECT RAISE(ABORT, 'a closed handbook takes no lists'); END;

CREATE TABLE account_cycle (
  handbook_id INTEGER NOT NULL REFERENCES handbook (id),
  cycle_no    INTEGER NOT NULL CHECK (cycle_no >= 1),
  starts_on   TEXT NOT NULL,
  ends_on     TEXT NOT NULL,
  method      TEXT NOT NULL CHECK (method IN ('unitConsumption', 'materialList', 'workOrder')),
  opened_at   TEXT NOT NULL,
  approved_on TEXT,
  PRIMARY KEY (handbook_id, cycle_no),
  CHECK (starts_on <= ends_on)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER account_cycle_is_approved_once BEFORE UPDATE ON account_cycle
WHEN OLD.approved_on IS NOT NULL OR NEW.approved_on IS NULL
  OR NEW.handbook_id <> OLD.handbook_id OR NEW.cycle_no <> OLD.cycle_no OR NEW.starts_on <> OLD.starts_on OR NEW.ends_on <> OLD.ends_on
  OR NEW.method <> OLD.method
BEGIN SELECT RAISE(ABORT, 'a cycle is only approved, once'); END;
CREATE TRIGGER account_cycle_is_never_deleted BEFORE DELETE ON account_cycle
BEGIN SELECT RAISE(ABORT, 'a cycle is never deleted'); END;

-- R-20: the ending stock that customs has approved, the opening stock of the next cycle.
CREATE TABLE account_cycle_ending (
  handbook_id INTEGER NOT NULL,
  cycle_no    INTEGER NOT NULL,
  material_seq INTEGER NOT NULL,
  ending_e5   INTEGER NOT NULL,
  PRIMARY KEY (handbook_id, cycle_no, material_seq),
  FOREIGN KEY (handbook_id, cycle_no) REFERENCES account_cycle (handbook_id, cycle_no)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER account_cycle_ending_is_never_changed BEFORE UPDATE ON account_cycle_ending
BEGIN SELECT RAISE(ABORT, 'an approved ending stock is never changed'); END;
CREATE TRIGGER account_cycle_ending_is_never_deleted BEFORE DELETE ON account_cycle_ending
BEGIN SELECT RAISE(ABORT, 'an approved ending stock is never deleted'); END;
