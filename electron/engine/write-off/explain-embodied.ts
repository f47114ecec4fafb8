import { shownUnit } from '../../../shared/codes/tables.ts'
import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import type { WriteOffBalance } from '../../../shared/domain/balance.ts'
import { Exact, noQuantity, printQuantity } from '../../../shared/domain/exact.ts'
import type { Quantity } from '../../../shared/domain/exact.ts'
import { postingRule } from '../../../shared/domain/posting-rules.ts'
import { rule } from '../../../shared/domain/rules.ts'
import { bondedUse } from '../../../shared/domain/unit-consumption.ts'
import type { HandbookRow, HandbooksService } from '../handbooks/service.ts'
import { consumptionRow, excludes, explainedLine, written } from './explain.ts'
import type { ExplainedLineRow, WriteOffStore } from './store.ts'

/** How much of a material one product holds, its versions together and without what was lost in making it. @throws Refusal item.notFound */
export function explainEmbodied(
  input: Input<'writeOff.explain'>,
  handbook: HandbookRow,
  balance: WriteOffBalance,
  handbooks: HandbooksService,
  store: WriteOffStore,
): Output<'writeOff.explain'> {
  const material = handbooks.itemOf(handbook.id, 'I', input.seq)
  const product = input.productSeq === undefined ? undefined : handbooks.itemOf(handbook.id, 'E', input.productSeq)
  if (!material || !product) {
    const missing = material ? `成品 ${input.productSeq ?? ''}` : `料件 ${input.seq}`
    return refuse({
      code: 'item.notFound',
      message: `手册 ${input.handbookNo} 没有${missing.trimEnd()}`,
      at: { field: material ? 'productSeq' : 'seq' },
      next: '请核对备案序号',
    })
  }
  const exportsOf = new Map(
    balance.products.filter(({ seq }) => seq === input.productSeq).map(({ version, netExport }) => [version, netExport]),
  )
  const held = handbooks
    .consumptionOf(handbook.id)
    .filter((line) => line.materialSeq === input.seq && line.productSeq === input.productSeq)
    .map((line) => ({ line, netExport: exportsOf.get(line.version) ?? noQuantity }))
    .filter(({ netExport }) => netExport !== noQuantity)
  const value = printQuantity(
    held.reduce((sum, { line, netExport }) => sum.plus(bondedUse(netExport, line).embodied), Exact.zero).toQuantity(),
  )
  const ratesOf = new Map(held.map(({ line }) => [line.version, line]))
  const products = held.map(({ line }) => ({ seq: line.productSeq, version: line.version }))
  const selection = { materialSeq: null, materialPostings: [], products }
  const { total, rows } = store.lines(handbook.id, selection, 'booked', input.asOf, input)
  const effectOf = (row: ExplainedLineRow): Quantity => {
    const posting = postingRule(row.mode, row.direction, 'product')
    const line = ratesOf.get(row.version)
    if (!posting || !line) return noQuantity
    return bondedUse((BigInt(posting.sign) * row.quantity_e5) as Quantity, line).embodied.toQuantity()
  }
  const consumption = held.map(({ line, netExport }) => consumptionRow(line, netExport, product.name, 'embodied'))
  const terms = consumption.map(
    ({ netExport, netConsumption, bondedRatio }) =>
      `${written(netExport)} × ${netConsumption}${bondedRatio === '100' ? '' : ` × ${bondedRatio}%`}`,
  )
  return {
    title: `料件 ${input.seq} ${material.name} · 成品 ${product.seq} ${product.name}所含`,
    value,
    unit: shownUnit(material.unit),
    formula: 'Σ 这个成品各版本：净出口 × 净耗 × 保税料件比例；有形、无形损耗另列',
    substituted: `${terms.join(' + ') || '没有净出口'} = ${written(value)}`,
    rules: [rule('R-108'), rule('R-27'), rule('R-31'), rule('R-113')],
    inputs: [],
    consumption,
    lines: rows.map((row) => explainedLine(row, effectOf(row))),
    totalLines: total,
    excludes: excludes(input, handbook, balance, store, { exports: 0 }, 'embodied'),
  }
}
