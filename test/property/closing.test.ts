import { fc } from '@fast-check/vitest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeWorkbook } from '../../electron/engine/workbook/write-workbook.ts'
import { openEngine } from '../engine.ts'
import type { Engine } from '../engine.ts'
import { loadSampleRates, loadSmallHandbook } from '../sales.ts'

/**
 * Handbooks that nobody made by hand, closed against a second calculation: the books of the cut-off, the count in every kind, what a
 * shortage is worth and taxed at, and the tables of the report. It shares no arithmetic with the product: fractions are pairs of
 * integers, signs are typed from R-106, taxes from R-74.
 */
type Fraction = readonly [bigint, bigint]
const whole = (n: bigint): Fraction => [n, 1n]
const add = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * d + c * b, b * d]
const times = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * c, b * d]
const over = ([a, b]: Fraction, [c, d]: Fraction): Fraction => (c < 0n ? [-a * d, -b * c] : [a * d, b * c])
const sumOf = (all: readonly Fraction[]): Fraction => all.reduce(add, whole(0n))
const halfUp = ([n, d]: Fraction): bigint => (((n < 0n ? -n : n) * 2n + d) / (2n * d)) * (n < 0n ? -1n : 1n)
/** An integer of 10⁻ᵖ as plain text. */
const text = (value: bigint, places: number): string => {
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, '0')
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '')
  return `${value < 0n ? '-' : ''}${digits.slice(0, digits.length - places)}${fraction && `.${fraction}`}`
}
const quantityText = (of: Fraction): string => text(halfUp(of), 5)

const uses = {
  direct: '0615 I I, 0715 I I',
  transferIn: '0654 I I',
  surplusIn: '0657 I I',
  exchangeIn: '0700 I I',
  exchangeOut: '0700 E I',
  domestic: '0644 I I',
  reexport: '0664 E I',
  surplusOut: '0657 E I',
  destroyed: '0200 I I, 0200 E I',
  scrapDisposed: '0844 I I, 0864 E I, 0400 E I',
  exported: '0615 E E, 0715 E E',
  transferredOut: '0654 E E',
  returnedIn: '4600 I E',
  returnedOut: '4600 E E',
  otherwiseOut: '0744 I E, 0642 I E',
} as const
type Column = keyof typeof uses
const columnOf = new Map(Object.entries(uses).flatMap(([column, list]) => list.split(', ').map((use) => [use, column as Column])))

const cutOff = '2025-06-15'
const materials = [
  { seq: 1, hsCode: '3920620009', name: '聚酯薄膜', unit: '035', country: '116' },
  { seq: 2, hsCode: '8534001000', name: '印刷电路板', unit: '007', country: '133' },
  { seq: 3, hsCode: '3810100000', name: '焊锡膏', unit: '035', country: '116' },
]
/** Percent × 10, as the sample rates have it. */
const dutyOf: Record<number, bigint> = { 1: 65n, 2: 0n, 3: 65n }
const products = [
  { seq: 1, hsCode: '8518220000', name: '音箱', unit: '001' },
  { seq: 2, hsCode: '8518220000', name: '小音箱', unit: '001' },
]
/** Declared units of material 1 in one roll. */
const factor = '12.345678901'

const tenths = (max: bigint) => fc.bigInt(0n, max * 10n)
const amount = fc.oneof(fc.constant(1n), fc.bigInt(1n, 10n ** 9n))
const made = fc.record({
  consumption: fc.uniqueArray(
    fc.record({
      product: fc.constantFrom(1, 2),
      material: fc.constantFrom(1, 2, 3),
      net: fc.bigInt(1n, 3n * 10n ** 9n),
      tangible: tenths(20n),
      intangible: tenths(10n),
      ratio: fc.oneof(fc.constant(1000n), tenths(100n)),
    }),
    { selector: ({ product, material }) => product * 10 + material, minLength: 2, maxLength: 6 },
  ),
  lists: fc.array(
    fc.record({
      use: fc.constantFrom(...columnOf.keys(), '0615 I I', '0615 I I', '0654 I I'),
      day: fc.integer({ min: 13, max: 17 }),
      /** As it first came in, and as it was sent again. */
      status: fc.constantFrom('已核扣', '已核扣', '已核扣', '已核扣→已删除', '预核扣→已核扣', '预核扣', '未核扣'),
      pick: fc.nat(5),
      quantity: amount,
      total: fc.bigInt(0n, 10n ** 9n),
    }),
    { minLength: 3, maxLength: 20 },
  ),
  counts: fc.array(
    fc.record({
      kind: fc.constantFrom('raw', 'wip', 'product', 'defect', 'outsourced', 'received', 'delivered'),
      asProduct: fc.boolean(),
      byPart: fc.boolean(),
      pick: fc.nat(5),
      completion: tenths(100n),
      quantity: amount,
    }),
    { maxLength: 10 },
  ),
})
type Made = typeof made extends fc.Arbitrary<infer T> ? T : never
type Kind = Made['counts'][number]['kind']

const titled = (headings: string) => headings.split(' ').map((title) => ({ title }))
const listRows = ({ lists, consumption }: Made) =>
  lists.map(({ use, day, status, pick, quantity, total }, at) => {
    const [mode = '', direction = '', goods = ''] = use.split(' ')
    const declared = [...new Set(consumption.map(({ product }) => product))]
    const seq = goods === 'I' ? (pick % 3) + 1 : (declared[pick % declared.length] ?? 1)
    const [first = '', last = first] = status.split('→')
    return {
      listNo: `QD${at}`,
      mode,
      direction,
      goods,
      seq,
      on: `2025-06-${day}`,
      first,
      last,
      quantity,
      total,
      column: columnOf.get(use),
    }
  })
type ListRow = ReturnType<typeof listRows>[number]

async function bookLists(engine: Engine, handbookNo: string, rows: readonly ListRow[], status: 'first' | 'last'): Promise<void> {
  const bytes = await writeWorkbook([
    {
      name: '清单表头',
      columns: titled('清单编号 手册编号 进出口标志 料件成品标志 监管方式 申报日期 核扣标志'),
      rows: rows.map((row) => [row.listNo, handbookNo, row.direction, row.goods, row.mode, row.on, row[status]]),
    },
    {
      name: '清单表体',
      columns: titled('清单编号 序号 备案序号 申报数量 单价 总价 币制 单耗版本号'),
      rows: rows.map((row) => [
        row.listNo,
        '1',
        String(row.seq),
        text(row.quantity, 5),
        '',
        text(row.total, 5),
        '142',
        row.goods === 'E' ? '0' : '',
      ]),
    },
  ])
  await engine.call('bondedLists.importWorkbook', { handbookNo, fileId: await engine.put(`清单${status}.xlsx`, bytes) })
}

/** What one unit of a product holds of a material. */
function held({ consumption }: Made, product: number, material: number): { use: Fraction; tangible: Fraction } {
  const line = consumption.find((each) => each.product === product && each.material === material)
  if (!line) return { use: whole(0n), tangible: whole(0n) }
  const use: Fraction = [line.net * 1000n * line.ratio, 10n ** 9n * (1000n - line.tangible - line.intangible) * 1000n]
  return { use, tangible: times(use, [line.tangible, 1000n]) }
}

function booksOf(of: Made, material: number, until: string) {
  const booked = listRows(of).filter(({ last, on }) => last === '已核扣' && on <= until)
  const sum = (column: Column, goods: 'I' | 'E', seq: number) =>
    booked.reduce((all, row) => (row.column === column && row.goods === goods && row.seq === seq ? all + row.quantity : all), 0n)
  const ofMaterial = (column: Column) => sum(column, 'I', material)
  const netExport = (seq: number) =>
    sum('exported', 'E', seq) +
    sum('transferredOut', 'E', seq) -
    sum('returnedIn', 'E', seq) +
    sum('returnedOut', 'E', seq) +
    sum('otherwiseOut', 'E', seq)
  const used = (part: 'use' | 'tangible') =>
    sumOf(products.map(({ seq }) => times(whole(netExport(seq)), held(of, seq, material)[part])))
  const imported =
    ofMaterial('direct') +
    ofMaterial('transferIn') +
    ofMaterial('surplusIn') +
    ofMaterial('exchangeIn') -
    ofMaterial('exchangeOut')
  const gone = ofMaterial('domestic') + ofMaterial('reexport') + ofMaterial('surplusOut') + ofMaterial('destroyed')
  const consumed = used('use')
  const balance = add(whole(imported - gone), times(consumed, whole(-1n)))
  return { booked, material: ofMaterial, product: sum, imported, consumed, scrap: used('tangible'), balance }
}

/** A row as it can be counted: what the product takes of it is what the sheet says. */
const countRows = ({ counts, consumption }: Made, handbookNo: string) =>
  counts.map(({ kind, asProduct, byPart, pick, completion, quantity }) => {
    const isProduct = kind === 'product' || (kind !== 'raw' && asProduct)
    const declared = [...new Set(consumption.map(({ product }) => product))]
    const seq = isProduct ? (declared[pick % declared.length] ?? 1) : (pick % 3) + 1
    const inRolls = !isProduct && byPart && seq === 1
    return {
      kind,
      handbookNo,
      goods: isProduct ? ('product' as const) : ('material' as const),
      itemSeq: inRolls ? null : seq,
      seq,
      partNo: inRolls ? 'PET-1' : '',
      version: isProduct ? '0' : '',
      completion: isProduct && kind !== 'product' ? text(completion, 1) : '100',
      quantity: text(quantity, 5),
      exact: inRolls
        ? times(whole(quantity), [BigInt(factor.replace('.', '')), 10n ** 9n])
        : isProduct && kind !== 'product'
          ? times(whole(quantity), [completion, 1000n])
          : whole(quantity),
    }
  })

let engine: Engine
let next = 0
beforeAll(async () => {
  engine = await openEngine({ now: '2025-06-20T02:00:00.000Z' })
  await engine.call('enterprise.save', { name: '示例公司', creditCode: '91320594MA1202516U', customsCode: '3205940251' })
  await loadSampleRates(engine)
}, 60_000)
afterAll(() => engine.close())

async function load(of: Made): Promise<string> {
  next += 1
  const handbookNo = `C2332502${String(next).padStart(4, '0')}`
  await loadSmallHandbook(engine, {
    handbookNo,
    establishedOn: '2025-01-01',
    validTo: '2025-12-31',
    materials,
    products,
    consumption: of.consumption.map(({ product, material, net, tangible, intangible, ratio }) => ({
      product,
      material,
      net: text(net, 9),
      tangible: text(tangible, 1),
      intangible: text(intangible, 1),
      ratio: text(ratio, 1),
    })),
    imports: [],
  })
  const rows = listRows(of)
  await bookLists(engine, handbookNo, rows, 'first')
  await bookLists(engine, handbookNo, rows, 'last')
  return handbookNo
}

const kinds: readonly Kind[] = ['raw', 'wip', 'product', 'defect', 'outsourced', 'received', 'delivered']

test('R-110 R-117 R-120 R-77 R-118 books, count, difference, worth and tax of the cut-off', { timeout: 180_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(made, async (of) => {
      const handbookNo = await load(of)
      await engine.call('mappings.save', {
        handbookNo,
        partNo: 'PET-1',
        partName: '薄膜卷',
        partUnit: '卷',
        goods: 'material',
        itemSeq: 1,
        factor,
        from: '2025-01-01',
      })
      const { stocktakeId } = await engine.call('stocktakes.create', { name: '盘点', cutOff, handbookNos: [handbookNo] })
      const rows = countRows(of, handbookNo)
      const detail = await engine.call('stocktakes.saveSheet', {
        stocktakeId,
        name: '库',
        countedOn: cutOff,
        rows: rows.map(({ kind, goods, itemSeq, partNo, version, completion, quantity }) => ({
          kind,
          handbookNo,
          goods,
          itemSeq,
          partNo,
          version,
          completion,
          quantity,
        })),
      })
      expect(detail.sheetsOf[0]?.problems).toBe(0)
      const expected = materials.flatMap(({ seq }) => {
        const books = booksOf(of, seq, cutOff)
        const countedOf = (kind: Kind) =>
          sumOf(
            rows
              .filter((row) => row.kind === kind && (row.goods === 'product' || row.seq === seq))
              .map(({ goods, exact, seq: item }) => (goods === 'product' ? times(exact, held(of, item, seq).use) : exact)),
          )
        const sign = (kind: Kind) => whole(kind === 'delivered' ? -1n : 1n)
        const touched = rows.some((row) =>
          row.goods === 'product'
            ? of.consumption.some(({ product, material }) => product === row.seq && material === seq)
            : row.seq === seq,
        )
        const book = halfUp(books.balance)
        if (!touched && book === 0n) return []
        const physical = halfUp(sumOf(kinds.map((kind) => times(countedOf(kind), sign(kind)))))
        const difference = physical - book
        const size = difference < 0n ? -difference : difference
        const imports = books.booked.filter(
          (row) => row.goods === 'I' && row.seq === seq && ['direct', 'transferIn', 'surplusIn'].includes(row.column ?? ''),
        )
        const [brought, paid] = [
          imports.reduce((sum, row) => sum + row.quantity, 0n),
          imports.reduce((sum, row) => sum + row.total, 0n),
        ]
        // 10⁻⁵ units × 10⁻⁵ yuan over 10⁻⁵ units, in cents.
        const value = brought === 0n ? undefined : halfUp([size * paid, brought * 1000n])
        const duty: Fraction = [(value ?? 0n) * (dutyOf[seq] ?? 0n), 1000n]
        const vat = times(add(whole(value ?? 0n), duty), [13n, 100n])
        const short = difference < 0n && value !== undefined
        return [
          {
            seq,
            book: text(book, 5),
            physical: text(physical, 5),
            difference: text(difference, 5),
            undeclared: quantityText(add(countedOf('received'), times(countedOf('delivered'), whole(-1n)))),
            rate: books.imported > 0n ? text(halfUp(over([difference * 100n * 10_000n, 1n], whole(books.imported))), 4) : null,
            withinTolerance: books.imported > 0n ? size * 1000n <= books.imported * 5n : difference === 0n,
            value: difference === 0n ? '0' : value === undefined ? null : text(value, 2),
            duty: short ? text(halfUp(duty), 2) : null,
            vat: short ? text(halfUp(vat), 2) : null,
            ...Object.fromEntries(kinds.map((kind) => [kind, quantityText(countedOf(kind))])),
          },
        ]
      })
      expect(detail.differences).toMatchObject(expected)
      expect(detail.differences).toHaveLength(expected.length)
      for (const { seq, ...figures } of detail.differences) {
        const explained = await engine.call('stocktakes.explain', { stocktakeId, handbookNo, seq })
        const toUnits = (decimal: string) => {
          const [, sign = '', units = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal) ?? []
          return BigInt(`${sign}${units}${fraction.padEnd(5, '0')}`)
        }
        const gap = explained.rows.reduce((sum, row) => sum + toUnits(row.converted), -toUnits(figures.physical))
        expect(gap < 0n ? -gap : gap).toBeLessThanOrEqual(BigInt(explained.rows.length))
      }
      await engine.call('stocktakes.discard', { stocktakeId })
    }),
    { numRuns: 12 },
  )
})

test(
  'R-19 R-112 the tables of the report: every booked list once, each row as the signs of R-106 make it',
  { timeout: 180_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(made, async (of) => {
        const handbookNo = await load(of)
        const report = await engine.call('writeOff.report', { handbookNo })
        const all = booksOf(of, 1, '9999-12-31')
        expect(report.lists.map(({ listNo, direction }) => `${listNo} ${direction}`).toSorted()).toEqual(
          all.booked.map(({ listNo, direction }) => `${listNo} ${direction}`).toSorted(),
        )
        expect(report.lists.map(({ no }) => no)).toEqual(report.lists.map((_, at) => at + 1))
        expect(report.materials).toMatchObject(
          materials.map(({ seq }) => {
            const books = booksOf(of, seq, '9999-12-31')
            const plain = (value: bigint) => text(value, 5)
            return {
              seq,
              imported: plain(books.imported - books.material('transferIn')),
              transferIn: plain(books.material('transferIn')),
              domestic: plain(books.material('domestic')),
              reexport: plain(books.material('reexport')),
              destroyed: plain(books.material('destroyed')),
              surplusOut: plain(books.material('surplusOut')),
              scrap: quantityText(books.scrap),
              consumed: quantityText(books.consumed),
              remaining: quantityText(books.balance),
              holds: true,
            }
          }),
        )
        const sides = ['exported', 'transferredOut', 'returnedIn', 'returnedOut'] as const
        expect(report.products).toMatchObject(
          products.map(({ seq }) => Object.fromEntries(sides.map((column) => [column, text(all.product(column, 'E', seq), 5)]))),
        )
        expect(report.identities.filter(({ holds }) => !holds)).toEqual([])
        for (const { seq } of materials) {
          const flow = await engine.call('writeOff.flow', { handbookNo, seq })
          const total = (ends: typeof flow.uses) => ends.reduce((sum, { quantity }) => sum + BigInt(quantityUnits(quantity)), 0n)
          expect(total(flow.sources)).toBe(total(flow.uses))
        }
      }),
      { numRuns: 12 },
    )
  },
)

const quantityUnits = (decimal: string): string => {
  const [units = '', fraction = ''] = decimal.split('.')
  return units + fraction.padEnd(5, '0')
}
