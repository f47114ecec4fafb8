import { refuse } from '../../../shared/contract/errors.ts'
import { rowOn } from '../../../shared/domain/dated-row.ts'
import { day } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { shippedInterestRates } from '../../../shared/domain/deferred-interest.ts'
import type { InterestRateRow, InterestWaiverRow } from '../../../shared/domain/deferred-interest.ts'
import { money, printRate, rate } from '../../../shared/domain/exact.ts'
import { yuan } from '../../../shared/domain/exchange-day.ts'
import type { ExchangeRateRow } from '../../../shared/domain/exchange-day.ts'
import { confidences, ruleParameterNames, ruleParameters, shippedParameters } from '../../../shared/domain/rule-parameters.ts'
import type { ParameterRow, RuleParameterName } from '../../../shared/domain/rule-parameters.ts'
import type { TariffRow } from '../../../shared/domain/tariff.ts'
import type { InterestRow, ReferenceStore, ReferenceTable } from './store.ts'

interface Stored {
  from: string
  to: string | null
  source: string
}
const held = ({ from, to, source }: Stored) => ({ from: day(from), to: to === null ? null : day(to), source })

/** The rates and parameters of the ledger as the rules read them. What comes with the program holds until the enterprise imports its own. */
export class DatedRates {
  private readonly store: ReferenceStore
  private readonly read = new Map<ReferenceTable, { stands: string; rows: readonly unknown[] }>()

  constructor(store: ReferenceStore) {
    this.store = store
  }

  tariffRows(): readonly TariffRow[] {
    return this.once('tariffRates', () =>
      this.store.tariffRates().map((row) => ({
        ...row,
        ...held(row),
        rate: row.rate === null ? null : rate(row.rate),
        specific: row.specific === null ? null : money(row.specific),
      })),
    )
  }

  exchangeRateOn(currency: string, on: Day): ExchangeRateRow | undefined {
    if (currency === yuan.currency) return yuan
    const rows = this.once('exchangeRates', () =>
      this.store.exchangeRates().map((row) => ({ ...held(row), currency: row.currency, rate: rate(row.rate) })),
    )
    return rowOn(
      rows.filter((row) => row.currency === currency),
      on,
    )
  }

  interestRateOn(on: Day): InterestRateRow | undefined {
    const rows = this.interestRows().flatMap((row) =>
      row.kind === 'rate' && row.rate !== null ? [{ ...held(row), rate: rate(row.rate) }] : [],
    )
    return rowOn(rows, on)
  }

  interestWaiverOn(on: Day): InterestWaiverRow | undefined {
    const rows = this.interestRows().flatMap((row) => (row.kind === 'waiver' ? [held(row)] : []))
    return rowOn(rows, on)
  }

  parameterOn(name: RuleParameterName, on: Day): ParameterRow {
    const rows = this.parameterRows().filter(({ parameter }) => parameter === name)
    return (
      rowOn(rows, on) ??
      refuse({
        code: 'reference.noParameter',
        message: `规则参数“${ruleParameters[name].name}”（${ruleParameters[name].rule}）在 ${on} 没有值`,
        next: '请在“资料 · 规则参数”导入这一天的值',
      })
    )
  }

  interestRows(): InterestRow[] {
    const own = this.store.interestRates()
    if (own.length > 0) return own
    return shippedInterestRates.map((row) => ({ ...row, rate: row.rate === null ? null : printRate(row.rate) }))
  }

  parameterRows(): ParameterRow[] {
    const own = this.store.ruleParameters().flatMap((row): ParameterRow[] => {
      const parameter = ruleParameterNames.find((name) => name === row.parameter)
      const confidence = confidences.find((word) => word === row.confidence)
      if (parameter === undefined || confidence === undefined) return []
      const { rule, name, unit } = ruleParameters[parameter]
      return [{ ...held(row), parameter, rule, name, value: row.value, unit, confidence }]
    })
    const imported = new Set(own.map(({ parameter }) => parameter))
    const all = [...shippedParameters.filter(({ parameter }) => !imported.has(parameter)), ...own]
    const rank = ({ parameter, from }: ParameterRow) =>
      `${String(ruleParameterNames.indexOf(parameter)).padStart(3, '0')} ${from}`
    return all.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1))
  }

  /** Long tables are read once for every import; the array is the key of whoever keeps an index of it. */
  private once<Row>(table: ReferenceTable, rows: () => readonly Row[]): readonly Row[] {
    const stands = this.store.lastImport(table)
    const kept = this.read.get(table)
    if (kept?.stands === stands) return kept.rows as readonly Row[]
    const fresh = rows()
    this.read.set(table, { stands, rows: fresh })
    return fresh
  }
}
