import Database from 'better-sqlite3'
import { refuse } from '../../../shared/contract/errors.ts'
import { asRefusal } from './open-failure.ts'

/**
 * The single-writer lock of a data folder: an exclusive transaction on a file of its own, which the operating system lets go
 * when the process ends, however it ends. @throws Refusal engine.folderInUse, engine.folderUnwritable
 */
export function lockFolder(path: string): { release(): void } {
  const db = openFile(path)
  try {
    db.pragma('locking_mode = EXCLUSIVE')
    db.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    db.close()
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      refuse({ code: 'engine.folderInUse', message: '账本已在另一个窗口或程序中打开', next: '请使用已打开的窗口，或先关闭它' })
    }
    throw asRefusal(error)
  }
  return { release: () => void db.close() }
}

function openFile(path: string): Database.Database {
  try {
    return new Database(path, { timeout: 0 })
  } catch (error) {
    throw asRefusal(error)
  }
}
