import type { Basis, Missing } from './dated-row.ts'
import { addCents, Exact, exactCents, exactPercent, noCents, printCents, printMoney, printRate } from './exact.ts'
import type { Cents } from './exact.ts'
import { amountOf, chooseDuty, rateText, rowFor, tariffKinds } from './tariff.ts'
import type { ChosenRate, DutyChoice, TariffQuestion, TariffRow } from './tariff.ts'

/** Import taxes of what is sold domestically: duty, trade remedies, consumption tax, VAT, fund (R-74, R-75, R-101, R-102). */

export const taxKinds = {
  duty: '关税',
  tradeRemedy: '贸易救济税',
  consumption: '消费税',
  vat: '增值税',
  fund: '处理基金',
} as const
export type TaxKind = keyof typeof taxKinds

/** One thing that is taxed. `value` is its 计税价格 (customs-value.ts). */
export interface TaxableLine extends Omit<TariffQuestion, 'value'> {
  value: Cents
}

/** One tax of one line, and how it came about. */
export interface LineTax {
  tax: TaxKind
  /** 最惠国, 暂定, 反倾销 …; 从量 and 复合 where it goes by quantity. */
  rateKind: string
  /** Percent, or CNY per unit where it goes by quantity alone: a plain decimal. */
  rate: string
  /** What the rate is taken of: CNY, 2 decimals, or a quantity where it goes by quantity alone. */
  base: string
  /** Rounded half-up to a cent, and nothing before it (C-3). Zero where it is not collected. */
  amount: Cents
  formula: string
  basis: Basis
  rule: string
  /** R-75: the tax of the whole shipment is at or below the amount that is not collected. */
  waived: boolean
}

export interface TaxedLine {
  taxes: readonly LineTax[]
  total: Cents
}

/** What the taxes of one line need; `line` counts from 0. */
type LackOfLine = Missing & { line: number }

/** A tax before anybody knows whether the shipment's sum is collected. */
interface Reckoned {
  tax: TaxKind
  row: TariffRow
  base: string
  exact: Exact
  formula: string
  rule: string
}

/** R-75: a tax of a shipment is not collected at or below this; each kind by itself. Trade remedies have no such amount. */
const collectsFrom = (free: Cents, reckoned: readonly (Reckoned | undefined)[]): boolean =>
  reckoned.reduce((sum, each) => (each ? addCents(sum, each.exact.toCents()) : sum), noCents) > free

/**
 * The taxes of a shipment (一票), line by line. Each tax is exact until its own end: the base of the next holds the exact amount of the one
 * before. What is not collected (R-75) is not in the base of the next. `free` is the rule parameter taxFreePerShipment, zero for none.
 */
export function taxesOf(
  rows: readonly TariffRow[],
  lines: readonly TaxableLine[],
  free: Cents,
): { lines: readonly TaxedLine[] } | { lacks: readonly LackOfLine[] } {
  const lacks: LackOfLine[] = []
  const known = <Value extends object>(value: Value | Missing, line: number): Value | undefined => {
    if (!('missing' in value)) return value
    lacks.push({ ...value, line })
    return undefined
  }
  const questions = lines.map((line): TariffQuestion => ({ ...line, value: exactCents(line.value) }))
  const choices = questions.map((question, line) => known(chooseDuty(rows, question), line))
  const duties = choices.map((choice, line) => choice && dutyOf(choice, questions[line]))
  const collectsDuty = collectsFrom(free, duties)

  const beforeConsumption = questions.map((question, line) => {
    const choice = choices[line]
    if (!choice) return question.value
    const duty = collectsDuty ? choice.duty.amount : Exact.zero
    return choice.remedies.reduce((sum, { amount }) => sum.plus(amount), question.value.plus(duty))
  })
  const consumptions = questions.map((question, line) => {
    const row = rowFor(rows, question, 'consumption')
    return row && known(consumptionTax(row, beforeConsumption[line] ?? Exact.zero, question), line)
  })
  const collectsConsumption = collectsFrom(free, consumptions)

  const vats = questions.map((question, line) => {
    const row = rowFor(rows, question, 'vat')
    const consumption = collectsConsumption ? (consumptions[line]?.exact ?? Exact.zero) : Exact.zero
    const missing: Missing = { missing: 'tariffRate', hsCode: question.hsCode, kind: tariffKinds.vat, on: question.on }
    if (!row) return known<Reckoned>(missing, line)
    return known(simpleTax('vat', row, (beforeConsumption[line] ?? Exact.zero).plus(consumption), question, 'R-74'), line)
  })
  const funds = questions.map((question, line) => {
    const row = rowFor(rows, question, 'fund')
    return row && known(simpleTax('fund', row, question.value, question, 'R-102'), line)
  })
  if (lacks.length > 0) return { lacks }

  const collects = {
    duty: collectsDuty,
    tradeRemedy: true,
    consumption: collectsConsumption,
    vat: collectsFrom(free, vats),
    fund: collectsFrom(free, funds),
  }
  return {
    lines: questions.map((question, line) => {
      const remedies = (choices[line]?.remedies ?? []).map((chosen) => remedyOf(chosen, question))
      const reckoned = [duties[line], ...remedies, consumptions[line], vats[line], funds[line]]
      const taxes = reckoned.filter((each) => each !== undefined).map((each) => lineTax(each, collects[each.tax], free))
      return { taxes, total: taxes.reduce((sum, { amount }) => addCents(sum, amount), noCents) }
    }),
  }
}

const yuan = (exact: Exact): string => printCents(exact.toCents())

const dutyOf = ({ duty }: DutyChoice, question: TariffQuestion | undefined): Reckoned =>
  chosenTax('duty', duty, question, 'R-74、R-76')
const remedyOf = (chosen: ChosenRate, question: TariffQuestion): Reckoned =>
  chosenTax('tradeRemedy', chosen, question, 'R-74、R-101')

function chosenTax(tax: TaxKind, { row, amount, why }: ChosenRate, question: TariffQuestion | undefined, rule: string): Reckoned {
  const value = question?.value ?? Exact.zero
  return {
    tax,
    row,
    ...baseOf(row, value, question),
    exact: amount,
    formula: `${termsOf(row, value, question)} = ${yuan(amount)}；${why}`,
    rule,
  }
}

/** VAT and the fund: one row, one base. */
function simpleTax(tax: TaxKind, row: TariffRow, base: Exact, question: TariffQuestion, rule: string): Reckoned | Missing {
  const exact = amountOf(row, base, question)
  if ('missing' in exact) return exact
  return { tax, row, ...baseOf(row, base, question), exact, formula: `${termsOf(row, base, question)} = ${yuan(exact)}`, rule }
}

/** 消费税暂行条例 art 9: the tax is in its own base. By quantity alone there is no such base. */
function consumptionTax(row: TariffRow, before: Exact, question: TariffQuestion): Reckoned | Missing {
  const bySpecific = amountOf({ ...row, rate: null }, Exact.zero, question)
  if ('missing' in bySpecific) return bySpecific
  const rule = 'R-74'
  if (row.rate === null)
    return {
      tax: 'consumption',
      row,
      ...baseOf(row, before, question),
      exact: bySpecific,
      formula: `${termsOf(row, before, question)} = ${yuan(bySpecific)}`,
      rule,
    }
  const share = exactPercent(row.rate)
  const base = before.plus(bySpecific).dividedBy(Exact.fraction(1n, 1n).minus(share))
  const exact = base.times(share).plus(bySpecific)
  const added = row.specific === null ? '' : ` + 从量 ${yuan(bySpecific)}`
  const composed = `组成计税价格 (${yuan(before)}${added}) ÷ (1 − ${printRate(row.rate)}%) = ${yuan(base)}`
  const formula = `${composed}；${yuan(base)} × ${printRate(row.rate)}%${added} = ${yuan(exact)}`
  return { tax: 'consumption', row, base: yuan(base), exact, formula, rule }
}

const countedIn = (row: TariffRow, question: TariffQuestion | undefined): string =>
  question?.quantities.find(({ unit }) => unit === row.unit)?.quantity.toText(5) ?? '0'
const baseOf = (row: TariffRow, base: Exact, question: TariffQuestion | undefined): { base: string } => ({
  base: row.rate === null ? countedIn(row, question) : yuan(base),
})
/** `16100 × 6.5% + 500 × 1.2`. */
const termsOf = (row: TariffRow, base: Exact, question: TariffQuestion | undefined): string =>
  [
    row.rate !== null && `${yuan(base)} × ${printRate(row.rate)}%`,
    row.specific !== null && `${countedIn(row, question)} × ${printMoney(row.specific)}`,
  ]
    .filter(Boolean)
    .join(' + ')

function lineTax({ tax, row, base, exact, formula, rule }: Reckoned, collected: boolean, free: Cents): LineTax {
  const byQuantity = row.rate === null ? '从量' : row.specific === null ? '' : '复合'
  const kind = tariffKinds[row.kind]
  const reckoned = exact.toCents()
  const waived = !collected && reckoned > 0n
  const { from, to, source } = row
  return {
    tax,
    rateKind: kind + byQuantity,
    rate: row.rate !== null ? printRate(row.rate) : row.specific !== null ? printMoney(row.specific) : '0',
    base,
    amount: waived ? noCents : reckoned,
    formula: waived ? `${formula}；整票${taxKinds[tax]}不超过 ${printCents(free)} 元，免征（R-75）` : formula,
    basis: { what: `${row.hsCode} ${kind}${row.name && ` ${row.name}`}`, value: rateText(row), from, to, source },
    rule,
    waived,
  }
}
