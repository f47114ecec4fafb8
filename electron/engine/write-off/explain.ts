import { shownUnit } from '../../../shared/codes/tables.ts'
import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import type { ConsumptionLine, MaterialBalance, WriteOffBalance } from '../../../shared/domain/balance.ts'
import { formatQuantity } from '../../../shared/domain/cell.ts'
import { balanceColumnMeanings } from '../../../shared/domain/balance-columns.ts'
import type { BalanceColumnMeaning } from '../../../shared/domain/balance-columns.ts'
import { Exact, printQuantity, printRate } from '../../../shared/domain/exact.ts'
import type { Quantity } from '../../../shared/domain/exact.ts'
import { postingRule, postingRules } from '../../../shared/domain/posting-rules.ts'
import { rule } from '../../../shared/domain/rules.ts'
import { bondedUse, unitConsumption } from '../../../shared/domain/unit-consumption.ts'
import type { BondedUse } from '../../../shared/domain/unit-consumption.ts'
import type { HandbooksService } from '../handbooks/service.ts'
import type { HandbookRow } from '../handbooks/service.ts'
import type { ExplainedLineRow, WriteOffStore } from './store.ts'

type Explanation = Output<'writeOff.explain'>
type Request = Input<'writeOff.explain'> & { column: Exclude<Input<'writeOff.explain'>['column'], 'embodied'> }

/** 这个数怎么来的 (WINDOW): the same figure again from its lines and rates, with the rules it rests on. @throws Refusal item.notFound */
export function explain(
  input: Request,
  handbook: HandbookRow,
  balance: WriteOffBalance,
  handbooks: HandbooksService,
  store: WriteOffStore,
): Explanation {
  const { seq, column } = input
  if (column === 'netExport') return explainNetExport(input, handbook, balance, handbooks, store)
  const material = balance.materials.find((each) => each.seq === seq)
  const item = handbooks.itemOf(handbook.id, 'I', seq)
  if (!material || !item) {
    return refuse({
      code: 'item.notFound',
      message: `手册 ${input.handbookNo} 没有料件 ${seq}`,
      at: { field: 'seq' },
      next: '请核对备案序号',
    })
  }
  const meaning: BalanceColumnMeaning = balanceColumnMeanings[column]
  const unit = shownUnit(item.unit)
  const lossShare = column === 'tangible' || column === 'scrapLeft' ? 'tangible' : column === 'intangible' ? 'intangible' : 'use'
  const exportsOf = new Map(
    balance.products.map((product) => [
      `${product.seq}:${product.version}`,
      column === 'reserved' ? product.reserved : product.netExport,
    ]),
  )
  const names = new Map(handbooks.itemsOf(handbook.id, 'E').map((product) => [Number(product.seq), product.name]))
  const consumption =
    meaning.exports === 0
      ? []
      : handbooks
          .consumptionOf(handbook.id)
          .filter((line) => line.materialSeq === seq)
          .map((line) => ({ line, netExport: exportsOf.get(`${line.productSeq}:${line.version}`) ?? (0n as Quantity) }))
          .filter(({ netExport }) => netExport !== 0n)
  const ratesOf = new Map(consumption.map(({ line }) => [`${line.productSeq}:${line.version}`, line]))

  const postings = postingRules.filter(
    (posting) => posting.goods === 'material' && meaning.movements.some((each) => each.column === posting.column),
  )
  const { total, rows } = store.lines(
    handbook.id,
    {
      materialSeq: seq,
      materialPostings: postings.map(({ mode, direction }) => mode + direction),
      products: consumption.map(({ line }) => ({ seq: line.productSeq, version: line.version })),
    },
    column === 'reserved' ? 'reserved' : 'booked',
    input.asOf,
    input,
  )
  const effectOf = (row: ExplainedLineRow): Quantity => {
    const posting = postingRule(row.mode, row.direction, row.item_kind === 'I' ? 'material' : 'product')
    if (posting?.goods === 'material') {
      const sign = meaning.movements.find((each) => each.column === posting.column)?.sign ?? 1
      return (BigInt(sign) * row.quantity_e5) as Quantity
    }
    const line = ratesOf.get(`${row.item_seq}:${row.version}`)
    if (!posting || !line) return 0n as Quantity
    const quantity = (BigInt(posting.sign) * row.quantity_e5) as Quantity
    const sign = Exact.fraction(BigInt(meaning.exports), 1n)
    return bondedUse(quantity, line)[lossShare].times(sign).toQuantity()
  }

  const inputs = meaning.inputs.map(({ column: from, sign }) => ({
    label: balanceColumnMeanings[from].label,
    value: printQuantity(material[from]),
    unit,
    column: from,
    sign,
  }))
  const shares = consumption.map(({ line, netExport }) =>
    consumptionRow(line, netExport, names.get(line.productSeq) ?? '', lossShare),
  )
  return {
    title: `料件 ${seq} ${item.name} · ${meaning.label}`,
    value: printQuantity(material[column]),
    unit,
    formula: meaning.formula,
    substituted: substitute(meaning, material, column, shares, total),
    rules: meaning.rules.map((number) => rule(number)),
    inputs,
    consumption: shares,
    lines: rows.map((row) => explainedLine(row, effectOf(row))),
    totalLines: total,
    excludes: excludes(input, handbook, balance, store, meaning, column),
  }
}

function explainNetExport(
  input: Request,
  handbook: HandbookRow,
  balance: WriteOffBalance,
  handbooks: HandbooksService,
  store: WriteOffStore,
): Explanation {
  const version = input.version ?? '0'
  const item = handbooks.itemOf(handbook.id, 'E', input.seq)
  if (!item)
    return refuse({
      code: 'item.notFound',
      message: `手册 ${input.handbookNo} 没有成品 ${input.seq}`,
      at: { field: 'seq' },
      next: '请核对备案序号',
    })
  const product = balance.products.find((each) => each.seq === input.seq && each.version === version)
  if (!product && !handbooks.recordedVersions(handbook.id).has(`${input.seq}:${version}`)) {
    return refuse({
      code: 'item.notFound',
      message: `成品 ${input.seq} 没有版本 ${version}，没有申报过单耗，也没有进出口`,
      at: { field: 'version' },
      next: '请核对单耗版本号',
    })
  }
  const unit = shownUnit(item.unit)
  const parts = [
    ['出口', product?.exported, '+'],
    ['深加工转出', product?.transferredOut, '+'],
    ['成品退换进口', product?.returnedIn, '-'],
    ['成品退换出口', product?.returnedOut, '+'],
    ['成品减免、以产顶进', product?.otherwiseOut, '+'],
  ] as const
  const inputs = parts.map(([label, value, sign]) => ({
    label,
    value: printQuantity(value ?? (0n as Quantity)),
    unit,
    column: null,
    sign,
  }))
  const { total, rows } = store.lines(
    handbook.id,
    { materialSeq: null, materialPostings: [], products: [{ seq: input.seq, version }] },
    'booked',
    input.asOf,
    input,
  )
  const value = printQuantity(product?.netExport ?? (0n as Quantity))
  return {
    title: `成品 ${input.seq} ${item.name} 版本 ${version} · 净出口`,
    value,
    unit,
    formula: '出口 + 深加工转出 − 成品退换进口 + 成品退换出口 + 成品减免、以产顶进',
    substituted: `${joined(inputs)} = ${written(value)}`,
    rules: [rule('R-108'), rule('R-106'), rule('R-113')],
    inputs,
    consumption: [],
    lines: rows.map((row) => {
      const sign = postingRule(row.mode, row.direction, 'product')?.sign ?? 0
      return explainedLine(row, (BigInt(sign) * row.quantity_e5) as Quantity)
    }),
    totalLines: total,
    excludes: excludes(input, handbook, balance, store, balanceColumnMeanings.direct, 'netExport'),
  }
}

export function consumptionRow(
  line: ConsumptionLine,
  netExport: Quantity,
  productName: string,
  share: keyof BondedUse,
): Explanation['consumption'][number] {
  return {
    productSeq: line.productSeq,
    productName,
    version: line.version,
    netExport: printQuantity(netExport),
    netConsumption: printRate(line.netConsumption),
    tangibleLossRate: printRate(line.tangibleLossRate),
    intangibleLossRate: printRate(line.intangibleLossRate),
    bondedRatio: printRate(line.bondedRatio),
    unitConsumption: printRate(unitConsumption(line).toRate()),
    share: printQuantity(bondedUse(netExport, line)[share].toQuantity()),
  }
}

export const explainedLine = (row: ExplainedLineRow, effect: Quantity): Explanation['lines'][number] => ({
  listNo: row.list_no,
  lineNo: Number(row.line_no),
  declaredOn: row.booked_on,
  mode: row.mode,
  direction: row.direction,
  goods: row.item_kind === 'I' ? 'material' : 'product',
  itemSeq: Number(row.item_seq),
  version: row.version,
  quantity: printQuantity(row.quantity_e5 as Quantity),
  effect: printQuantity(effect),
  reversal: row.reversal === 1n,
})

/** More terms than a clerk reads are counted instead of written out. */
const mostTerms = 8
export const written = (value: string) => formatQuantity(value).replace('-', '−')

const joined = (terms: readonly { value: string; sign: string }[]): string =>
  terms
    .map(({ value, sign }, index) => {
      const figure = value.startsWith('-') ? `(${written(value)})` : written(value)
      return index === 0 && sign === '+' ? figure : `${sign === '-' ? '−' : '+'} ${figure}`
    })
    .join(' ')

function substitute(
  meaning: BalanceColumnMeaning,
  material: MaterialBalance,
  column: keyof typeof balanceColumnMeanings,
  shares: Explanation['consumption'],
  lines: number,
): string {
  const value = written(printQuantity(material[column]))
  if (meaning.inputs.length > 0) {
    return `${joined(meaning.inputs.map(({ column: from, sign }) => ({ value: printQuantity(material[from]), sign })))} = ${value}`
  }
  if (column === 'reserved' || meaning.exports === 0) return `${lines} 行清单合计 = ${value}`
  if (shares.length === 0) return `没有成品净出口耗用这个料件 = ${value}`
  if (shares.length > mostTerms) return `${shares.length} 个成品版本的耗用合计（见下表），先求和后四舍五入到 5 位小数 = ${value}`
  const terms = shares.map((each) => {
    const rates = `${written(each.netExport)} × ${each.netConsumption} ÷ (1 − ${each.tangibleLossRate}% − ${each.intangibleLossRate}%)`
    const ratio = each.bondedRatio === '100' ? '' : ` × ${each.bondedRatio}%`
    const loss =
      column === 'tangible' ? ` × ${each.tangibleLossRate}%` : column === 'intangible' ? ` × ${each.intangibleLossRate}%` : ''
    return rates + ratio + loss
  })
  return `${terms.join(' + ')} = ${value}`
}

/** What a reader might think is in the figure, and is not. */
export function excludes(
  input: Input<'writeOff.explain'>,
  handbook: HandbookRow,
  balance: WriteOffBalance,
  store: WriteOffStore,
  meaning: Pick<BalanceColumnMeaning, 'exports'>,
  column: string,
): string[] {
  const found: string[] = []
  const counts = store.listsByStatus(handbook.id, input.asOf)
  const count = (status: string) =>
    counts.filter((each) => each.status === status && !each.later).reduce((sum, each) => sum + each.n, 0)
  const later = counts.filter((each) => each.later).reduce((sum, each) => sum + each.n, 0)
  if (column !== 'reserved' && count('reserved') > 0)
    found.push(`预核扣的清单 ${count('reserved')} 份（其影响见“预核扣影响”一列）`)
  if (count('unbooked') > 0) found.push(`未核扣的清单 ${count('unbooked')} 份`)
  if (count('deleted') > 0) found.push(`已删除的清单 ${count('deleted')} 份（已记账的已冲销）`)
  if (later > 0) found.push(`申报日期晚于 ${input.asOf ?? ''} 的清单 ${later} 份`)
  const undeclared = balance.products.filter((product) => !product.declared && product.netExport !== 0n)
  if (meaning.exports !== 0 && undeclared.length > 0) {
    found.push(`没有申报单耗的成品的耗用：${undeclared.map(({ seq, version }) => `成品 ${seq} 版本 ${version}`).join('、')}`)
  }
  if (column === 'balance') found.push('实际盘点的盘盈盘亏；尚未申报的收发货')
  return found
}
