import { currencyName, supervisionModeName } from '../../../shared/codes/tables.ts'
import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { rollForward } from '../../../shared/domain/calendar.ts'
import { day, dayOfInstant, daysBetween, yearOf } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { Exact, exactMoney, exactRate, money, printCents, printMoney, printRate, rate } from '../../../shared/domain/exact.ts'
import type { Money, Rate } from '../../../shared/domain/exact.ts'
import { tradeOf } from '../../../shared/domain/surplus-transfer.ts'
import { allocationRate, deductionCredit, valueBalance, valueRule, valueRules } from '../../../shared/domain/value-balance.ts'
import type { ExportPeriod } from '../../../shared/domain/value-balance.ts'
import type { BondedListsService } from '../bonded-lists/service.ts'
import { DeclaredValues } from '../bonded-lists/declared-values.ts'
import type { DeclaredValue } from '../bonded-lists/declared-values.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import type { HandbookLifeService } from '../handbook-life/service.ts'
import type { HandbookRow, HandbooksService } from '../handbooks/service.ts'
import type { JournalService } from '../journal/service.ts'
import type { OperatorsService } from '../operators/service.ts'
import type { ReferenceService } from '../reference/service.ts'
import { TaxWriteOffStore } from './store.ts'

type ValueBalance = Output<'taxWriteOff.value'>
type ValueRow = ValueBalance['rows'][number]
type Year = Output<'taxWriteOff.year'>

interface Neighbours {
  bondedLists: BondedListsService
  reference: ReferenceService
  handbooks: HandbooksService
  handbookLife: HandbookLifeService
  operators: OperatorsService
  journal: JournalService
}

/** Everything of a handbook, as days are compared as text. */
const [firstDay, lastDay] = ['0000-01-01', '9999-12-31']
/** the day of the year after, by 进料 and 来料. */
const deadlineOf = { imported: '04-20', supplied: '05-15' } as const
type Trade = keyof typeof deadlineOf
const tradesOf = { 进料: 'imported', 来料: 'supplied' } as const
type Cycle = Year['handbooks'][number]['cycle']
const yuanCode = '142'
const hundred = Exact.fraction(100n, 1n)

/** The value balance of a handbook and the yearly write-off at the tax office. */
export class TaxWriteOffService {
  private readonly store: TaxWriteOffStore
  private readonly values: DeclaredValues
  private readonly services: Neighbours
  private readonly clock: Clock

  constructor(db: Database, services: Neighbours, clock: Clock) {
    this.store = new TaxWriteOffStore(db)
    this.values = new DeclaredValues(db)
    this.services = services
    this.clock = clock
  }

  value({ handbookNo, from, to }: Input<'taxWriteOff.value'>): ValueBalance {
    const handbook = this.services.handbooks.require(handbookNo)
    if (from !== undefined && to !== undefined && from > to)
      refuse({ code: 'taxWriteOff.period', message: `起日 ${from} 晚于止日 ${to}`, at: { field: 'to' }, next: '请改正期间' })
    const { rows, totals, missing: lacking } = this.rowsOf(this.values.of(handbook.id, from ?? firstDay, to ?? lastDay))
    const missing = [...lacking, ...this.partOfOpening(handbook, from, to)]
    const balance = missing.length === 0 ? valueBalance(totals) : undefined
    const actual = balance && allocationRate(balance)
    const plan = this.planOf(handbook.id)
    const periods = this.store.periodsOf(handbook.id).map((row) => ({
      month: row.month,
      fob: exactMoney(row.fob_e5 as Money),
      levyRate: row.levy_e9 as Rate,
      refundRate: row.refund_e9 as Rate,
      fobText: printMoney(row.fob_e5 as Money),
    }))
    const credit = (of: readonly ExportPeriod[], allocation: Exact | undefined) => allocation && deductionCredit(of, allocation)
    const [since, until] = [(from ?? firstDay).slice(0, 7), (to ?? lastDay).slice(0, 7)]
    const inPeriod = periods.filter(({ month }) => since <= month && month <= until)
    const [planCredit, actualCredit] = [credit(inPeriod, plan?.exact), credit(inPeriod, actual)]
    return {
      handbookNo,
      from: from ?? null,
      to: to ?? null,
      rows,
      importTotal: balance ? yuan(balance.imports) : null,
      exportTotal: balance ? yuan(balance.exports) : null,
      rate: percent(actual),
      missing,
      plan: plan?.printed ?? null,
      periods: periods.map((period) => ({
        month: period.month,
        fob: period.fobText,
        levyRate: printRate(period.levyRate),
        refundRate: printRate(period.refundRate),
        credit: yuanOrNull(credit([period], plan?.exact)),
        actualCredit: yuanOrNull(credit([period], actual)),
      })),
      planCredit: yuanOrNull(planCredit),
      actualCredit: yuanOrNull(actualCredit),
      adjustment: planCredit && actualCredit ? yuan(planCredit.minus(actualCredit)) : null,
    }
  }

  /** An opening has no days within: a period holds all of it or none. */
  private partOfOpening(handbook: HandbookRow, from: string | undefined, to: string | undefined): string[] {
    const opening = this.services.bondedLists.openings.find(handbook.id)
    const isWhole = !opening || ((from ?? firstDay) <= handbook.established_on && (to ?? lastDay) >= opening.as_of)
    if (isWhole || (from ?? firstDay) > opening.as_of) return []
    return [
      `期初（截至 ${opening.as_of}）没有分日的金额，期间须从设立日 ${handbook.established_on} 以前起、到期初截止日以后，或全在期初以后`,
    ]
  }

  /** @throws Refusal taxWriteOff.noExports */
  savePlan({ handbookNo, importTotal, exportTotal }: Input<'taxWriteOff.savePlan'>): ValueBalance {
    const handbook = this.services.handbooks.require(handbookNo)
    if (money(exportTotal) <= 0n || money(importTotal) < 0n)
      refuse({
        code: 'taxWriteOff.noExports',
        message: '计划出口总值应大于零，计划进口总值不能为负',
        at: { field: 'exportTotal' },
        next: '请按备案的计划填写',
      })
    const before = this.planOf(handbook.id)?.printed
    this.store.addPlan(handbook.id, {
      import_total_e5: money(importTotal),
      export_total_e5: money(exportTotal),
      saved_at: this.clock.now(),
      saved_by: this.services.operators.onDuty()?.name ?? '',
    })
    const saved = this.value({ handbookNo })
    this.services.journal.record({
      subject: `手册 ${handbookNo}`,
      what: '登记计划分配率',
      ...(before && { before: { 计划分配率: `${before.rate}%` } }),
      after: { 计划进口总值: importTotal, 计划出口总值: exportTotal, 计划分配率: `${saved.plan?.rate ?? ''}%` },
    })
    return saved
  }

  /** @throws Refusal taxWriteOff.refundAboveLevy, taxWriteOff.negative */
  savePeriods({ handbookNo, periods }: Input<'taxWriteOff.savePeriods'>): ValueBalance {
    const handbook = this.services.handbooks.require(handbookNo)
    for (const [index, { month, fob, levyRate, refundRate }] of periods.entries()) {
      const at = { row: index + 1, column: '退税率' }
      const [levy, refund] = [rate(levyRate), rate(refundRate)]
      if (refund < 0n || refund > levy || levy > rate('100'))
        refuse({
          code: 'taxWriteOff.refundAboveLevy',
          message: `${month}：退税率 ${refundRate}% 应在 0 与征税率 ${levyRate}% 之间，征税率不超过 100%`,
          at,
          next: '请核对征税率和退税率',
        })
      if (money(fob) < 0n)
        refuse({
          code: 'taxWriteOff.negative',
          message: `${month}：离岸价不能为负（填写了 ${fob}）`,
          at: { row: index + 1, column: '离岸价' },
          next: '冲减的月份请合并到原月份填写净额',
        })
    }
    const before = this.store.periodsOf(handbook.id)
    this.store.replacePeriods(
      handbook.id,
      periods.map(({ month, fob, levyRate, refundRate }) => ({
        month,
        fob_e5: money(fob),
        levy_e9: rate(levyRate),
        refund_e9: rate(refundRate),
      })),
    )
    this.services.journal.record({
      subject: `手册 ${handbookNo}`,
      what: '登记各月出口与征退税率',
      before: { 行数: String(before.length), 明细: before.map(periodText).join('；').slice(0, 2000) },
      after: {
        行数: String(periods.length),
        明细: periods
          .map(({ month, fob }) => `${month} ${fob}`)
          .join('；')
          .slice(0, 2000),
      },
    })
    return this.value({ handbookNo })
  }

  /** Handbooks that were closed and cycles of accounts that were approved in `year`, with what the tax office is told of each. */
  year(year: number): Omit<Year, 'filings'> {
    const today = dayOfInstant(this.clock.now())
    const calendar = this.services.reference.calendar()
    const handbooks = this.services.handbooks.list().flatMap((handbook) => {
      const trade = tradesOf[tradeOf(handbook.kind, handbook.supervision_mode)]
      return this.writtenOff(handbook)
        .filter(({ on }) => yearOf(on) === year)
        .map(({ on, cycle }) => this.bookOf(handbook, trade, on, cycle))
    })
    const trades: Trade[] = ['imported', 'supplied']
    return {
      year,
      deadlines: trades.map((trade) => {
        const raw = day(`${year + 1}-${deadlineOf[trade]}`)
        return { trade, raw, rolled: rollForward(raw, calendar), daysLeft: daysBetween(today, raw) }
      }),
      handbooks,
    }
  }

  /** An account is never closed, but written off cycle by cycle; equipment has no products. */
  private writtenOff({ id, kind, handbook_no }: HandbookRow): { on: Day; cycle: Cycle }[] {
    const { handbookLife } = this.services
    if (kind === 'E')
      return handbookLife
        .cycles(handbook_no)
        .cycles.flatMap(({ approvedOn, startsOn, endsOn }) =>
          approvedOn ? [{ on: day(approvedOn), cycle: { from: startsOn, to: endsOn } }] : [],
        )
    const { closed } = handbookLife.life(id)
    return closed && (kind === 'B' || kind === 'C') ? [{ on: closed, cycle: null }] : []
  }

  private bookOf(handbook: HandbookRow, trade: Trade, closedOn: Day, cycle: Cycle): Year['handbooks'][number] {
    const book = { handbookNo: handbook.handbook_no, trade, closedOn, cycle }
    if (trade === 'supplied')
      return { ...book, importTotal: null, exportTotal: null, planRate: null, actualRate: null, adjustment: null, problems: [] }
    const {
      importTotal,
      exportTotal,
      rate: actualRate,
      plan,
      adjustment,
      missing,
      periods,
    } = this.value({
      handbookNo: handbook.handbook_no,
      ...cycle,
    })
    const { openings } = this.services.bondedLists
    const opening = openings.find(handbook.id)
    const isForeign = opening && openings.totalsOf(opening.id).some(({ currency }) => currency !== '' && currency !== yuanCode)
    const problems = [
      ...missing,
      ...(opening && isForeign && cycle === null
        ? [`期初的外币金额按截止日 ${opening.as_of} 的汇率折算，请与旧系统各批的折算核对`]
        : []),
      ...(plan === null ? ['还没有登记计划分配率'] : []),
      ...(periods.length === 0 ? ['还没有登记各月出口与征退税率'] : []),
    ]
    return { ...book, importTotal, exportTotal, planRate: plan?.rate ?? null, actualRate, adjustment, problems }
  }

  private planOf(handbookId: bigint) {
    const row = this.store.planOf(handbookId)
    if (!row) return undefined
    const [imports, exports] = [row.import_total_e5 as Money, row.export_total_e5 as Money]
    const exact = exactMoney(imports).dividedBy(exactMoney(exports))
    const printed = {
      importTotal: printMoney(imports),
      exportTotal: printMoney(exports),
      rate: percent(exact) ?? '',
      savedAt: row.saved_at,
    }
    return { exact, printed }
  }

  /** In the order of the form; each mode turned into CNY by the rate of its declaration's day. */
  private rowsOf(declared: readonly DeclaredValue[]) {
    const missing = new Set<string>()
    const totals: { mode: string; direction: 'I' | 'E'; value: Exact }[] = []
    const rows = valueRules.flatMap(({ mode, direction, side, sign }): ValueRow[] => {
      const own = declared.filter((each) => each.mode === mode && each.direction === direction && valueRule(mode, direction))
      if (own.length === 0) return []
      const cny = own.reduce((sum: Exact | undefined, each) => {
        const value = this.inYuan(each, missing)
        return sum && value && sum.plus(value)
      }, Exact.zero)
      if (cny) totals.push({ mode, direction, value: cny })
      return [
        {
          mode,
          modeName: supervisionModeName(mode) ?? '',
          direction,
          side,
          sign: sign > 0 ? '+' : '-',
          declared: [...Map.groupBy(own, ({ currency }) => currency)].map(([currency, each]) => ({
            currency,
            amount: printMoney(each.reduce((sum, { value_e5 }) => sum + value_e5, 0n) as Money),
            lines: each.reduce((sum, { lines }) => sum + Number(lines), 0),
          })),
          cny: cny ? yuan(cny) : null,
        },
      ]
    })
    return { rows, totals, missing: [...missing] }
  }

  private inYuan({ mode, direction, declared_on, currency, value_e5, without_value }: DeclaredValue, missing: Set<string>) {
    const named = `${mode} ${direction === 'I' ? '进口' : '出口'}`
    if (without_value > 0n) missing.add(`${named}有 ${without_value} 行清单没有总价`)
    if (currency === '' && value_e5 !== 0n) missing.add(`${named}有清单行没有币制`)
    const found = currency === '' ? undefined : this.services.reference.exchangeRateOn(currency, declared_on)
    if (!found && currency !== '') missing.add(`缺少${currencyName(currency) ?? currency} ${declared_on.slice(0, 7)} 的汇率`)
    return found && without_value === 0n ? exactMoney(value_e5 as Money).times(exactRate(found.rate)) : undefined
  }
}

const periodText = ({ month, fob_e5 }: { month: string; fob_e5: bigint }): string => `${month} ${printMoney(fob_e5 as Money)}`
const yuan = (of: Exact): string => printCents(of.toCents())
const yuanOrNull = (of: Exact | undefined): string | null => (of ? yuan(of) : null)
const percent = (of: Exact | undefined): string | null => of?.times(hundred).toText(4) ?? null
