import type { Output } from '../../../shared/contract/contract.ts'
import { shownUnit } from '../../../shared/codes/tables.ts'
import { addCents, noCents, printCents, printMoney, printQuantity } from '../../../shared/domain/exact.ts'
import type { Quantity } from '../../../shared/domain/exact.ts'
import { countKindNames } from '../../../shared/domain/stocktake.ts'
import type { CountKind } from '../../../shared/domain/stocktake.ts'
import type { MaterialAssessment } from '../../../shared/domain/tax-sheet.ts'
import type { TaxKind } from '../../../shared/domain/tax.ts'
import type { CountBooks } from './count-books.ts'
import type { MaterialDifference, SharedStock } from './reckon.ts'
import type { JudgementRow } from './store.ts'

export type StocktakeDetail = Output<'stocktakes.get'>
export type Difference = StocktakeDetail['differences'][number]
export type Shared = StocktakeDetail['shared'][number]
type Judgement = Pick<JudgementRow, 'reason' | 'disposal' | 'note'>

export const absolute = (of: Quantity): Quantity => (of < 0n ? (-of as Quantity) : of)

const taxText = (taxes: MaterialAssessment['taxes'], kind: TaxKind): string | null =>
  taxes === undefined
    ? null
    : printCents(taxes.reduce((sum, { tax, amount }) => (tax === kind ? addCents(sum, amount) : sum), noCents))

export function printDifference(
  of: MaterialDifference,
  books: CountBooks,
  assessed: MaterialAssessment | undefined,
  judged: Judgement | undefined,
): Difference {
  const item = books.get(of.handbookNo)?.item('material', of.seq)
  const kinds = Object.fromEntries(countKindNames.map((kind) => [kind, printQuantity(of[kind])])) as Record<CountKind, string>
  const price = assessed?.valuation?.unitPrice
  return {
    handbookNo: of.handbookNo,
    seq: of.seq,
    name: item?.name ?? '',
    partNo: item?.partNo ?? '',
    unit: item?.unit ?? '',
    book: printQuantity(of.book),
    ...kinds,
    physical: printQuantity(of.physical),
    difference: printQuantity(of.difference),
    undeclared: printQuantity(of.undeclared),
    rate: of.rate?.toText(4) ?? null,
    withinTolerance: of.withinTolerance,
    value: of.difference === 0n ? '0' : assessed?.valuation ? printCents(assessed.valuation.value) : null,
    unitValue: price === undefined ? null : printMoney(price),
    duty: of.difference < 0n ? taxText(assessed?.taxes, 'duty') : null,
    vat: of.difference < 0n ? taxText(assessed?.taxes, 'vat') : null,
    reason: judged?.reason ?? null,
    disposal: judged?.disposal ?? null,
    note: judged?.note ?? '',
    made: null,
  }
}

export const printShared = ({ part, counted, shares, override, reason }: SharedStock): Shared => ({
  partNo: part.partNo,
  name: part.name,
  unit: shownUnit(part.unit),
  counted: printQuantity(counted),
  shares: shares.map(({ handbookNo, seq, room, firstImportOn, quantity }) => ({
    handbookNo,
    seq,
    room: printQuantity(room),
    firstImportOn: firstImportOn ?? null,
    quantity: printQuantity(quantity),
  })),
  overridden: override === 'holds',
  reason: override === 'none' ? '' : reason,
})
