import Database from 'better-sqlite3'

/** Writes into a ledger at rest with a rollback journal, far enough that the file itself is changed, and waits to be killed. */
const db = new Database(process.argv[2])
db.pragma('journal_mode = DELETE')
db.pragma('cache_size = 2')
db.exec(`BEGIN IMMEDIATE; WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
  INSERT INTO stored_file SELECT 'file-' || i, 'name', i, '${'a'.repeat(64)}', '' FROM n`)
process.stdout.write('{"opened":true}\n')
// Holds on to the connection: one that nobody holds is collected, and closed, and its journal is gone.
setInterval(() => db.inTransaction, 1000)
