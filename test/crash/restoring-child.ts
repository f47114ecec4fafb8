import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { openEngine } from '../engine.ts'

/** Restores a backup, `restoring-child.ts FOLDER BACKUP`, and is gone the moment the books of the backup stand in the place of the others. */
const [, , dataFolder = '', backupId = ''] = process.argv
const engine = await openEngine({ dataFolder, now: '2026-01-06T01:00:00.000Z' })
const { renameSync } = fs
fs.renameSync = (from, to) => {
  renameSync(from, to)
  if (String(to).endsWith('ledger.db')) process.kill(process.pid, 'SIGKILL')
}
syncBuiltinESMExports()
await engine.call('backups.restore', { backupId })
