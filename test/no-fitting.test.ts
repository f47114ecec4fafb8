import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fc } from '@fast-check/vitest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { openConnection } from '../electron/engine/database/connection.ts'
import type { Database } from '../electron/engine/database/connection.ts'
import { contract, isOperationName } from '../shared/contract/contract.ts'
import type { OperationName } from '../shared/contract/contract.ts'
import { openEngine, samples } from './engine.ts'
import type { Engine } from './engine.ts'
import { importsOf } from './imports/sources.ts'

/**
 * nothing fits the consumption to the balance. A program that could would be asked to. Here no operation changes a declared
 * consumption that is in use, whatever it is given, and nothing but the record that customs has accepted is ever written to it.
 */

const handbookNo = 'C23325020251'

type Schema = { [key: string]: unknown } & {
  type?: string
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  oneOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  pattern?: string
  maxLength?: number
  minLength?: number
  minimum?: number
  maximum?: number
}

/** What fits the field by its name, so that an operation gets as far as it can. */
type Known = Readonly<Record<string, fc.Arbitrary<unknown>>>

const digits = fc.tuple(fc.nat(9999), fc.nat(99999)).map(([whole, part]) => `${whole}.${part}`)
const someDay = fc.integer({ min: 0, max: 364 }).map((n) => new Date(Date.UTC(2025, 0, 1 + n)).toISOString().slice(0, 10))

function fitting(schema: Schema, known: Known, name = ''): fc.Arbitrary<unknown> {
  const byName = known[name]
  if (byName && schema.type !== 'array') return byName
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return fc.oneof(...choices.map((choice) => fitting(choice, known, name)))
  switch (schema.type) {
    case 'object': {
      const fields = Object.entries(schema.properties ?? {}).map(([field, of]): [string, fc.Arbitrary<unknown>] => [
        field,
        fitting(of, known, field),
      ])
      return fc.record(Object.fromEntries(fields), { requiredKeys: schema.required ?? [] })
    }
    case 'array':
      return fc.array(fitting(schema.items ?? {}, known, name.replace(/s$/, '')), { minLength: 1, maxLength: 3 })
    case 'integer':
      // A year begins far above a number of a row.
      return fc.integer({ min: Math.max(schema.minimum ?? 1, 1), max: Math.max(schema.minimum ?? 1, 1) + 11 })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'string':
    case undefined:
    default:
      if (schema.pattern?.startsWith('^-?')) return digits
      return fc.string({ minLength: Math.max(schema.minLength ?? 0, 1), maxLength: Math.min(schema.maxLength ?? 12, 12) })
  }
}

/** Fields of a draft's row, of any body: a key that is there, with any figures. */
const cells = fc.record({
  seq: fc.integer({ min: 1, max: 12 }).map(String),
  productSeq: fc.integer({ min: 1, max: 11 }).map(String),
  materialSeq: fc.integer({ min: 1, max: 41 }).map(String),
  version: fc.constantFrom('0', '1', '2'),
  netConsumption: digits,
  tangibleLossRate: fc.nat(40).map(String),
  intangibleLossRate: fc.nat(40).map(String),
  bondedRatio: fc.nat(100).map(String),
})
const cellsOfBody: Record<string, readonly string[]> = {
  materials: ['seq'],
  products: ['seq'],
  consumptions: [
    'productSeq',
    'materialSeq',
    'version',
    'netConsumption',
    'tangibleLossRate',
    'intangibleLossRate',
    'bondedRatio',
  ],
}

/** Last, as nothing much can be done after them. */
const endings: readonly OperationName[] = [
  'handbooks.terminate',
  'handbooks.close',
  'operators.save',
  'operators.takeOver',
  'backups.restore',
]
const writes = Object.keys(contract).filter(
  (name): name is OperationName => isOperationName(name) && contract[name].changes.length > 0,
)
const ordered = [...writes.filter((name) => !endings.includes(name)), ...endings]

const nearest: readonly OperationName[] = [
  'handbookDrafts.createChange',
  'handbookDrafts.saveHead',
  'handbookDrafts.saveRows',
  'handbookDrafts.removeRows',
  'handbookDrafts.importBody',
  'consumption.proposeVersion',
  'consumption.recordChallenge',
  'consumption.answerChallenge',
  'mappings.save',
  'workOrders.save',
  'selfVerification.configure',
  'bondedLists.importWorkbook',
  'filings.createWriteOffReport',
]

let engine: Engine
let books: Database
beforeAll(async () => {
  engine = await openEngine({ now: '2025-12-31T02:00:00.000Z' })
  await engine.call('enterprise.loadSample', {})
  books = openConnection(join(engine.dataFolder, 'ledger.db'), 'read')
}, 60_000)
afterAll(async () => {
  books.close()
  await engine.close()
})

/** What is declared of versions in use, to the last digit. */
const inUse = (): string =>
  JSON.stringify(
    books
      .prepare<[], Record<string, unknown>>(
        `SELECT h.handbook_no, c.product_seq, c.version, c.material_seq, c.net_e9, c.tangible_e9, c.intangible_e9, c.bonded_e9
           FROM consumption c JOIN handbook h ON h.id = c.handbook_id
          WHERE EXISTS (SELECT 1 FROM movement m WHERE m.handbook_id = c.handbook_id AND m.item_kind = 'E' AND m.item_seq = c.product_seq
                           AND m.version = c.version)
          ORDER BY 1, 2, 3, 4`,
      )
      .raw()
      .all(),
    (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
  )

/** The ids that there are now, the newest of them: an operation wants what is still open. */
async function knownFor(name: OperationName): Promise<Known> {
  const ids = (table: string, column: string) => {
    const found = books.prepare<[], string>(`SELECT ${column} FROM ${table} ORDER BY rowid DESC LIMIT 2`).pluck().all()
    return fc.constantFrom(...(found.length > 0 ? found : ['0193a5b0-7c00-7000-8000-000000000001']))
  }
  const open = books
    .prepare<[], string>("SELECT draft_id FROM handbook_draft WHERE kind = 'change' AND state = 'editing'")
    .pluck()
    .all()
  const numbers = books
    .prepare<[string], bigint>("SELECT row_id FROM draft_row WHERE draft_id = ? AND body = 'consumptions'")
    .pluck()
    .all(open[0] ?? '')
    .map(Number)
  const files = await Promise.all(['手册.xlsx', '核注清单.xlsx'].map((file) => engine.putFile(join(samples, 'factory-a', file))))
  return {
    handbookNo: fc.constant(handbookNo),
    copyOf: fc.constant(handbookNo),
    productSeq: fc.integer({ min: 1, max: 11 }),
    version: fc.constantFrom('0', '1'),
    fileId: fc.constantFrom(...files),
    draftId: open.length > 0 ? fc.constantFrom(...open) : fc.constant('0193a5b0-7c00-7000-8000-000000000001'),
    rowId: name === 'handbookDrafts.saveRows' ? fc.constant(null) : fc.constantFrom(...(numbers.length > 0 ? numbers : [1])),
    ...(name === 'handbookDrafts.removeRows' && { body: fc.constant('consumptions') }),
    noticeNo: fc.nat(99_999).map((n) => `ZY-${n}`),
    heading: fc.constantFrom('8504', '8542'),
    returned: fc.constant('0'),
    scrap: fc.constant('0'),
    defects: fc.constant('0'),
    wip: fc.constant('0'),
    filingId: ids('filing', 'filing_id'),
    keyId: ids('signing_key', 'key_id'),
    operatorId: ids('operator', 'operator_id'),
    onBadRows: fc.constant('skip'),
    passphrase: fc.constant('correct horse battery'),
    filledOn: someDay,
    validTo: fc.constant('2026-06-30'),
    on: someDay,
    from: someDay,
    to: someDay,
    asOf: someDay,
    startsOn: fc.constant('2025-01-01'),
    endsOn: fc.constant('2025-12-31'),
    receivedOn: fc.constant('2025-12-20'),
    answeredOn: someDay,
    postedOn: someDay,
    cells: name === 'handbookDrafts.saveHead' ? fc.record({ remark: digits, contact: digits }) : cells,
    before: cells,
  }
}

describe('R-41 no operation fits the consumption to the balance', () => {
  test('whatever a writing operation is given, the consumption of versions in use stays the same to the last digit', async () => {
    const before = inUse()
    expect(before.length).toBeGreaterThan(5000)
    const done = new Set<OperationName>()
    for (const name of ordered) {
      const schema = z.toJSONSchema(contract[name].input, { io: 'input', unrepresentable: 'any' }) as Schema
      for (let n = 0; n < (nearest.includes(name) ? 8 : 3); n++) {
        const [input] = fc.sample(fitting(schema, await knownFor(name)), { numRuns: 1, seed: 41_000 + n })
        const answer = await engine.application.call(name, ofBody(input), { wait: true })
        if (answer.ok) done.add(name)
        expect(inUse(), `${name} ${JSON.stringify(input)}`).toBe(before)
        if (name === 'keys.create' || name === 'backups.restore') break
      }
    }
    // Those that come nearest to it did go through.
    for (const name of nearest) expect(done.has(name), name).toBe(true)
  }, 120_000)
})

const root = fileURLToPath(new URL('../', import.meta.url))
const imports = importsOf(root)
const ours = [...new Set(imports.map(({ from }) => from))].map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))

describe('R-41 nothing in the sources could', () => {
  test('the declared consumption is written by the store of handbooks alone', () => {
    const writing = /\b(?:insert(?:\s+or\s+\w+)?\s+into|replace\s+into|update|delete\s+from)\s+consumption\b/i
    expect(ours.filter(({ text }) => writing.test(text)).map(({ path }) => path)).toEqual(['electron/engine/handbooks/store.ts'])
  })

  test('that store is given what a workbook of customs or an accepted draft says, by these and no others', () => {
    const changing = /\bhandbooks\.(?:add|addWhole|change)\(/
    expect(
      ours
        .filter(({ text }) => changing.test(text))
        .map(({ path }) => path)
        .toSorted(),
    ).toEqual(['electron/engine/handbook-drafts/put-in-force.ts', 'electron/engine/handbooks/import-workbook.ts'])
  })

  test('whoever writes or proposes a consumption knows no balance', () => {
    const writers = ours.filter(
      ({ path, text }) =>
        path.startsWith('electron/engine/handbooks/') || /\b(?:handbooks\.(?:add|addWhole)|handbookDrafts\.propose)\(/.test(text),
    )
    expect(writers.length).toBeGreaterThan(4)
    const balances = /\b(?:writeOff\.(?:balance|compute|explain)|writeOffBalance)\(/
    expect(writers.filter(({ text }) => balances.test(text)).map(({ path }) => path)).toEqual([])
  })

  test('no function takes a balance and gives a consumption', () => {
    const functions = ours.flatMap(({ path, text }) => signaturesOf(text).map((each) => ({ path, ...each })))
    expect(functions.length).toBeGreaterThan(300)
    expect(functions.filter(fits)).toEqual([])
  })

  test('a function that would is found', () => {
    const bad = 'export function fitted(balance: WriteOffBalance, lines: readonly ConsumptionLine[]): ConsumptionLine[] {'
    expect(signaturesOf(bad).filter(fits)).toHaveLength(1)
    expect(signaturesOf(bad.replace('balance: WriteOffBalance, ', '')).filter(fits)).toHaveLength(0)
  })
})

interface Signature {
  name: string
  takes: string
  gives: string
}
const fits = ({ takes, gives }: Signature): boolean =>
  /\b(?:WriteOffBalance|MaterialBalance|ProductExport|MovementTotal)\b/.test(takes) &&
  /\b(?:ConsumptionRates|ConsumptionLine|RecordConsumption|HandbookRecord|netConsumption)\b/.test(gives)

/** Functions, methods and named arrows with a written result, as text. */
const signaturesOf = (text: string): Signature[] =>
  [
    ...text.matchAll(
      /(?:function |^ {2}(?:private |async |\*)*|const )(\w+)(?: = (?:async )?)?(?:<[^(]*>)?\(([^{}]*?)\): ([^=\n]*?)(?: \{| =>)/gm,
    ),
  ].map(([, name = '', takes = '', gives = '']) => ({ name, takes, gives }))

/** A draft's row has the fields of its body alone. */
function ofBody(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || !('body' in input)) return input
  const fields = cellsOfBody[String(input.body)] ?? []
  const text = JSON.stringify(input, function (this: object, key, value: unknown) {
    const inCells = 'netConsumption' in this
    return inCells && !fields.includes(key) ? undefined : value
  })
  return JSON.parse(text) as unknown
}
