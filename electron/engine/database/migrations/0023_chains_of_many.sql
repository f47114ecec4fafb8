-- Many lists are filed under one handbook: neither a new package nor an answer to a list reads them all.
DROP VIEW package_chain_end;
CREATE VIEW package_chain_end AS
  SELECT sequence, sha256 FROM (
    SELECT sequence, sha256 FROM (SELECT sequence, sha256 FROM filing_package ORDER BY sequence DESC LIMIT 1)
    UNION ALL
    SELECT sequence, sha256 FROM (SELECT sequence, sha256 FROM package_chain_gap ORDER BY sequence DESC LIMIT 1))
   ORDER BY sequence DESC LIMIT 1;

CREATE INDEX filing_of_handbook_but_lists ON filing (handbook_id) WHERE kind <> 'bondedList';
