import type { Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { day } from '../../../shared/domain/day.ts'
import { cents, exactMoney, money, printCents, rate } from '../../../shared/domain/exact.ts'
import type { Cents } from '../../../shared/domain/exact.ts'
import { equipmentFreeOn, equipmentRelease } from '../../../shared/domain/free-equipment.ts'
import { depositForExports, depositForImports } from '../../../shared/domain/ledger-deposit.ts'
import type { Handlers } from '../call.ts'

const toCents = (amount: string): Cents => exactMoney(money(amount)).toCents()

function notNegative(fields: Readonly<Record<string, string>>): void {
  for (const [field, value] of Object.entries(fields))
    if (value.startsWith('-'))
      refuse({ code: 'calculation.negative', message: `不能为负（填写了 ${value}）`, at: { field }, next: '请改为零或正数' })
}

/** 测算: nothing is read from the books, nothing is kept. */
export const calculationHandlers = {
  'calculations.equipmentRelease': (input): Output<'calculations.equipmentRelease'> => {
    const { price, dutyRate, vatRate } = input
    notNegative({ price, dutyRate, vatRate })
    const [importedOn, releasedOn] = [day(input.importedOn), day(input.releasedOn)]
    if (releasedOn < importedOn)
      refuse({
        code: 'calculation.order',
        message: `解除监管日期 ${releasedOn} 早于进口日期 ${importedOn}`,
        at: { field: 'releasedOn' },
        next: '请核对日期',
      })
    const of = equipmentRelease({
      price: money(price),
      importedOn,
      releasedOn,
      dutyRate: rate(dutyRate),
      vatRate: rate(vatRate),
    })
    const [value, duty, vat, total] = [of.value, of.duty, of.vat, of.total].map(printCents) as [string, string, string, string]
    return {
      freeOn: equipmentFreeOn(importedOn),
      months: of.months,
      value,
      duty,
      vat,
      total,
      steps: [
        { label: '计税价格', formula: `${price} ×（1 − ${of.months} ÷ 60）`, value },
        { label: '关税', formula: `${value} × ${dutyRate}%`, value: duty },
        { label: '增值税', formula: `（${value} + ${duty}）× ${vatRate}%`, value: vat },
        { label: '合计', formula: `${duty} + ${vat}`, value: total },
      ],
    }
  },
  'calculations.ledgerDeposit': (input): Output<'calculations.ledgerDeposit'> => {
    notNegative(input)
    const { imports, restrictedExports, exports, duty, vat } = input
    if (money(restrictedExports) > money(exports))
      refuse({
        code: 'calculation.share',
        message: '限制类成品出口总值大于出口总值',
        at: { field: 'restrictedExports' },
        next: '请核对两个总值',
      })
    const found = depositForExports({
      imports: money(imports),
      restrictedExports: money(restrictedExports),
      exports: money(exports),
    })
    const forExports = found === undefined ? null : printCents(found)
    const forImports = printCents(depositForImports({ duty: toCents(duty), vat: toCents(vat) }))
    return {
      forExports,
      forImports,
      steps: [
        ...(forExports === null
          ? []
          : [
              {
                label: '限制类成品',
                formula: `${imports} × ${restrictedExports} ÷ ${exports} × 22% × 50%`,
                value: forExports,
              },
            ]),
        {
          label: '限制类料件',
          formula: `（${printCents(cents(toCents(duty)))} + ${printCents(cents(toCents(vat)))}）× 50%`,
          value: forImports,
        },
      ],
    }
  },
} satisfies Partial<Handlers>
