import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openUntouched } from '../../electron/engine/database/connection.ts'
import type { Database } from '../../electron/engine/database/connection.ts'
import { openEngine, samples } from '../engine.ts'
import { Child } from './child-process.ts'
import { contradictions, missingFiles } from './examine.ts'
import { randomFrom } from './factory.ts'
import { lifeSteps, live, now, passphrase } from './living-child.ts'
import type { LifeLine } from './living-child.ts'

const kills = 10
const seed = Number(process.env['CRASH_SEED'] ?? Date.now() % 2 ** 31)

let folder: string
/** A ledger with an enterprise, a key and what a filing is checked against; no handbook yet. */
let empty: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bonded-ledger-kill-lives-'))
  empty = join(folder, 'empty')
  const engine = await openEngine({ dataFolder: empty, now })
  await engine.call('enterprise.save', {
    name: '示例电子（苏州）有限公司',
    creditCode: '91320594MA1202516U',
    customsCode: '3205940251',
  })
  await engine.call('keys.create', { name: '申报', passphrase })
  // The headings of the handbook, from a draft of it that the copies do not have.
  const trial = await openEngine({ now })
  const { draftId } = await trial.call('handbookDrafts.importWorkbook', {
    fileId: await trial.putFile(`${samples}factory-a/手册.xlsx`),
  })
  const bodies = ['materials', 'products'] as const
  const rows = await Promise.all(bodies.map((body) => trial.call('handbookDrafts.rows', { draftId, body })))
  const headings = rows.flatMap((body) => body.rows.map(({ cells }) => (cells['hsCode'] ?? '').slice(0, 4)))
  await trial.close()
  await engine.call('capability.save', { filledOn: '2025-12-20', headings: [...new Set(headings)] })
  await engine.close()
}, 30_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** How many rows every table has that a step of the life writes to. Documents are attached and files put in one by one, between the steps. */
function tally(db: Database): Record<string, number> {
  const left = ['engine_run', 'stored_file', 'journal', 'draft_document']
  const tables = db
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all()
    .filter((name) => !left.includes(name))
  const count = (what: string) => Number(db.prepare(`SELECT count(*) FROM ${what}`).pluck().get())
  const deeds = "journal WHERE operation <> 'handbookDrafts.attach'"
  return Object.fromEntries([...tables, deeds].map((name) => [name, count(name)]))
}

function changedPackages(db: Database): unknown[] {
  return db
    .prepare<[], { sequence: bigint; bytes: Buffer; sha256: string }>('SELECT sequence, bytes, sha256 FROM filing_package')
    .all()
    .filter(({ bytes, sha256 }) => createHash('sha256').update(bytes).digest('hex') !== sha256)
}

const newChild = () => new Child<LifeLine>('./living-child.ts')
const ledgerOf = (dataFolder: string) => openUntouched(join(dataFolder, 'ledger.db'))

test(`${kills} kills in a handbook's life: every step is wholly there or not at all`, { timeout: 240_000 }, async () => {
  const began = performance.now()
  const random = randomFrom(seed)

  // What there is after each step of a life that nothing disturbs, and how long it takes.
  const calm = join(folder, 'calm')
  cpSync(empty, calm, { recursive: true })
  const after: Record<string, number>[] = []
  const took: number[] = []
  let last = 0
  await live(calm, (line) => {
    if ('end' in line) return
    took.push(performance.now() - last)
    const db = ledgerOf(calm)
    after.push(tally(db))
    db.close()
    last = performance.now()
  })
  expect(after).toHaveLength(1 + lifeSteps.length)
  expect(new Set(after.map((rows) => JSON.stringify(rows))).size, 'every step writes').toBe(after.length)

  const counts = { lives: 1, acknowledged: 0, unacknowledged: 0, nothing: 0 }
  let life = { dataFolder: join(folder, 'life-0'), made: 0 }
  cpSync(empty, life.dataFolder, { recursive: true })
  let next = newChild()
  for (let killed = 0; killed < kills; killed++) {
    const child = next
    await child.said((line) => 'ready' in line)
    child.tell(life.dataFolder)
    next = newChild()
    // Somewhere in the step that follows one of the next answers, or just after it: a new process is slower than this one was.
    const answers = random(lifeSteps.length - life.made)
    await child.saidAtLeast(2 + answers)
    await sleep(random(Math.ceil((took[life.made + answers + 1] ?? 0) * 2)))
    const lines = await child.kill()
    const acknowledged = life.made + lines.filter((line) => 'step' in line).length
    const where = `seed ${seed}, kill ${killed}, ${acknowledged} of ${lifeSteps.join(', ')} acknowledged`

    const db = ledgerOf(life.dataFolder)
    expect(contradictions(db), where).toEqual({})
    expect(changedPackages(db), where).toEqual([])
    expect(missingFiles(db, join(life.dataFolder, 'files')), where).toEqual([])
    const found = tally(db)
    db.close()
    const made = after.findIndex((rows) => JSON.stringify(rows) === JSON.stringify(found))
    if (made === -1) expect(found, where).toEqual(after[acknowledged])
    expect([acknowledged, acknowledged + 1], where).toContain(made)
    counts.acknowledged += acknowledged - life.made
    counts[made > acknowledged ? 'unacknowledged' : 'nothing'] += 1
    life.made = made

    if (made < lifeSteps.length) continue
    life = { dataFolder: join(folder, `life-${counts.lives}`), made: 0 }
    counts.lives += 1
    cpSync(empty, life.dataFolder, { recursive: true })
  }
  await next.kill()
  // Where the last kill left it, the life goes on to the same end.
  await live(life.dataFolder, () => undefined)
  const db = ledgerOf(life.dataFolder)
  expect(tally(db)).toEqual(after.at(-1))
  db.close()
  expect(counts.acknowledged).toBeGreaterThan(0)
  console.log(
    `seed ${seed}: ${kills} kills in ${counts.lives} lives, ${counts.acknowledged} steps acknowledged, 0 lost, 0 half there, ` +
      `${counts.unacknowledged} whole but not yet acknowledged, ${counts.nothing} not begun or undone, ${((performance.now() - began) / 1000).toFixed(1)} s`,
  )
})
