import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../electron/engine/clock.ts'
import { openDataFolder } from '../../electron/engine/database/data-folder.ts'
import { openLedgerDatabase } from '../../electron/engine/database/ledger-database.ts'
import { FileFolder } from '../../electron/engine/files/service.ts'
import { composeServices } from '../../electron/engine/services.ts'
import { addDays, day } from '../../shared/domain/day.ts'
import { money, quantity, rate } from '../../shared/domain/exact.ts'
import type { Money, Quantity } from '../../shared/domain/exact.ts'
import type { RecordConsumption, RecordHead, RecordItem } from '../../shared/domain/handbook-record.ts'
import type { PlannedList, SoundHead, SoundLine } from '../../electron/engine/bonded-lists/plan-import.ts'

/** The same numbers every run. */
export function random(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

export const largeHandbookNo = 'C23325099999'

const head: RecordHead = {
  seqNo: '',
  handbookNo: largeHandbookNo,
  kind: 'C',
  innerNo: '',
  customsDistrict: '2332',
  operatorCreditCode: '',
  operatorCustomsCode: '3205940251',
  operatorName: '测试',
  processorCreditCode: '',
  processorCustomsCode: '3205940251',
  processorName: '测试',
  processorDistrict: '',
  declarantType: '',
  declarantCreditCode: '',
  declarantCustomsCode: '',
  declarantName: '',
  declaredOn: '',
  supervisionMode: '0615',
  levyNature: '503',
  approvalNo: '',
  importContractNo: '',
  exportContractNo: '',
  importCurrency: '502',
  exportCurrency: '502',
  establishedOn: day('2025-01-01'),
  validTo: day('2025-12-31'),
  processingKind: '',
  ports: '',
  capacity: quantity('0'),
  consumptionStage: '1',
  purpose: '1',
  pauseMark: '',
  inputCreditCode: '',
  inputCustomsCode: '',
  inputName: '',
  inputOn: '',
  contact: '',
  phone: '',
  remark: '',
}

/**
 * A ledger in a temporary folder, booked through the engine's own services: `materials` materials, `products` products of two
 * versions, `consumptions` consumption rows, `lines` lines on lists of ten.
 */
export async function largeLedger(size: { materials: number; products: number; consumptions: number; lines: number }) {
  const next = random(20251121)
  const root = mkdtempSync(join(tmpdir(), 'bonded-ledger-'))
  const folder = openDataFolder(root)
  const database = await openLedgerDatabase(folder, systemClock, 'bench')
  const context = { clock: systemClock, folder: new FileFolder(folder.files), programVersion: 'bench' }
  const writers = composeServices(database.writer, context)
  const readers = composeServices(database.reader, context)
  database.writer.exec('BEGIN')
  const { fileId } = writers.files.record('bench', await context.folder.take([new Uint8Array(1)]))
  const item = (seq: number): RecordItem => ({
    seq,
    partNo: `P-${seq}`,
    hsCode: '8542310000',
    name: `品名 ${seq}`,
    spec: '',
    unit: '007',
    legalUnit: '007',
    secondLegalUnit: '',
    quantity: quantity('100000000'),
    unitPrice: money('1'),
    total: money('100000000'),
    currency: '502',
    country: '142',
    levyMode: '3',
    mainMark: '',
    attribute: '',
    remark: '',
  })
  const versions = size.products * 2
  const perVersion = Math.ceil(size.consumptions / versions)
  const consumption = Array.from({ length: versions }, (_, index) =>
    Array.from({ length: perVersion }, (__, at): RecordConsumption => ({
      // A stride that is prime to the number of materials spreads the rows without repeating one.
      materialSeq: ((index * perVersion + at) % size.materials) + 1,
      productSeq: (index >> 1) + 1,
      version: String(index & 1),
      netConsumption: rate(BigInt(next(2_000_000_000) + 1)),
      tangibleLossRate: rate(BigInt(next(800)) * 10_000_000n),
      intangibleLossRate: rate(BigInt(next(200)) * 10_000_000n),
      bondedRatio: rate(next(4) === 0 ? '80' : '100'),
      declarationState: '2',
      executionMark: '1',
      validTo: '',
      remark: '',
    })),
  ).flat()
  await writers.handbooks.add(
    {
      head,
      materials: Array.from({ length: size.materials }, (_, index) => item(index + 1)),
      products: Array.from({ length: size.products }, (_, index) => item(index + 1)),
      consumptions: consumption,
    },
    fileId,
    async () => undefined,
  )
  const { handbookId } = writers.bondedLists.books(largeHandbookNo)
  const lists = Array.from({ length: size.lines / 10 }, (_, index): PlannedList => {
    const exported = next(10) < 3
    const planned: SoundHead = {
      row: 0,
      listNo: `QD2332${exported ? 'E' : 'I'}${String(index).padStart(9, '0')}`,
      innerNo: '',
      handbookNo: largeHandbookNo,
      direction: exported ? 'E' : 'I',
      goods: exported ? 'E' : 'I',
      mode: next(10) === 0 ? '0654' : '0615',
      listType: '',
      declaredOn: addDays(day('2025-01-01'), next(365)),
      relatedHandbookNo: '',
      status: 'booked',
      sound: true,
    }
    const newLines = Array.from({ length: 10 }, (__, line): SoundLine => ({
      row: 0,
      listNo: planned.listNo,
      lineNo: line + 1,
      itemSeq: next(exported ? size.products : size.materials) + 1,
      version: exported ? String(next(2)) : '',
      quantity: BigInt(exported ? next(90) * 100_000 + 100_000 : next(90_000_000) + 1) as Quantity,
      unitPrice: 100_000n as Money,
      total: 1_000_000n as Money,
      currency: '502',
      sound: true,
    }))
    return { head: planned, inBooks: undefined, newLines }
  })
  const startedAt = performance.now()
  await writers.bondedLists.apply(
    handbookId,
    { lists, unchanged: { lists: 0, lines: 0 }, heldBack: [], refused: [] },
    { fileId, rejectedFileId: null },
    async () => undefined,
  )
  database.writer.exec('COMMIT')
  database.writer.exec('ANALYZE')
  const bookingMs = performance.now() - startedAt
  return {
    folder,
    database,
    readers,
    handbookId,
    bookingMs,
    close() {
      database.close()
      rmSync(root, { recursive: true, force: true })
    },
  }
}
