import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openUntouched } from '../../electron/engine/database/connection.ts'
import { Child } from './child-process.ts'
import { booksAfter, booksOf, contradictions, missingFiles } from './examine.ts'
import { openEngine } from './engine.ts'
import { handbookNo, planImports, randomFrom } from './factory.ts'
import type { PlannedImport } from './factory.ts'
import type { Acknowledged, Start } from './importing-child.ts'

/** Another seed at every run: what one run does not hit, the next may. */
const kills = 100
const imports = 40
const seed = Number(process.env['CRASH_SEED'] ?? Date.now() % 2 ** 31)

let folder: string
let planFile: string
let plan: PlannedImport[]

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bonded-ledger-kill-'))
  mkdirSync(join(folder, 'workbooks'))
  planFile = join(folder, 'plan.json')
  plan = await planImports(join(folder, 'workbooks'), imports, seed)
  writeFileSync(planFile, JSON.stringify(plan))
}, 60_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const newChild = () => new Child<Acknowledged>('./importing-child.ts')

const balanceOf = async (dataFolder: string) => {
  const { application, call } = await openEngine(dataFolder)
  const balance = await call('writeOff.balance', { handbookNo })
  await application.close()
  return balance
}

/** Runs a plan to its end without being disturbed. */
async function finish(dataFolder: string, from: number): Promise<void> {
  const child = newChild()
  child.tell({ dataFolder, planFile, from } satisfies Start)
  await child.said((line) => 'done' in line)
  await child.kill()
}

test(`${kills} kills during imports: what was acknowledged is there, nothing is half there`, { timeout: 600_000 }, async () => {
  const began = performance.now()
  const random = randomFrom(seed)
  const undisturbed = join(folder, 'undisturbed')
  await finish(undisturbed, 0)
  const expected = await balanceOf(undisturbed)
  expect(expected.materials.some(({ balance }) => /[1-9]/.test(balance))).toBe(true)

  const counts = { acknowledged: 0, keptUnacknowledged: 0, whileOpening: 0, rounds: 0 }
  let round = { dataFolder: join(folder, 'round-0'), made: 0, saved: -1, settled: new Set<number>(), opened: false }
  let next = newChild()
  for (let killed = 0; killed < kills; killed++) {
    const child = next
    await child.said((line) => 'ready' in line)
    child.tell({ dataFolder: round.dataFolder, planFile, from: round.made } satisfies Start)
    next = newChild()
    // Anywhere in the opening, or in what follows one of the first answers: the slower the machine, the same share of kills hits work.
    const answers = random(10) === 0 ? 0 : 1 + random(4)
    // The first answer is the opening: with one import left there is still a second one to wait for, or no round would ever end
    // where an import takes longer than the pause below.
    await child.saidAtLeast(1 + Math.min(answers, 1 + imports - round.made))
    await sleep(random(50))
    const lines = await child.kill()

    // What it had acknowledged
    let acknowledged = round.made
    for (const line of lines) {
      if ('opened' in line) {
        expect(line.opened.cleanShutdown, 'a killed run is noticed by the next').toBe(!round.opened)
        round.opened = true
      } else if ('imported' in line) acknowledged = line.imported + 1
      else if ('saved' in line) round.saved = line.saved
      else if ('settled' in line) round.settled.add(line.settled)
    }
    if (!lines.some((line) => 'opened' in line)) counts.whileOpening += 1
    counts.acknowledged += acknowledged - round.made
    const where = `seed ${seed}, kill ${killed}, ${acknowledged} acknowledged`

    // What there is
    if (!existsSync(join(round.dataFolder, 'ledger.db'))) continue
    const db = openUntouched(join(round.dataFolder, 'ledger.db'))
    try {
      round.opened ||=
        Number(db.pragma('user_version', { simple: true })) > 0 && db.prepare('SELECT 1 FROM engine_run').get() !== undefined
      if (!round.opened) continue
      expect(contradictions(db), where).toEqual({})
      const books = booksOf(db)
      expect([acknowledged, acknowledged + 1], where).toContain(books.imports)
      expect(books, where).toEqual(booksAfter(plan, books.imports))
      counts.keptUnacknowledged += books.imports - acknowledged
      const contact = db.prepare<[], string>('SELECT contact FROM enterprise').pluck().get()
      expect(Number(contact ?? -1), where).toBeGreaterThanOrEqual(round.saved)
      const open = db
        .prepare<[], bigint>('SELECT import_id FROM list_refusal WHERE settled_at IS NULL')
        .pluck()
        .all()
        .map((id) => Number(id) - 1)
      expect(
        open.filter((id) => round.settled.has(id)),
        where,
      ).toEqual([])
      round.made = books.imports
    } finally {
      db.close()
    }

    if (round.made < imports) continue
    counts.rounds += 1
    await finish(round.dataFolder, round.made)
    expect(await balanceOf(round.dataFolder), where).toEqual(expected)
    round = { dataFolder: join(folder, `round-${counts.rounds}`), made: 0, saved: -1, settled: new Set(), opened: false }
  }
  await next.kill()
  await finish(round.dataFolder, round.made)
  expect(await balanceOf(round.dataFolder), `seed ${seed}`).toEqual(expected)
  const db = openUntouched(join(round.dataFolder, 'ledger.db'))
  expect(missingFiles(db, join(round.dataFolder, 'files'))).toEqual([])
  db.close()
  expect(counts.acknowledged).toBeGreaterThan(kills / 2)
  expect(counts.rounds).toBeGreaterThan(0)
  console.log(
    `seed ${seed}: ${kills} kills (${counts.whileOpening} while opening), ${counts.acknowledged} imports acknowledged, 0 lost, 0 half there, ` +
      `${counts.keptUnacknowledged} whole but not yet acknowledged, ${counts.rounds} whole runs, ${((performance.now() - began) / 1000).toFixed(1)} s`,
  )
})
