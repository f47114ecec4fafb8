-- R-34, R-35: what of the declared consumption can no longer change, the evidence behind it (R-36), and what customs doubts (R-37).

-- A version is used when a list that stands declares its product, or customs has fixed it. A list that is booked counts by its
-- movements: one that has been taken back leaves no total behind.
CREATE VIEW used_version AS
  SELECT handbook_id, item_seq AS product_seq, version FROM movement_total WHERE item_kind = 'E' AND quantity_e5 <> 0
  UNION ALL
  SELECT b.handbook_id, l.item_seq, l.version FROM bonded_list b JOIN list_line l ON l.list_id = b.id
   WHERE b.goods = 'E' AND b.status IN ('reserved', 'unbooked')
  UNION ALL
  SELECT c.handbook_id, c.product_seq, c.version FROM consumption_challenge c
   WHERE EXISTS (SELECT 1 FROM consumption_challenge_event e WHERE e.challenge = c.id AND e.state = 'fixed');

CREATE TRIGGER consumption_of_a_used_version_is_never_changed
BEFORE UPDATE OF handbook_id, material_seq, product_seq, version, net_e9, tangible_e9, intangible_e9, bonded_e9 ON consumption
WHEN EXISTS (SELECT 1 FROM used_version u WHERE u.handbook_id = OLD.handbook_id AND u.product_seq = OLD.product_seq AND u.version = OLD.version)
  OR EXISTS (SELECT 1 FROM used_version u WHERE u.handbook_id = NEW.handbook_id AND u.product_seq = NEW.product_seq AND u.version = NEW.version)
BEGIN SELECT RAISE(ABORT, 'the consumption of a used version is never changed'); END;
CREATE TRIGGER consumption_of_a_used_version_is_never_deleted BEFORE DELETE ON consumption
WHEN EXISTS (SELECT 1 FROM used_version u WHERE u.handbook_id = OLD.handbook_id AND u.product_seq = OLD.product_seq AND u.version = OLD.version)
BEGIN SELECT RAISE(ABORT, 'the consumption of a used version is never deleted'); END;
-- REPLACE deletes without the trigger above. A first row may come after the export, where consumption is declared before 报核 (R-33).
CREATE TRIGGER consumption_of_a_used_version_is_never_replaced BEFORE INSERT ON consumption
WHEN EXISTS (SELECT 1 FROM consumption c WHERE c.handbook_id = NEW.handbook_id AND c.material_seq = NEW.material_seq
               AND c.product_seq = NEW.product_seq AND c.version = NEW.version)
  AND EXISTS (SELECT 1 FROM used_version u WHERE u.handbook_id = NEW.handbook_id AND u.product_seq = NEW.product_seq AND u.version = NEW.version)
BEGIN SELECT RAISE(ABORT, 'the consumption of a used version is never replaced'); END;

-- The same bytes are kept once: found by their hash.
CREATE INDEX stored_file_by_hash ON stored_file (sha256);

-- R-36. `name` is the one under which it was handed in: the kept file may be an earlier one of the same bytes.
CREATE TABLE consumption_evidence (
  id           INTEGER PRIMARY KEY,
  handbook_id  INTEGER NOT NULL REFERENCES handbook (id),
  product_seq  INTEGER NOT NULL,
  version      TEXT NOT NULL CHECK (version <> ''),
  kind         TEXT NOT NULL CHECK (kind IN ('photo', 'drawing', 'process', 'bom', 'workOrder', 'production', 'cost', 'audit', 'other')),
  file_id      TEXT NOT NULL REFERENCES stored_file (file_id),
  name         TEXT NOT NULL CHECK (name <> ''),
  note         TEXT NOT NULL,
  added_at     TEXT NOT NULL,
  added_by     TEXT NOT NULL,
  withdrawn    TEXT CHECK (withdrawn <> ''),
  withdrawn_at TEXT,
  withdrawn_by TEXT,
  CHECK ((withdrawn IS NULL) = (withdrawn_at IS NULL) AND (withdrawn IS NULL) = (withdrawn_by IS NULL))
) STRICT;
CREATE INDEX consumption_evidence_of_version ON consumption_evidence (handbook_id, product_seq, version);
CREATE UNIQUE INDEX consumption_evidence_is_there_once ON consumption_evidence (handbook_id, product_seq, version, file_id)
  WHERE withdrawn IS NULL;
CREATE TRIGGER consumption_evidence_is_withdrawn_once BEFORE UPDATE ON consumption_evidence
WHEN OLD.withdrawn IS NOT NULL OR NEW.withdrawn IS NULL
  OR (NEW.id, NEW.handbook_id, NEW.product_seq, NEW.version, NEW.kind, NEW.file_id, NEW.name, NEW.note, NEW.added_at, NEW.added_by)
  IS NOT (OLD.id, OLD.handbook_id, OLD.product_seq, OLD.version, OLD.kind, OLD.file_id, OLD.name, OLD.note, OLD.added_at, OLD.added_by)
BEGIN SELECT RAISE(ABORT, 'evidence is only withdrawn, once'); END;
CREATE TRIGGER consumption_evidence_is_never_deleted BEFORE DELETE ON consumption_evidence
BEGIN SELECT RAISE(ABORT, 'evidence is never deleted'); END;

-- R-37: 单耗质疑通知书; where it stands is its last event, or open.
CREATE TABLE consumption_challenge (
  id          INTEGER PRIMARY KEY,
  handbook_id INTEGER NOT NULL REFERENCES handbook (id),
  product_seq INTEGER NOT NULL,
  version     TEXT NOT NULL CHECK (version <> ''),
  notice_no   TEXT NOT NULL CHECK (notice_no <> ''),
  received_on TEXT NOT NULL CHECK (length(received_on) = 10),
  file_id     TEXT REFERENCES stored_file (file_id),
  recorded_at TEXT NOT NULL,
  recorded_by TEXT NOT NULL,
  UNIQUE (handbook_id, product_seq, version, notice_no)
) STRICT;
CREATE TRIGGER consumption_challenge_is_never_changed BEFORE UPDATE ON consumption_challenge
BEGIN SELECT RAISE(ABORT, 'a challenge is never changed'); END;
CREATE TRIGGER consumption_challenge_is_never_deleted BEFORE DELETE ON consumption_challenge
BEGIN SELECT RAISE(ABORT, 'a challenge is never deleted'); END;

CREATE TABLE consumption_challenge_event (
  id          INTEGER PRIMARY KEY,
  challenge   INTEGER NOT NULL REFERENCES consumption_challenge (id),
  state       TEXT NOT NULL CHECK (state IN ('answered', 'settled', 'fixed')),
  happened_on TEXT NOT NULL CHECK (length(happened_on) = 10),
  answer      TEXT NOT NULL CHECK (answer <> ''),
  file_id     TEXT REFERENCES stored_file (file_id),
  recorded_at TEXT NOT NULL,
  recorded_by TEXT NOT NULL
) STRICT;
CREATE INDEX consumption_challenge_event_of_challenge ON consumption_challenge_event (challenge, id);
CREATE TRIGGER consumption_challenge_ends_once BEFORE INSERT ON consumption_challenge_event
WHEN EXISTS (SELECT 1 FROM consumption_challenge_event WHERE challenge = NEW.challenge AND state <> 'answered')
BEGIN SELECT RAISE(ABORT, 'a challenge that has ended takes no more answers'); END;
CREATE TRIGGER consumption_challenge_event_is_never_changed BEFORE UPDATE ON consumption_challenge_event
BEGIN SELECT RAISE(ABORT, 'an answer to a challenge is never changed'); END;
CREATE TRIGGER consumption_challenge_event_is_never_deleted BEFORE DELETE ON consumption_challenge_event
BEGIN SELECT RAISE(ABORT, 'an answer to a challenge is never deleted'); END;
