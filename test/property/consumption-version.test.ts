import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fc } from '@fast-check/vitest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDataFolder } from '../../electron/engine/database/data-folder.ts'
import { openLedgerDatabase } from '../../electron/engine/database/ledger-database.ts'
import type { LedgerDatabase } from '../../electron/engine/database/ledger-database.ts'
import { FileFolder } from '../../electron/engine/files/service.ts'
import { proposeVersion } from '../../electron/engine/handbook-drafts/propose-version.ts'
import { composeServices } from '../../electron/engine/services.ts'
import type { Services } from '../../electron/engine/services.ts'
import { Refusal } from '../../shared/contract/errors.ts'
import { day } from '../../shared/domain/day.ts'
import { rate } from '../../shared/domain/exact.ts'
import { cellsOf } from '../../shared/domain/handbook-record-cells.ts'
import { markRecord } from '../../shared/domain/handbook-record-changes.ts'
import type { RecordConsumption } from '../../shared/domain/handbook-record.ts'
import { openEngine, samples } from '../engine.ts'

const handbookNo = 'C23325020251'
const now = '2025-06-01T02:00:00.000Z'
const clock = { now: () => now }

let root: string
let ledger: LedgerDatabase
let services: Services
/** Factory-a's handbook without lists: no version is used yet. */
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'bonded-ledger-versions-'))
  const engine = await openEngine({ now, dataFolder: root })
  await engine.call('handbooks.importWorkbook', { fileId: await engine.putFile(join(samples, 'factory-a', '手册.xlsx')) })
  await engine.close()
  const folder = openDataFolder(root)
  ledger = await openLedgerDatabase(folder, clock, 'test')
  services = composeServices(ledger.writer, { clock, folder: new FileFolder(folder.files), programVersion: 'test' })
})
afterAll(() => {
  ledger.close()
  rmSync(root, { recursive: true, force: true })
})

const handbook = () => services.handbooks.require(handbookNo)
const lines = () => services.handbooks.record(handbook()).consumptions
/** The change that is being written; what a workbook of customs leaves out of the head is filled. */
function openDraft(): string {
  const open = services.handbookDrafts.openChange(handbook().id)
  if (open?.state === 'editing') return open.draftId
  const { draftId } = services.handbookDrafts.createChange({ handbookNo })
  const { head, headProblems } = services.handbookDrafts.get(draftId)
  const missing = headProblems.map(({ column }): [string, string] => [
    column,
    head[column.replace(/^(declarant|input)/, 'operator')] ?? '',
  ])
  services.handbookDrafts.saveHead({ draftId, cells: Object.fromEntries(missing) })
  return draftId
}

/** What somebody may do, or try to do, to a product's version; `n` makes it one of many. */
type Deed = (product: number, version: string, n: number) => void
const deeds: Record<string, Deed> = {
  'a list declares it': (product, version, n) => book(product, version, n % 2 === 0 ? 'booked' : 'reserved'),
  'its lists are deleted': (product, version) => takeBack(product, version),
  'customs fixes it': (product, version, n) => {
    const { challengeId } = services.consumption.challenges.record({
      handbookNo,
      productSeq: product,
      version,
      noticeNo: `ZY-${n}`,
      receivedOn: '2025-05-06',
    })
    services.consumption.challenges.answer({ challengeId, state: 'fixed', on: '2025-05-20', answer: '核定' })
  },
  'a new version is proposed by it': (product, version) =>
    void proposeVersion(services, { handbookNo, productSeq: product, version }),
  'its lines are changed in the draft': (product, version, n) => {
    const draft = openDraft()
    for (const { rowId, cells } of services.handbookDrafts.contents(draft).rows.consumptions) {
      if (cells['productSeq'] !== String(product) || cells['version'] !== version) continue
      const rows = [{ rowId, cells: { ...cells, netConsumption: String(n + 1) } }]
      services.handbookDrafts.saveRows({ draftId: draft, body: 'consumptions', rows })
    }
  },
  'its lines are taken out of the draft': (product, version) => {
    const draft = openDraft()
    const rowIds = services.handbookDrafts
      .contents(draft)
      .rows.consumptions.filter(({ cells }) => cells['productSeq'] === String(product) && cells['version'] === version)
      .map(({ rowId }) => rowId)
    services.handbookDrafts.removeRows({ draftId: draft, body: 'consumptions', rowIds })
  },
  'a line is added to it in the draft': (product, version, n) => {
    const line = lines().find((row) => row.productSeq === product)
    if (!line) return
    const cells = cellsOf('consumptions', { ...line, version, materialSeq: 1 + (n % 40), netConsumption: rate(`${n}.5`) })
    services.handbookDrafts.saveRows({ draftId: openDraft(), body: 'consumptions', rows: [{ rowId: null, cells }] })
  },
  'the draft is accepted by customs': () => {
    const draft = openDraft()
    services.handbookDrafts.markFiled(draft, '0193a5b0-7c00-7000-8000-000000000001')
    const sourceFileId = handbook().source_file_id
    services.handbookDrafts.accept(draft, { handbookNo, seqNo: '', acceptedOn: day('2025-06-01'), sourceFileId })
  },
  'its record is changed behind the draft': (product, version, n) => {
    const record = services.handbooks.record(handbook())
    const change = (row: RecordConsumption) =>
      row.productSeq === product && row.version === version ? { ...row, netConsumption: rate(`${n + 2}`) } : row
    const marked = markRecord(record, { ...record, consumptions: record.consumptions.map(change) })
    services.handbooks.change(handbook(), record.head, marked)
  },
  'its record is deleted behind the draft': (product, version) => {
    const record = services.handbooks.record(handbook())
    const rest = record.consumptions.filter((row) => row.productSeq !== product || row.version !== version)
    services.handbooks.change(handbook(), record.head, markRecord(record, { ...record, consumptions: rest }))
  },
  'its rows are updated in the database': (product, version, n) =>
    void ledger.writer
      .prepare('UPDATE consumption SET net_e9 = net_e9 + ? WHERE product_seq = ? AND version = ?')
      .run(BigInt(n + 1), BigInt(product), version),
  'its rows are replaced in the database': (product, version) =>
    void ledger.writer
      .prepare('REPLACE INTO consumption SELECT * FROM consumption WHERE product_seq = ? AND version = ?')
      .run(BigInt(product), version),
}

let lists = 0
function book(product: number, version: string, status: 'booked' | 'reserved') {
  const listNo = `QD-${(lists += 1)}`
  const { writer } = ledger
  writer.exec(`
    INSERT INTO list_import (handbook_id, file_id, imported_at, lists, lines)
      SELECT id, source_file_id, '${now}', 1, 1 FROM handbook WHERE handbook_no = '${handbookNo}';
    INSERT INTO bonded_list (handbook_id, list_no, edition, inner_no, seq_no, direction, goods, mode, list_type, declared_on, related_handbook_no, status, import_id, entered_at)
      SELECT handbook_id, '${listNo}', 0, '', '', 'E', 'E', '0615', '0', '2025-05-01', '', '${status}', max(id), '${now}' FROM list_import;
    INSERT INTO list_line (list_id, line_no, item_seq, version, quantity_e5, currency)
      SELECT id, 1, ${product}, '${version}', 100000, '502' FROM bonded_list WHERE list_no = '${listNo}';
    INSERT INTO movement (handbook_id, item_kind, item_seq, version, mode, direction, quantity_e5, value_e5, booked_on, list_id, line_no, reverses_id, recorded_at)
      SELECT handbook_id, 'E', ${product}, '${version}', '0615', 'E', 100000, NULL, declared_on, id, 1, NULL, '${now}' FROM bonded_list
       WHERE list_no = '${listNo}' AND status = 'booked';`)
}
function takeBack(product: number, version: string) {
  const of = `SELECT b.id FROM bonded_list b JOIN list_line l ON l.list_id = b.id WHERE l.item_seq = ${product} AND l.version = '${version}'`
  ledger.writer.exec(`
    INSERT INTO movement (handbook_id, item_kind, item_seq, version, mode, direction, quantity_e5, value_e5, booked_on, list_id, line_no, reverses_id, recorded_at)
      SELECT handbook_id, item_kind, item_seq, version, mode, direction, -quantity_e5, NULL, booked_on, list_id, line_no, id, '${now}' FROM movement m
       WHERE list_id IN (${of}) AND reverses_id IS NULL AND NOT EXISTS (SELECT 1 FROM movement r WHERE r.reverses_id = m.id);
    UPDATE bonded_list SET status = 'deleted' WHERE id IN (${of});`)
}

/** The declared lines of each version that is frozen now. */
function frozenLines(): Map<string, string> {
  const all = Map.groupBy(lines(), (row) => `${row.productSeq}:${row.version}`)
  const texts = [...services.consumption.frozenVersions(handbook().id).keys()].map((key): [string, string] => [
    key,
    JSON.stringify((all.get(key) ?? []).map((row) => Object.values(cellsOf('consumptions', row)))),
  ])
  return new Map(texts)
}

const done = new Map<string, number>()

test('R-34 a version once used never changes, whatever is done to it, by whom and in which order', () => {
  const deed = fc.record({
    name: fc.constantFrom(...Object.keys(deeds)),
    product: fc.integer({ min: 1, max: 3 }),
    version: fc.constantFrom('0', '1', '2'),
    n: fc.nat({ max: 99 }),
  })
  fc.assert(
    fc.property(fc.array(deed, { minLength: 5, maxLength: 25 }), (sequence) => {
      ledger.writer.exec('BEGIN IMMEDIATE')
      try {
        for (const { name, product, version, n } of sequence) {
          const before = frozenLines()
          ledger.writer.exec('SAVEPOINT deed')
          services.journal.begin('test')
          try {
            deeds[name]?.(product, version, n)
            done.set(name, (done.get(name) ?? 0) + 1)
          } catch (error) {
            if (!(error instanceof Refusal) && !/of a used version is never/.test(String(error))) throw error
            ledger.writer.exec('ROLLBACK TO deed')
          }
          ledger.writer.exec('RELEASE deed')
          const after = new Map([...frozenLines()].filter(([key]) => before.has(key)))
          for (const [key, text] of after) expect(text, `${key} after: ${name}`).toBe(before.get(key))
        }
      } finally {
        ledger.writer.exec('ROLLBACK')
      }
    }),
    { numRuns: 40 },
  )
  // Each deed went through where nothing barred it: the versions that stayed the same did not do so for want of trying.
  for (const name of Object.keys(deeds)) expect(done.get(name) ?? 0, name).toBeGreaterThan(0)
}, 120_000)
