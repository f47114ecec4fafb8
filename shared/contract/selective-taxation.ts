import * as z from 'zod'
import { operation } from './operation.ts'
import { basis, businessDate, decimal, enteredMoney, enteredRate, guard, instant, text } from './values.ts'

/** what is taxed either as presented or by its materials. Percent and CNY. */
const selectiveInput = z.object({
  goods: z.object({
    name: text(255).min(1, '请填写货物名称'),
    hsCode: z
      .string()
      .trim()
      .regex(/^(\d{10})?$/, '商品编码为 10 位数字')
      .default(''),
    value: enteredMoney,
    dutyRate: enteredRate,
    vatRate: enteredRate,
    consumptionRate: enteredRate.default('0'),
  }),
  materials: z
    .array(z.object({ name: text(255).min(1, '请填写料件名称'), value: enteredMoney, dutyRate: enteredRate }))
    .min(1, '至少要有一项料件')
    .max(500),
  /** First day of interest and day of the tax bill. */
  interestFrom: businessDate,
  taxBillOn: businessDate,
})
const way = z.object({
  duty: decimal,
  consumption: decimal,
  vat: decimal,
  tax: decimal,
  interest: decimal,
  total: decimal,
  formula: z.string(),
})

export const selectiveTaxationOperations = {
  'selectiveTaxation.compare': operation({
    summary: '选择性征税：按货物状态与按料件两种算法并列，标出较低的一种与平衡点（R-99、R-100）',
    input: selectiveInput,
    output: z.object({
      asPresented: way,
      byMaterials: way,
      cheaper: z.enum(['asPresented', 'byMaterials', 'equal']),
      difference: decimal,
      /** duty by materials at which both ways cost the same, and days of interest at which they do; null where none does. */
      breakEvenDuty: decimal,
      breakEvenDays: z.int().nullable(),
      days: z.int(),
      interestBasis: basis,
      guards: z.array(guard),
    }),
    reads: ['reference'],
  }),
  'selectiveTaxation.save': operation({
    summary: '存下一次选择性征税的比较，供打印和日后查看',
    input: selectiveInput.extend({ title: text(100).min(1, '请起个名称') }),
    output: z.object({ comparisonId: z.uuid() }),
    changes: ['domesticSales'],
  }),
  'selectiveTaxation.list': operation({
    summary: '存下的选择性征税比较，新的在前',
    input: z.object({}),
    output: z.object({
      comparisons: z.array(
        selectiveInput.extend({ comparisonId: z.uuid(), title: z.string(), savedAt: instant, savedBy: z.string() }),
      ),
    }),
    reads: ['domesticSales'],
  }),
}
