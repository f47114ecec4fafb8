import { SqliteError } from 'better-sqlite3'
import { Refusal } from '../../../shared/contract/errors.ts'
import type { Failure } from '../../../shared/contract/errors.ts'

export const notALedger: Failure = {
  code: 'engine.notALedger',
  message: '数据文件夹里的 ledger.db 不是保税账本的账本，或者文件开头已经损坏，没有打开',
  next: '请换一个数据文件夹；如果这里原来就是账本，请不要删除任何文件，先复制整个数据文件夹，再用最近的备份恢复',
}

export const damaged: Failure = {
  code: 'engine.databaseDamaged',
  message: '账本文件没有通过完整性检查，为免错上加错没有打开',
  next: '请不要删除任何文件',
}

const diskFull: Failure = {
  code: 'engine.diskFull',
  message: '磁盘空间不足，账本没有打开',
  next: '请清理磁盘后重新打开；账本没有受影响',
}

const unwritable: Failure = {
  code: 'engine.folderUnwritable',
  message: '数据文件夹不能写入，账本没有打开',
  next: '请检查磁盘与权限，或换一个文件夹',
}

/** What SQLite says of a file or folder that it cannot open, by the stem of its code. */
const failures: readonly (readonly [stem: string, failure: Failure])[] = [
  ['SQLITE_NOTADB', notALedger],
  ['SQLITE_CORRUPT', damaged],
  ['SQLITE_FULL', diskFull],
  ['SQLITE_CANTOPEN', unwritable],
  ['SQLITE_READONLY', unwritable],
]

/** A fault of the file or the disk as a refusal; anything else as it is. */
export function asRefusal(error: unknown): unknown {
  if (!(error instanceof SqliteError)) return error
  const found = failures.find(([stem]) => error.code.startsWith(stem))
  return found ? new Refusal(found[1]) : error
}
