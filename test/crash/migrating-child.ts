import { systemClock } from '../../electron/engine/clock.ts'
import { openConnection } from '../../electron/engine/database/connection.ts'
import { migrate, readMigrations } from '../../electron/engine/database/migrate.ts'

/** Brings the database it is given up by the migrations of a folder, saying when it begins and when it is done. */
const [path = '', migrations = ''] = process.argv.slice(2)
const db = openConnection(path, 'write')
process.stdout.write('{"began":true}\n')
migrate(db, readMigrations(migrations), systemClock, '0.0.0')
process.stdout.write('{"done":true}\n')
setInterval(() => undefined, 1000)
