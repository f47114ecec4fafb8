import { exactCents, printMoney, printQuantity } from '../../../shared/domain/exact.ts'
import type { Money } from '../../../shared/domain/exact.ts'
import type { SaleTreatment } from '../../../shared/domain/sale-kinds.ts'
import type { SheetLine, TaxSheet } from '../../../shared/domain/tax-sheet.ts'
import type { ItemRow } from '../handbooks/service.ts'

/** The lines of the list that a sale makes: materials, at the value that they are taxed on. What is not taxed stands at its recorded price. */
export const draftLines = (
  sheet: TaxSheet,
  treatment: SaleTreatment,
  item: (seq: number) => ItemRow | undefined,
): Record<string, string>[] =>
  sheet.lines.map((line) => ({
    itemSeq: String(line.itemSeq),
    quantity: printQuantity(line.quantity.toQuantity()),
    ...(treatment.taxed === 'nothing' ? recordedPrice(item(line.itemSeq)) : taxedValue(line)),
    ...(treatment.taxed === 'asPresented' && { remark: `报验状态 ${line.hsCode} ${line.name}` }),
  }))

/** The unit price follows from it. */
const taxedValue = ({ valuation }: SheetLine): Record<string, string> => ({
  total: printMoney(exactCents(valuation.value).toMoney()),
  currency: '142',
})

const recordedPrice = (item: ItemRow | undefined): Record<string, string> =>
  item && item.unit_price_e5 > 0n ? { unitPrice: printMoney(item.unit_price_e5 as Money), currency: item.currency } : {}
