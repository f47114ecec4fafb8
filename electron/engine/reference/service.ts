import holidays from '../../../shared/codes/holidays.json' with { type: 'json' }
import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { calendarOf } from '../../../shared/domain/calendar.ts'
import type { Calendar } from '../../../shared/domain/calendar.ts'
import { capabilityHoldsOn, capabilityValidTo } from '../../../shared/domain/capability.ts'
import type { ConsumptionStandard } from '../../../shared/domain/consumption-standard.ts'
import { controlsOn } from '../../../shared/domain/controlled-goods.ts'
import type { ControlledGoods, ControlLookup } from '../../../shared/domain/controlled-goods.ts'
import { day, dayOfInstant, yearOf } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import type { InterestRateRow, InterestWaiverRow } from '../../../shared/domain/deferred-interest.ts'
import { rate } from '../../../shared/domain/exact.ts'
import type { ExchangeRateRow } from '../../../shared/domain/exchange-day.ts'
import type { ParameterRow, RuleParameterName } from '../../../shared/domain/rule-parameters.ts'
import type { TariffRow } from '../../../shared/domain/tariff.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import type { JournalService } from '../journal/service.ts'
import { DatedRates } from './dated-rates.ts'
import { ReferenceStore } from './store.ts'
import type { CalendarRow, ReferenceRows, ReferenceTable, StandardRow } from './store.ts'
import { referenceTables } from './tables.ts'

type Capability = NonNullable<Output<'capability.get'>>
/** What a change of a table comes to: rows that are new or differ, rows that are gone. */
interface ReferenceChange {
  rows: number
  added: number
  removed: number
}

/** The years that come with the program hold until the enterprise imports its own. */
const ownHolidays: readonly CalendarRow[] = holidays.flatMap(({ source, days }) =>
  days.map(({ on, kind, name }) => ({ on, kind: kind === 'work' ? 'work' : 'rest', name, source })),
)
const lastDay = '9999-12-31'

/** Dated data of the authorities, and the enterprise's own information table. A row is picked by the business date (RULES §0.2). */
export class ReferenceService {
  private readonly store: ReferenceStore
  private readonly rates: DatedRates
  private readonly journal: JournalService
  private readonly clock: Clock

  constructor(db: Database, journal: JournalService, clock: Clock) {
    this.store = new ReferenceStore(db)
    this.rates = new DatedRates(this.store)
    this.journal = journal
    this.clock = clock
  }

  /** C-1. Years that nobody has entered know only their weekends: see knownFor. */
  calendar(): Calendar {
    return calendarOf(this.calendarRows().days.map(({ on, kind }) => ({ on: day(on), kind })))
  }

  /** the standards that hold on a day, for standardFor; often none. */
  standardsOn(on: Day): (ConsumptionStandard & Pick<StandardRow, 'source'>)[] {
    return this.store
      .consumptionStandards()
      .filter(({ from, to }) => from <= on && (to === null || on <= to))
      .map(({ productHsCode, materialHsCode, unit, source, upper, lower, from, to }) => ({
        productHsCode,
        materialHsCode,
        unit,
        source,
        upper: rate(upper),
        lower: lower === null ? undefined : rate(lower),
        from: day(from),
        to: to === null ? undefined : day(to),
      }))
  }

  /** finds what controls a commodity on a day. */
  controlledOn(on: Day): ControlLookup<ControlledGoods & { name: string; source: string }> {
    const rows = this.store
      .controlledGoods()
      .map((row) => ({ ...row, from: day(row.from), to: row.to === null ? undefined : day(row.to) }))
    return controlsOn(rows, on)
  }

  /** All tariff rates, for the choice of shared/domain/tariff.ts; the same array until another import. */
  tariffRows(): readonly TariffRow[] {
    return this.rates.tariffRows()
  }

  /** CNY is 1 by itself. Undefined where nobody has entered it. */
  exchangeRateOn(currency: string, on: Day): ExchangeRateRow | undefined {
    return this.rates.exchangeRateOn(currency, on)
  }

  /** R-96, R-97a. */
  interestRateOn(on: Day): InterestRateRow | undefined {
    return this.rates.interestRateOn(on)
  }

  /** R-97b: the waiver for tax bills of that day. */
  interestWaiverOn(on: Day): InterestWaiverRow | undefined {
    return this.rates.interestWaiverOn(on)
  }

  /** RULES 0.2. @throws Refusal reference.noParameter */
  parameterOn(name: RuleParameterName, on: Day): ParameterRow {
    return this.rates.parameterOn(name, on)
  }

  /** the information table that is valid on a day, or undefined: none was filled by then, or the last one has run out. */
  capabilityOn(on: Day): Capability | undefined {
    const filled = this.capabilityFilledBy(on)
    return filled && capabilityHoldsOn(on, day(filled.filledOn)) ? filled : undefined
  }

  /** The information table filled last, valid or not. */
  capability(): Capability | undefined {
    return this.capabilityFilledBy(lastDay)
  }

  calendarRows(): Output<'reference.calendar'> {
    const imported = this.store.calendar()
    const importedYears = new Set(imported.map(({ on }) => yearOf(day(on))))
    const own = ownHolidays.filter(({ on }) => !importedYears.has(yearOf(day(on))))
    const days = [...own, ...imported].toSorted((a, b) => (a.on < b.on ? -1 : 1))
    return { days, years: [...new Set(days.map(({ on }) => yearOf(day(on))))] }
  }

  consumptionStandards(): Output<'reference.consumptionStandards'> {
    return { rows: this.store.consumptionStandards() }
  }

  controlledGoods(): Output<'reference.controlledGoods'> {
    return { rows: this.store.controlledGoods() }
  }

  tariffRates(): Output<'reference.tariffRates'> {
    return { rows: this.store.tariffRates() }
  }

  exchangeRates(): Output<'reference.exchangeRates'> {
    return { rows: this.store.exchangeRates() }
  }

  interestRates(): Output<'reference.interestRates'> {
    return { rows: this.rates.interestRows() }
  }

  ruleParameters(): Output<'reference.ruleParameters'> {
    return { rows: this.rates.parameterRows() }
  }

  rowsOf<Table extends ReferenceTable>(table: Table): ReferenceRows[Table][] {
    const rows: { [T in ReferenceTable]: () => ReferenceRows[T][] } = {
      calendar: () => this.calendarRows().days,
      consumptionStandards: () => this.store.consumptionStandards(),
      controlledGoods: () => this.store.controlledGoods(),
      tariffRates: () => this.store.tariffRates(),
      exchangeRates: () => this.store.exchangeRates(),
      interestRates: () => this.rates.interestRows(),
      ruleParameters: () => this.rates.parameterRows(),
    }
    return rows[table]()
  }

  /** What these rows would change; of a calendar only the years that they are of. */
  changeBy<Table extends ReferenceTable>(table: Table, rows: readonly ReferenceRows[Table][]): ReferenceChange {
    const { spec, cells, scope } = referenceTables[table]
    const textOf = (row: ReferenceRows[Table]) => {
      const written = cells(row)
      return JSON.stringify(spec.columns.map(({ id }) => written[id]))
    }
    const scopes = new Set(scope && rows.map(scope))
    const replaced = this.rowsOf(table).filter((row) => !scope || scopes.has(scope(row)))
    const [was, is] = [new Set(replaced.map(textOf)), new Set(rows.map(textOf))]
    return { rows: rows.length, added: is.difference(was).size, removed: was.difference(is).size }
  }

  replace<Table extends ReferenceTable>(
    table: Table,
    rows: readonly ReferenceRows[Table][],
    fileId: string,
    fileName: string,
  ): ReferenceChange {
    const change = this.changeBy(table, rows)
    const before = this.rowsOf(table).length
    this.store.addImport(table, rows, { fileId, at: this.clock.now() })
    this.journal.record({
      subject: `资料 ${referenceTables[table].spec.readAs}`,
      what: `从“${fileName}”导入 ${rows.length} 行，新增或更改 ${change.added} 行，不再有的 ${change.removed} 行`,
      before: { 行数: String(before) },
      after: { 行数: String(this.rowsOf(table).length) },
    })
    return change
  }

  /** @throws Refusal capability.future */
  saveCapability(input: Input<'capability.save'>): Capability {
    const today = dayOfInstant(this.clock.now())
    if (input.filledOn > today)
      refuse({
        code: 'capability.future',
        message: `填报日期 ${input.filledOn} 在今天（${today}）之后`,
        at: { field: 'filledOn' },
        next: '请填写实际填报的日期',
      })
    const before = this.capability()
    const headings = [...new Set(input.headings)].toSorted()
    this.store.addCapability(
      {
        filled_on: input.filledOn,
        document_no: input.documentNo,
        leased_plant: input.leasedPlant ? 1n : 0n,
        under_smuggling_investigation: input.underSmugglingInvestigation ? 1n : 0n,
        under_investigation: input.underInvestigation ? 1n : 0n,
        ordered_to_rectify: input.orderedToRectify ? 1n : 0n,
        saved_at: this.clock.now(),
      },
      headings,
    )
    const saved = { ...input, headings, validTo: capabilityValidTo(day(input.filledOn)) }
    this.journal.record({
      subject: '经营状况及生产能力信息表',
      what: `登记 ${input.filledOn} 填报的信息表，有效至 ${saved.validTo}`,
      ...(before && { before: fieldsOf(before) }),
      after: fieldsOf(saved),
    })
    return saved
  }

  private capabilityFilledBy(on: string): Capability | undefined {
    const row = this.store.capabilityFilledBy(on)
    return (
      row && {
        filledOn: row.filled_on,
        documentNo: row.document_no,
        headings: row.headings,
        leasedPlant: row.leased_plant === 1n,
        underSmugglingInvestigation: row.under_smuggling_investigation === 1n,
        underInvestigation: row.under_investigation === 1n,
        orderedToRectify: row.ordered_to_rectify === 1n,
        validTo: capabilityValidTo(day(row.filled_on)),
      }
    )
  }
}

const yesOrNo = (value: boolean) => (value ? '是' : '否')
const fieldsOf = (of: Capability) => ({
  填报日期: of.filledOn,
  编号: of.documentNo,
  品目: of.headings.join(' '),
  租赁厂房或者设备: yesOrNo(of.leasedPlant),
  涉嫌走私被立案侦查: yesOrNo(of.underSmugglingInvestigation),
  涉嫌违规被立案调查: yesOrNo(of.underInvestigation),
  被要求整改: yesOrNo(of.orderedToRectify),
})
