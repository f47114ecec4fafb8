import type { Input } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { rollForward } from '../../../shared/domain/calendar.ts'
import { day } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { cents, rate } from '../../../shared/domain/exact.ts'
import { lateFee } from '../../../shared/domain/payment.ts'
import type { ReferenceService } from '../reference/service.ts'
import type { SaleAssessor } from './assess.ts'
import { withInterest } from './print-sheet.ts'
import type { KnownSale } from './known-sales.ts'

/**
 * What the tax bill and its payment make of a frozen sheet: its taxes stay, interest goes by the day of the bill, and what was
 * paid late bears the late fee. By the rates of the real day the taxes are reckoned once more, to be held beside the bill.
 * @throws Refusal sale.notDeclared, sale.noTax, sale.dates
 */
export function settleSale(
  input: Input<'domesticSales.settle'>,
  known: KnownSale,
  of: { reference: ReferenceService; assessor: SaleAssessor; today: Day },
) {
  const { row, handbook, sale, sheet, state } = known
  if (state !== 'declared' || !sheet)
    return refuse({
      code: 'sale.notDeclared',
      message: `内销 ${row.sale_no} 的清单还没有通过，不能登记缴税`,
      next: '请先申报清单，导入回执或登记结果',
    })
  if (sheet.payBy === null) return refuse({ code: 'sale.noTax', message: '不征税的销毁没有税单', next: '清单通过后即已办结' })
  const [declaredOn, taxBillOn, paidOn] = [day(input.declaredOn), day(input.taxBillOn), day(input.paidOn)]
  const wrong = (field: string, message: string) =>
    refuse({ code: 'sale.dates', message, at: { field }, next: '请照税单和缴款凭证填写日期' })
  if (taxBillOn < declaredOn) wrong('taxBillOn', `税单填发日 ${taxBillOn} 早于申报完成日 ${declaredOn}`)
  if (paidOn < taxBillOn) wrong('paidOn', `缴款日 ${paidOn} 早于税单填发日 ${taxBillOn}`)
  if (paidOn > of.today) wrong('paidOn', `缴款日 ${paidOn} 在今天（${of.today}）之后`)

  const days = { declaredOn, taxBillOn }
  const payBy = of.assessor.payBy(days)
  const interest = of.assessor.interestOf(handbook, sale, days)
  const parameter = (name: 'lateFeeRate' | 'lateFeeMinimum') => of.reference.parameterOn(name, paidOn).value
  const { days: daysLate, amount } = lateFee({
    tax: cents(sheet.totals.tax),
    lastDay: rollForward(payBy, of.reference.calendar()),
    paidOn,
    percentADay: rate(parameter('lateFeeRate')),
    minimum: cents(parameter('lateFeeMinimum')),
  })
  const fee = daysLate > 0 ? { days: daysLate, amount } : null
  const again = of.assessor.assess(of.assessor.booksOf(handbook), { ...sale, ...days }, of.today).sheet
  return {
    tax_bill_no: input.taxBillNo,
    declared_on: declaredOn,
    tax_bill_on: taxBillOn,
    paid_on: paidOn,
    sheet: JSON.stringify(withInterest(sheet, interest, payBy, fee)),
    recomputed_tax_e2: again?.totals.tax ?? null,
  }
}
