import * as z from 'zod'
import { operation } from './operation.ts'
import { businessDate, decimal, enteredMoney, enteredRate } from './values.ts'

/** 测算: figures that a clerk is asked for beside the books. Nothing is kept. Amounts in CNY. */
const step = z.object({ label: z.string(), formula: z.string(), value: decimal })

export const calculationOperations = {
  'calculations.equipmentRelease': operation({
    summary: '不作价设备提前解除监管的补税：监管期满日、折旧后价格、关税、增值税（R-134、R-135）',
    input: z.object({
      price: enteredMoney,
      importedOn: businessDate,
      releasedOn: businessDate,
      dutyRate: enteredRate,
      vatRate: enteredRate,
    }),
    output: z.object({
      freeOn: businessDate,
      months: z.int(),
      value: decimal,
      duty: decimal,
      vat: decimal,
      total: decimal,
      steps: z.array(step),
    }),
  }),
  'calculations.ledgerDeposit': operation({
    summary: '历史台账保证金：限制类成品按出口比例，限制类料件按税款一半（R-141，2017 年 7 月底以前）',
    input: z.object({
      imports: enteredMoney.default('0'),
      restrictedExports: enteredMoney.default('0'),
      exports: enteredMoney.default('0'),
      duty: enteredMoney.default('0'),
      vat: enteredMoney.default('0'),
    }),
    output: z.object({
      /** Null where nothing is exported. */
      forExports: decimal.nullable(),
      forImports: decimal,
      steps: z.array(step),
    }),
  }),
}
