import { enterprise } from './factory.ts'
import { openEngine } from './engine.ts'

/** What the books say (the contact) after each acknowledged step of: save, back up, save, restore that backup, undo that restore. */
export type BackupStep =
  | { ready: true }
  | { opened: true }
  | { step: 'saved' | 'restored'; contact: string }
  | { backup: string; contact: string }

const say = (line: BackupStep): void => void process.stdout.write(`${JSON.stringify(line)}\n`)

const [dataFolder = '', name = ''] = process.argv.slice(2)
say({ ready: true })
process.stdin.once('data', () => void work())

async function work(): Promise<void> {
  const { call } = await openEngine(dataFolder)
  say({ opened: true })
  const save = async (contact: string) => {
    await call('enterprise.save', { ...enterprise, customsDistrict: '', contact, phone: '', address: '' })
    say({ step: 'saved', contact })
  }
  for (let round = 0; ; round++) {
    await save(`${name}-${round}`)
    const { backupId } = await call('backups.create', {})
    say({ backup: backupId, contact: `${name}-${round}` })
    await save(`${name}-${round} 之后`)
    const { undoBackupId } = await call('backups.restore', { backupId })
    say({ step: 'restored', contact: `${name}-${round}` })
    await call('backups.restore', { backupId: undoBackupId })
    say({ step: 'restored', contact: `${name}-${round} 之后` })
  }
}
