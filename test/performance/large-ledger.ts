import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../electron/engine/clock.ts'
import { openDataFolder } from '../../electron/engine/database/data-folder.ts'
import { openLedgerDatabase } from '../../electron/engine/database/ledger-database.ts'
import { FileFolder } from '../../electron/engine/files/service.ts'
import { composeServices } from '../../electron/engine/services.ts'
import { addDays, day } from '../../shared/domain/day.ts'
import { quantity } from '../../shared/domain/exact.ts'
import type { Money, Quantity } from '../../shared/domain/exact.ts'
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

const head = {
  handbook_no: largeHandbookNo,
  kind: 'C' as const,
  operator_credit_code: '',
  operator_customs_code: '3205940251',
  operator_name: '测试',
  processor_credit_code: '',
  processor_customs_code: '3205940251',
  processor_name: '测试',
  customs_district: '2332',
  supervision_mode: '0615',
  levy_nature: '503',
  import_contract_no: '',
  export_contract_no: '',
  import_currency: '502',
  export_currency: '502',
  established_on: '2025-01-01',
  valid_to: '2025-12-31',
  consumption_stage: '1' as const,
  purpose: '1',
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
  const item = (seq: number) => ({
    seq: BigInt(seq),
    part_no: `P-${seq}`,
    hs_code: '8542310000',
    name: `品名 ${seq}`,
    spec: '',
    unit: '007',
    legal_unit: '007',
    quantity_e5: quantity('100000000'),
    unit_price_e5: 100_000n,
    currency: '502',
    country: '142',
    levy_mode: '3',
  })
  const versions = size.products * 2
  const perVersion = Math.ceil(size.consumptions / versions)
  const consumption = Array.from({ length: versions }, (_, index) =>
    Array.from({ length: perVersion }, (__, at) => ({
      // A stride that is prime to the number of materials spreads the rows without repeating one.
      material_seq: BigInt(((index * perVersion + at) % size.materials) + 1),
      product_seq: BigInt((index >> 1) + 1),
      version: String(index & 1),
      net_e9: BigInt(next(2_000_000_000) + 1),
      tangible_e9: BigInt(next(800)) * 10_000_000n,
      intangible_e9: BigInt(next(200)) * 10_000_000n,
      bonded_e9: next(4) === 0 ? 80_000_000_000n : 100_000_000_000n,
    })),
  ).flat()
  await writers.handbooks.add(
    {
      head,
      materials: Array.from({ length: size.materials }, (_, index) => item(index + 1)),
      products: Array.from({ length: size.products }, (_, index) => item(index + 1)),
      consumption,
      sheets: [],
      rejected: [],
      warnings: [],
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
