import { fc } from '@fast-check/vitest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeWorkbook } from '../../electron/engine/workbook/write-workbook.ts'
import { openEngine } from '../engine.ts'
import type { Engine } from '../engine.ts'

/**
 * Whole factories that nobody made by hand, from their workbooks to the balance, against a second calculation: its signs are typed
 * from R-106, its fractions are pairs of integers over one denominator, and it shares no code with the product.
 */
const signs = {
  direct: '0214:I:I 0615:I:I 0715:I:I',
  transferIn: '0255:I:I 0654:I:I',
  surplusIn: '0258:I:I 0657:I:I',
  exchangeIn: '0300:I:I 0700:I:I',
  exchangeOut: '0300:E:I 0700:E:I',
  domestic: '0245:I:I 0644:I:I',
  reexport: '0265:E:I 0664:E:I',
  surplusOut: '0258:E:I 0657:E:I',
  destroyed: '0200:I:I 0200:E:I',
  scrapDisposed: '0844:I:I 0845:I:I 0864:E:I 0865:E:I 0400:I:I 0400:E:I',
  leaves: '0214:E:E 0615:E:E 0715:E:E 0255:E:E 0654:E:E 4400:E:E 4600:E:E 0345:I:E 0744:I:E 0642:I:E',
  returns: '4400:I:E 4600:I:E',
} as const
const meaning = new Map(Object.entries(signs).flatMap(([column, uses]) => uses.split(' ').map((use) => [use, column] as const)))

const materials = 4
const products = 3
const seqs = (many: number) => Array.from({ length: many }, (_, at) => at + 1)
const digits = (value: bigint, places: number) => {
  const text = value.toString().padStart(places + 1, '0')
  return `${text.slice(0, -places)}.${text.slice(-places)}`
}

const rate = fc.oneof(fc.constant(0n), fc.bigInt(0n, 49_999_999_999n))
const consumption = fc.uniqueArray(
  fc.record({
    product: fc.integer({ min: 1, max: products }),
    material: fc.integer({ min: 1, max: materials }),
    version: fc.constantFrom('0', '1', 'A1'),
    net: fc.oneof(fc.constant(1n), fc.bigInt(1n, 10n ** 12n)),
    tangible: rate,
    intangible: rate,
    bonded: fc.oneof(fc.constant(10n ** 11n), fc.bigInt(0n, 10n ** 11n)),
  }),
  { selector: (line) => `${line.product}:${line.version}:${line.material}`, minLength: 1, maxLength: 30 },
)
const list = fc.record({
  use: fc.constantFrom(...meaning.keys()),
  status: fc.constantFrom('已核扣', '已核扣', '已核扣', '预核扣', '未核扣', '已删除'),
  day: fc.integer({ min: 10, max: 28 }),
  lines: fc.array(fc.record({ pick: fc.nat(1000), quantity: fc.oneof(fc.constant(1n), fc.bigInt(1n, 10n ** 13n)) }), {
    maxLength: 5,
  }),
})
const factory = fc.record({ consumption, lists: fc.array(list, { minLength: 1, maxLength: 25 }) })
type Factory = typeof factory extends fc.Arbitrary<infer T> ? T : never

/** Lines in another order than their heads; a product's line takes a version that is declared. */
const linesOf = ({ lists, consumption: declared }: Factory) =>
  lists
    .flatMap(({ use, status, lines }, at) =>
      lines.map(({ pick, quantity }, index) => {
        const column = meaning.get(use) ?? ''
        const made = declared[pick % declared.length]
        const isProduct = use.endsWith(':E')
        const key = isProduct ? `${made?.product}:${made?.version}` : String((pick % materials) + 1)
        return { listNo: `QD${at}`, lineNo: index + 1, status, column, key, quantity }
      }),
    )
    .toReversed()

function expected(made: Factory) {
  const booked = linesOf(made).filter(({ status }) => status === '已核扣')
  const sum = (column: string, key: string) =>
    booked.filter((line) => line.column === column && line.key === key).reduce((total, { quantity }) => total + quantity, 0n)
  const netExport = (key: string) => sum('leaves', key) - sum('returns', key)
  // Over one denominator: the product of what each row divides by. R-27: N ÷ (1 − (t + v)), R-31: × bonded.
  const whole = 10n ** 11n
  const divisors = made.consumption.map(({ tangible, intangible }) => whole - tangible - intangible)
  const denominator = divisors.reduce((product, divisor) => product * divisor, 10n ** 9n * whole * whole)
  const used = (material: number, share: (row: Factory['consumption'][number]) => bigint) =>
    made.consumption.reduce((total, row, at) => {
      if (row.material !== material) return total
      const over = denominator / ((divisors[at] ?? 1n) * 10n ** 9n * whole)
      return total + netExport(`${row.product}:${row.version}`) * row.net * row.bonded * share(row) * over
    }, 0n)
  const figure = (numerator: bigint) => {
    const size = numerator < 0n ? -numerator : numerator
    const rounded = digits((size * 2n + denominator) / (denominator * 2n), 5).replace(/\.?0+$/, '')
    return numerator < 0n && rounded !== '0' ? `-${rounded}` : rounded
  }
  const rows = seqs(materials).map((seq) => {
    const of = (column: string) => sum(column, String(seq)) * denominator
    const imported = of('direct') + of('transferIn') + of('surplusIn') + of('exchangeIn') - of('exchangeOut')
    const consumed = used(seq, () => whole)
    const tangible = used(seq, (row) => row.tangible)
    return {
      seq,
      ...Object.fromEntries(
        Object.keys(signs)
          .filter((column) => column !== 'leaves' && column !== 'returns')
          .map((column) => [column, figure(of(column))]),
      ),
      imported: figure(imported),
      consumed: figure(consumed),
      tangible: figure(tangible),
      intangible: figure(used(seq, (row) => row.intangible)),
      balance: figure(imported - consumed - of('domestic') - of('reexport') - of('surplusOut') - of('destroyed')),
      scrapLeft: figure(tangible - of('scrapDisposed')),
    }
  })
  const versions = [...new Set(booked.map(({ key }) => key).filter((key) => key.includes(':')))]
  return { rows, products: versions.map((key) => [key, figure(netExport(key) * denominator)]).filter(([, net]) => net !== '0') }
}

const titled = (headings: string) => headings.split(' ').map((title) => ({ title }))

const handbookOf = (made: Factory, handbookNo: string) => {
  const items = titled('序号 料号 商品编码 商品名称 申报计量单位 法定计量单位 备案数量 单价 币制 产销国(地区) 征免方式')
  const item = (seq: number) => [String(seq), `P-${seq}`, '8533211000', `货物${seq}`, '035', '035', '100', '1', '502', '142', '3']
  return writeWorkbook([
    {
      name: '表头',
      columns: titled('项目 内容'),
      rows: [
        ['手册编号', handbookNo],
        ['手册类型', 'E'],
        ['经营企业海关编码', '3205940251'],
        ['经营企业名称', '示例公司'],
        ['加工企业海关编码', '3205940251'],
        ['加工企业名称', '示例公司'],
        ['主管海关', '2332'],
        ['监管方式', '0615'],
        ['征免性质', '503'],
        ['进口币制', '502'],
        ['出口币制', '502'],
        ['设立日期', '2025-01-01'],
        ['有效期', '2025-12-31'],
        ['单耗申报环节', '1'],
      ],
    },
    { name: '料件', columns: items, rows: seqs(materials).map(item) },
    { name: '成品', columns: items, rows: seqs(products).map(item) },
    {
      name: '单耗',
      columns: titled('成品序号 料件序号 单耗版本号 净耗 有形损耗率(%) 无形损耗率(%) 保税料件比例(%)'),
      rows: made.consumption.map((row) => [
        String(row.product),
        String(row.material),
        row.version,
        ...[row.net, row.tangible, row.intangible, row.bonded].map((value) => digits(value, 9)),
      ]),
    },
  ])
}
const listsOf = (made: Factory, handbookNo: string) =>
  writeWorkbook([
    {
      name: '清单表头',
      columns: titled('清单编号 手册编号 进出口标志 料件成品标志 监管方式 申报日期 核扣标志'),
      rows: made.lists.map(({ use, status, day }, at) => {
        const [mode = '', direction = '', goods = ''] = use.split(':')
        return [`QD${at}`, handbookNo, direction, goods, mode, `2025-06-${day}`, status]
      }),
    },
    {
      name: '清单表体',
      columns: titled('清单编号 序号 备案序号 申报数量 币制 单耗版本号'),
      rows: linesOf(made).map(({ listNo, lineNo, key, quantity }) => {
        const [seq = '', version = ''] = key.split(':')
        return [listNo, String(lineNo), seq, digits(quantity, 5), '502', version]
      }),
    },
  ])

let engine: Engine
let handbooks = 0
beforeAll(async () => {
  engine = await openEngine()
})
afterAll(() => engine.close())

test('any factory, from its workbooks to the balance, is what a second calculation says', { timeout: 120_000 }, () =>
  fc.assert(
    fc.asyncProperty(factory, async (made) => {
      const handbookNo = `E2332${String((handbooks += 1)).padStart(7, '0')}`
      await engine.call('handbooks.importWorkbook', { fileId: await engine.put('手册.xlsx', await handbookOf(made, handbookNo)) })
      await engine.call('bondedLists.importWorkbook', {
        handbookNo,
        fileId: await engine.put('核注清单.xlsx', await listsOf(made, handbookNo)),
      })
      const { materials: rows, products: exported } = await engine.call('writeOff.balance', { handbookNo })
      const right = expected(made)
      for (const [at, row] of right.rows.entries()) expect(rows[at]).toMatchObject(row)
      const net = exported
        .map(({ seq, version, netExport }) => [`${seq}:${version}`, netExport])
        .filter(([, quantity]) => quantity !== '0')
      expect(Object.fromEntries(net)).toEqual(Object.fromEntries(right.products))
    }),
    { numRuns: 60 },
  ),
)
