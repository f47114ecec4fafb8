import { shownUnit } from '../../../shared/codes/tables.ts'
import { formatQuantity } from '../../components/fields/format.ts'
import type { Figure } from './figures.ts'
import { baseText, rateText } from './rate-words.ts'
import { taxKinds, taxOrder } from './sale-words.ts'
import type { Sheet, SheetLine, TaxKind } from './sale-words.ts'
import { printYuan } from '../../components/yuan.ts'

export type Import = SheetLine['valuation']['imports'][number]

/** What a figure is made of, for the drawer. */
export interface Explained {
  title: string
  value: string
  unit: string
  formula: string
  /** The same with the numbers in it, a line for each part. */
  withNumbers: readonly string[]
  rules: readonly string[]
  /** The dated row behind it. */
  basis?: { what: string; value: string; from: string; to: string | null; source: string } | null
  imports?: readonly Import[]
  parts?: readonly (readonly [name: string, amount: string])[]
  excludes: readonly string[]
}

const taxFormulas: Record<TaxKind, string> = {
  duty: '关税 = 计税价格 × 税率（从量的为数量 × 单位税额，复合的为两者之和）',
  tradeRemedy: '贸易救济税 = 计税价格 × 税率',
  consumption: '消费税 = (计税价格 + 关税 + 贸易救济税) ÷ (1 − 税率) × 税率（从量的为数量 × 单位税额）',
  vat: '增值税 = (计税价格 + 关税 + 贸易救济税 + 消费税) × 税率',
  fund: '处理基金 = 数量 × 每台金额',
}
const methodFormulas: Record<SheetLine['valuation']['method'], string> = {
  weightedAverage: '计税价格 = 数量 × Σ(进口数量 × 到岸价格) ÷ Σ 进口数量',
  similarGoods: '计税价格 = 数量 × 同期相同或类似保税货物的价格',
  transferPrice: '计税价格 = 数量 × 结转价格',
  salePrice: '计税价格 = 内销价格 × 保税料件份额',
  auctionPrice: '计税价格 = 拍卖价格',
}

const rulesIn = (text: string): readonly string[] => text.split('、').filter((number) => number !== '')

/** Undefined where the sheet has no such figure any more. */
export function explain(figure: Figure, sheet: Sheet): Explained | undefined {
  if (figure.of === 'sum') return explainSum(figure.sum, sheet)
  if (figure.of === 'interest') return explainInterest(figure.tax, sheet)
  if (figure.of === 'lateFee') return explainLateFee(sheet)
  const line = sheet.lines.find(({ no }) => no === figure.line)
  if (!line) return undefined
  if (figure.of === 'conversion')
    return {
      title: `${line.name} 折料数量`,
      value: formatQuantity(line.quantity),
      unit: shownUnit(line.unit),
      formula: '折料数量 = Σ 内销数量 × 净耗 ÷ (1 − 有形损耗率 − 无形损耗率) × 保税料件比例 × 完工比例',
      withNumbers: line.conversion.map(({ formula, quantity }) => `${formula} = ${formatQuantity(quantity)}`),
      rules: ['R-84', 'R-85'],
      excludes: ['中间结果不舍入，只在最后保留 5 位小数（C-5）', '非保税料件'],
    }
  if (figure.of === 'value') {
    const { valuation } = line
    return {
      title: `${line.name} 计税价格`,
      value: printYuan(valuation.value),
      unit: '元',
      formula: methodFormulas[valuation.method],
      withNumbers: [valuation.formula],
      rules: rulesIn(valuation.rule),
      imports: valuation.imports,
      excludes: valuation.imports.length > 0 ? ['未核扣和已删除的清单', '其他料件序号的进口'] : [],
    }
  }
  const tax = line.taxes[figure.index]
  return (
    tax && {
      title: `${line.name} ${taxKinds[tax.tax]}`,
      value: printYuan(tax.amount),
      unit: '元',
      formula: taxFormulas[tax.tax],
      withNumbers: [tax.formula],
      rules: rulesIn(tax.rule),
      basis: tax.basis,
      parts: [
        ['税基', baseText(tax)],
        [`${tax.rateKind}税率`, rateText(tax)],
      ],
      excludes: ['只在每个税种的末尾四舍五入到分（C-3）'],
    }
  )
}

function explainInterest(tax: TaxKind, { interest }: Sheet): Explained | undefined {
  const own = interest?.taxes.find((each) => each.tax === tax)
  if (!interest || !own) return undefined
  return {
    title: `${taxKinds[tax]} 缓税利息`,
    value: printYuan(own.amount),
    unit: '元',
    formula: '缓税利息 = 应征税额 × 计息天数 × 缓税利息率 ÷ 一年的天数',
    withNumbers: [own.formula],
    rules: ['R-96', 'R-97', 'R-98'],
    basis: interest.waived ?? interest.basis,
    parts: [
      [`起息日，${interest.fromBasis}`, interest.from],
      [`止息日，${interest.toBasis}`, interest.to],
      ['计息天数', `${interest.days} 天`],
      [`两端都计 ${interest.daysBothEnds} 天时`, `${printYuan(own.amountBothEnds)} 元`],
    ],
    excludes: ['滞纳金'],
  }
}

function explainLateFee({ lateFee, payBy, totals }: Sheet): Explained | undefined {
  if (!lateFee) return undefined
  return {
    title: '滞纳金',
    value: printYuan(lateFee.amount),
    unit: '元',
    formula: '滞纳金 = 滞纳税款 × 滞纳天数 × 每日滞纳金率，不足起征点的不收',
    withNumbers: [`${printYuan(totals.tax)} × ${lateFee.days} 天 × 每日滞纳金率 = ${printYuan(lateFee.amount)}`],
    rules: ['R-71'],
    parts: [['最后缴款日', payBy ?? '']],
    excludes: ['缓税利息'],
  }
}

const sumNames = {
  value: '计税价格合计',
  ...taxKinds,
  tax: '税款合计',
  interest: '缓税利息合计',
  total: '应缴合计',
} as const

function explainSum(sum: keyof typeof sumNames, sheet: Sheet): Explained {
  const { totals } = sheet
  const parts: (readonly [string, string])[] =
    sum === 'value'
      ? sheet.lines.map(({ itemSeq, name, valuation }) => [`${itemSeq} ${name}`, printYuan(valuation.value)])
      : sum === 'tax'
        ? taxOrder.filter((tax) => totals[tax] !== '0').map((tax) => [taxKinds[tax], printYuan(totals[tax])])
        : sum === 'interest'
          ? (sheet.interest?.taxes ?? []).map(({ tax, amount }) => [taxKinds[tax], printYuan(amount)])
          : sum === 'total'
            ? [
                ['税款合计', printYuan(totals.tax)],
                ['缓税利息合计', printYuan(totals.interest)],
              ]
            : sheet.lines.flatMap((line) =>
                line.taxes
                  .filter(({ tax }) => tax === sum)
                  .map(({ amount }) => [`${line.itemSeq} ${line.name}`, printYuan(amount)] as const),
              )
  return {
    title: sumNames[sum],
    value: printYuan(totals[sum]),
    unit: '元',
    formula: sum === 'total' ? '应缴合计 = 税款合计 + 缓税利息合计' : `${sumNames[sum]} = 下列各项之和`,
    withNumbers: parts.length > 0 ? [`${parts.map(([, amount]) => amount).join(' + ')} = ${printYuan(totals[sum])}`] : [],
    rules: sum === 'interest' ? ['R-96'] : sum === 'value' ? ['R-77', 'R-79'] : ['R-74'],
    parts,
    excludes: sum === 'total' ? ['滞纳金'] : [],
  }
}
