import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../electron/engine/clock.ts'
import { Backups } from '../../electron/engine/database/backups.ts'
import { openUntouched } from '../../electron/engine/database/connection.ts'
import type { BackupStep } from './backing-up-child.ts'
import { Child } from './child-process.ts'
import { openEngine } from './engine.ts'
import { booksOf, contradictions } from './examine.ts'
import { handbookNo, handbookWorkbook, listsWorkbook, randomFrom } from './factory.ts'

const kills = 30
const seed = Number(process.env['CRASH_SEED'] ?? Date.now() % 2 ** 31)

let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bonded-ledger-kill-backups-'))
  const { application, call, put } = await openEngine(folder)
  await call('handbooks.importWorkbook', { fileId: await put('手册.xlsx', await handbookWorkbook()) })
  const lists = Array.from({ length: 100 }, (_, index) => ({
    no: `QD-${index}`,
    direction: 'I' as const,
    status: '已核扣' as const,
    quantities: Array.from({ length: 100 }, (__, line) => line + 1),
  }))
  await call('bondedLists.importWorkbook', {
    handbookNo,
    fileId: await put('清单.xlsx', await listsWorkbook(lists)),
    onBadRows: 'refuse',
  })
  await application.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test(
  `${kills} kills during backups and restores: the ledger is the old one or the restored one, never damaged`,
  { timeout: 300_000 },
  async () => {
    const began = performance.now()
    const random = randomFrom(seed)
    const acknowledged = new Map<string, string>()
    const counts = { restores: 0, whileRestoring: 0, whileBackingUp: 0 }
    let contact: string | null = null
    let before: unknown
    const newChild = (killed: number) => new Child<BackupStep>('./backing-up-child.ts', [folder, String(killed)])
    let next = newChild(0)
    for (let killed = 0; killed < kills; killed++) {
      const child = next
      await child.said((line) => 'ready' in line)
      child.tell({})
      next = newChild(killed + 1)
      await child.saidAtLeast(2 + random(11))
      await sleep(random(60))
      const lines = await child.kill()
      const where = `seed ${seed}, kill ${killed}`

      const last = lines.at(-1)
      for (const line of lines) {
        if ('contact' in line) contact = line.contact
        if ('backup' in line) acknowledged.set(line.backup, line.contact)
        if ('step' in line && line.step === 'restored') counts.restores += 1
      }
      // What the step that was under way would have made of it.
      const after = following(last, lines, killed)
      const db = openUntouched(join(folder, 'ledger.db'))
      expect(contradictions(db), where).toEqual({})
      const found = db.prepare<[], string>('SELECT contact FROM enterprise').pluck().get() ?? null
      expect([contact, after.contact], where).toContain(found)
      if (after.kind === 'restore') counts.whileRestoring += 1
      if (after.kind === 'backup') counts.whileBackingUp += 1
      contact = found
      const books = booksOf(db)
      before ??= books
      expect(books, where).toEqual(before)
      db.close()
      const listed = new Set(new Backups(join(folder, 'backups'), systemClock).list().map(({ backupId }) => backupId))
      expect(
        [...acknowledged.keys()].filter((backupId) => !listed.has(backupId)),
        where,
      ).toEqual([])
    }
    await next.kill()

    // Every backup that is listed, acknowledged or not, is whole.
    const backups = new Backups(join(folder, 'backups'), systemClock)
    for (const { backupId } of backups.list()) {
      const copy = join(folder, 'copy.db')
      await backups.copyTo(backupId, copy)
      const db = openUntouched(copy)
      const wanted = acknowledged.get(backupId)
      if (wanted !== undefined) expect(db.prepare('SELECT contact FROM enterprise').pluck().get()).toBe(wanted)
      db.close()
      rmSync(copy)
    }
    const { application } = await openEngine(folder)
    await application.close()
    const left = readdirSync(folder, { recursive: true })
      .map(String)
      .filter((name) => !/^(files|logs)/.test(name))
    expect(
      left.filter((name) => !/^(ledger\.(db|lock)|backups|backups[\\/][\w-]+\.(db|json))$/.test(name)),
      'nothing is left over',
    ).toEqual([])
    expect(counts.whileRestoring).toBeGreaterThan(0)
    expect(counts.whileBackingUp).toBeGreaterThan(0)
    console.log(
      `seed ${seed}: ${kills} kills (${counts.whileBackingUp} in a backup, ${counts.whileRestoring} in a restore), ${acknowledged.size} backups and ` +
        `${counts.restores} restores acknowledged, 0 lost, 0 damaged, ${((performance.now() - began) / 1000).toFixed(1)} s`,
    )
  },
)

/** The step after the last acknowledged one, and what the books say when it is done. */
function following(
  last: BackupStep | undefined,
  lines: readonly BackupStep[],
  killed: number,
): { kind: 'save' | 'backup' | 'restore'; contact: string | null } {
  const round = lines.filter((line) => 'backup' in line).length
  if (last === undefined || 'ready' in last || 'opened' in last) return { kind: 'save', contact: `${killed}-0` }
  if ('backup' in last) return { kind: 'save', contact: `${last.contact} 之后` }
  const isLater = last.contact.endsWith(' 之后')
  if (last.step === 'saved')
    return isLater ? { kind: 'restore', contact: last.contact.replace(' 之后', '') } : { kind: 'backup', contact: last.contact }
  return isLater ? { kind: 'save', contact: `${killed}-${round}` } : { kind: 'restore', contact: `${last.contact} 之后` }
}
