import { createHash, randomUUID } from 'node:crypto'
import {
  closeSync,
  createReadStream,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import Database from 'better-sqlite3'
import { refuse } from '../../../shared/contract/errors.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import { addDays, dayOfInstant } from '../../../shared/domain/day.ts'
import type { Call } from '../call.ts'
import type { Clock } from '../clock.ts'
import { databaseVersion } from './migrate.ts'

type Backup = Output<'backups.create'>

const sync = (path: string): void => {
  const descriptor = openSync(path, 'r+')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

/**
 * Verified copies of the ledger in one folder: `<id>.db` with `<id>.json` beside it. The copy gets its name last, so what is
 * listed is whole. It is a ledger at rest, in one file: its run is ended, and it has no -wal.
 */
export class Backups {
  private readonly folder: string
  private readonly clock: Clock

  constructor(folder: string, clock: Clock) {
    this.folder = folder
    this.clock = clock
  }

  list(): Backup[] {
    return readdirSync(this.folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => JSON.parse(readFileSync(join(this.folder, name), 'utf8')) as Backup)
      .filter((backup) => existsSync(this.path(backup.backupId)))
      .toSorted((a, b) => b.createdAt.localeCompare(a.createdAt) || b.backupId.localeCompare(a.backupId))
  }

  /** @throws Refusal backup.notFound */
  require(backupId: string): Backup {
    return this.list().find((each) => each.backupId === backupId) ?? notFound()
  }

  /**
   * Copies the ledger while it is in use, checks the copy's integrity, and only then gives it its name.
   * @throws Refusal backup.damaged, backup.diskFull, job.cancelled; nothing is left behind.
   */
  async create(db: Database.Database, reason: Backup['reason'], step: Call['step'] = async () => undefined): Promise<Backup> {
    const createdAt = this.clock.now()
    const backupId = `${createdAt.replace(/[:.]/g, '-')}-${randomUUID().slice(0, 8)}`
    const working = join(this.folder, `${backupId}.tmp`)
    const record = join(this.folder, `${backupId}.json`)
    let stopped: { cause: unknown } | undefined
    try {
      await db.backup(working, {
        // The driver waits for nobody here: a cancel comes to light one piece later.
        progress: ({ totalPages, remainingPages }) => {
          if (stopped) throw stopped.cause
          step('备份', totalPages - remainingPages, totalPages).catch((cause: unknown) => (stopped = { cause }))
          return 2000
        },
      })
      await step('核对备份', 0, null)
      settle(working, createdAt)
      const version = verify(working)
      sync(working)
      const backup: Backup = {
        backupId,
        createdAt,
        reason,
        size: statSync(working).size,
        sha256: await sha256Of(working),
        databaseVersion: version,
      }
      writeFileSync(`${record}.tmp`, JSON.stringify(backup), { flush: true })
      renameSync(`${record}.tmp`, record)
      renameSync(working, this.path(backupId))
      return backup
    } catch (error) {
      for (const leftover of [working, `${working}-journal`, `${working}-wal`, `${working}-shm`, `${record}.tmp`, record]) {
        rmSync(leftover, { force: true })
      }
      if (isDiskFull(error)) {
        refuse({ code: 'backup.diskFull', message: '磁盘空间不足，备份没有完成', next: '请清理磁盘后再备份；账本本身没有受影响' })
      }
      throw error
    }
  }

  /**
   * Copies a backup to `target` after checking that it is the one that was made.
   * @throws Refusal backup.notFound, backup.damaged, backup.diskFull; nothing is left at `target`.
   */
  async copyTo(backupId: string, target: string): Promise<void> {
    const backup = this.require(backupId)
    try {
      await copyFile(this.path(backupId), target)
      if ((await sha256Of(target)) !== backup.sha256) {
        refuse({ code: 'backup.damaged', message: '这个备份文件已被改动或损坏，没有恢复', next: '请选择另一个备份' })
      }
      verify(target)
      sync(target)
    } catch (error) {
      rmSync(target, { force: true })
      if (isDiskFull(error)) {
        refuse({ code: 'backup.diskFull', message: '磁盘空间不足，没有恢复', next: '请清理磁盘后再恢复；账本本身没有受影响' })
      }
      throw error
    }
  }

  /** Of the automatic daily ones keeps the newest of each day for 30 days and of each month for ever; the others stay until a person removes them. */
  prune(): void {
    const firstDay = addDays(dayOfInstant(this.clock.now()), -29)
    const kept = new Set<string>()
    for (const { reason, createdAt, backupId } of this.list()) {
      if (reason !== 'daily') continue
      const day = dayOfInstant(createdAt)
      const spans = day >= firstDay ? [day, day.slice(0, 7)] : [day.slice(0, 7)]
      const isNewest = spans.some((span) => !kept.has(span))
      for (const span of spans) kept.add(span)
      if (isNewest) continue
      rmSync(join(this.folder, `${backupId}.json`), { force: true })
      rmSync(this.path(backupId), { force: true })
    }
  }

  private path(backupId: string): string {
    return join(this.folder, `${backupId}.db`)
  }
}

const notFound = (): never => refuse({ code: 'backup.notFound', message: '没有这个备份', next: '请在备份列表中选择' })

const isDiskFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'SQLITE_FULL')

/** Brings a copy to rest: the run that made it is ended in it, and the file needs no other beside it. */
function settle(path: string, at: string): void {
  const db = new Database(path)
  try {
    db.pragma('synchronous = FULL')
    db.pragma('journal_mode = DELETE')
    db.prepare('UPDATE engine_run SET closed_at = ? WHERE closed_at IS NULL AND id = (SELECT max(id) FROM engine_run)').run(at)
  } finally {
    db.close()
  }
}

/** The schema version of a whole and sound copy. @throws Refusal backup.damaged */
function verify(path: string): number {
  const db = new Database(path, { readonly: true })
  try {
    db.defaultSafeIntegers(true)
    const found = db.pragma('integrity_check', { simple: true })
    const broken = db.pragma('foreign_key_check') as unknown[]
    if (found !== 'ok' || broken.length > 0)
      refuse({ code: 'backup.damaged', message: '备份没有通过完整性检查', next: '请检查磁盘后重新备份' })
    return databaseVersion(db)
  } finally {
    db.close()
  }
}
