import type { Input, Output } from '../../../shared/contract/contract.ts'
import { shownUnit } from '../../../shared/codes/tables.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { conversionText, materialsHeld } from '../../../shared/domain/count-conversion.ts'
import type { CountedGoods } from '../../../shared/domain/count-conversion.ts'
import { Exact, exactQuantity, printQuantity, printRate, quantity, rate } from '../../../shared/domain/exact.ts'
import type { Quantity, Rate } from '../../../shared/domain/exact.ts'
import { countKindNames, countKinds } from '../../../shared/domain/stocktake.ts'
import type { CountKind } from '../../../shared/domain/stocktake.ts'
import { countBooks } from './count-books.ts'
import { materialKey } from './known-stocktakes.ts'
import type { StocktakeResult } from './known-stocktakes.ts'
import type { Difference } from './print-stocktake.ts'
import { resolver } from './resolve-count.ts'
import type { NamedCountRow } from './store.ts'

type Explanation = Output<'stocktakes.explain'>
export type ConvertedRow = Explanation['rows'][number] & { handbookNo: string; seq: number }

const complete = rate('100')
const signed = (kind: CountKind, of: Exact): Exact => (countKinds[kind].sign === 1n ? of : Exact.zero.minus(of))

/**
 * What every counted row comes to in materials (R-85, R-90, R-117), then what shared parts were dealt to each handbook (R-125): a shared
 * row belongs to none by itself.
 */
export function* convertedRows(rows: Iterable<NamedCountRow>, result: StocktakeResult): Generator<ConvertedRow> {
  const books = countBooks(result.goods)
  const resolve = resolver(books)
  for (const row of rows) {
    const found = resolve(row)
    if (found.what !== 'own') continue
    const counted = row.quantity_e5 as Quantity
    const of: CountedGoods = {
      goods: row.goods,
      seq: found.seq,
      version: found.version,
      completion: row.completion_e9 as Rate,
      quantity: exactQuantity(counted).times(found.factor),
    }
    const byPart =
      row.counted_in === 'part' ? `料号 ${row.part_no}（1 ${shownUnit(found.unit)} = ${found.factor.toText(9)}）` : ''
    const item = `${row.goods === 'material' ? '料件' : '成品'} ${found.seq} ${found.book.item(row.goods, found.seq)?.name ?? ''}`
    for (const held of materialsHeld(of, (seq, version) => found.book.linesOf(seq, version))) {
      yield {
        handbookNo: found.book.handbookNo,
        seq: held.materialSeq,
        no: Number(row.no),
        sheetName: row.sheet_name,
        kind: row.kind,
        what: `${item}${byPart && ` · ${byPart}`}：${conversionText(of, held)}`,
        counted: printQuantity(counted),
        version: found.version,
        completion: printRate(row.completion_e9 as Rate),
        unitConsumption: printRate(held.perUnit.toRate()),
        converted: signed(row.kind, held.quantity).toText(5),
        location: row.location,
      }
    }
  }
  for (const { partNo, kind, handbookNo, quantity: dealt } of result.dealt) {
    const part = books.get(handbookNo)?.part(partNo)
    if (!part) continue
    const held = exactQuantity(quantity(dealt)).times(Exact.fraction(part.factor, 1_000_000_000n))
    yield {
      handbookNo,
      seq: part.itemSeq,
      no: 0,
      sheetName: '共用库存分摊',
      kind,
      what: `料号 ${partNo}（1 ${shownUnit(part.partUnit)} = ${printRate(part.factor)}）分摊到本手册：${dealt}`,
      counted: dealt,
      version: '',
      completion: printRate(complete),
      unitConsumption: '1',
      converted: signed(kind, held).toText(5),
      location: '',
    }
  }
}

/** @throws Refusal stocktake.noMaterial */
export function explainMaterial(
  { handbookNo, seq }: Input<'stocktakes.explain'>,
  result: StocktakeResult,
  difference: Difference | undefined,
  rows: Iterable<NamedCountRow>,
): Explanation {
  if (!difference)
    return refuse({
      code: 'stocktake.noMaterial',
      message: `手册 ${handbookNo} 的料件 ${seq} 账面没有结余，也没有盘到`,
      at: { field: 'seq' },
      next: '请从差异表中选择',
    })
  const own: Explanation['rows'] = []
  for (const { handbookNo: of, seq: material, ...row } of convertedRows(rows, result))
    if (of === handbookNo && material === seq) own.push(row)
  return {
    difference,
    formula:
      '实盘 = 料件库存 + 在制品折料 + 成品折料 + 残次品折料 + 外发在外 + 已收未报 − 已送未报；差异 = 实盘 − 账面；差异率 = 差异 ÷（期初 + 进口合计）',
    substituted: substituted(difference, result.came[materialKey(handbookNo, seq)] ?? '0'),
    rows: own,
    excludes: [
      '账面只含截止日以前申报并已核扣的清单；预核扣、未核扣的不在内',
      '折算不出来的行没有计入；共用库存的行按分摊的结果计入',
      '已收未报的货只记在这一类里，不要在料件库存里再记；已送未报的货须仍算在清点的库存里，再由这一类减去',
      '税款为估算：不含缓税利息，也没有扣除整票的免征额度',
    ],
  }
}

/** `452.3 + 48.75 + 8.45 = 509.5；509.5 − 520 = −10.5；−10.5 ÷ 520 = −2.0192%`. */
function substituted(of: Difference, came: string): string {
  const terms = countKindNames.flatMap((kind) =>
    of[kind] === '0' ? [] : [{ sign: countKinds[kind].sign === 1n ? '+' : '−', text: of[kind] }],
  )
  const sum = terms.map(({ sign, text }, at) => (at === 0 && sign === '+' ? text : `${sign} ${text}`)).join(' ')
  const share = of.rate === null ? '没有进口，不计差异率' : `${of.difference} ÷ ${came} = ${of.rate}%`
  return `${sum || '0'} = ${of.physical}；${of.physical} − ${of.book} = ${of.difference}；${share}`
}
