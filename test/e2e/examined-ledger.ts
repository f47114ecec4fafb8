import { join } from 'node:path'
import { openUntouched } from '../../electron/engine/database/connection.ts'
import { contradictions, missingFiles } from '../crash/examine.ts'

/** node examined-ledger.ts FOLDER: what of the ledger in it contradicts itself, and the files that it lacks. Of a sound one, nothing. */
const folder = process.argv[2] ?? ''
const db = openUntouched(join(folder, 'ledger.db'))
process.stdout.write(
  JSON.stringify({ contradictions: contradictions(db), missingFiles: missingFiles(db, join(folder, 'files')) }),
)
db.close()
