import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { addDays, day, dayOfInstant } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { Exact, exactQuantity, noQuantity, printQuantity, printRate, quantity, rate } from '../../../shared/domain/exact.ts'
import type { Quantity, Rate } from '../../../shared/domain/exact.ts'
import {
  actualUse,
  atStake,
  compareUse,
  defaultTolerance,
  deviationOf,
  isWithin,
  methods,
} from '../../../shared/domain/self-verification.ts'
import type {
  ExportedProduct,
  MaterialUse,
  ProductOutput,
  UseComparison,
  VerificationMethod,
} from '../../../shared/domain/self-verification.ts'
import { orderBalance } from '../../../shared/domain/work-order.ts'
import type { Clock } from '../clock.ts'
import type { ConsumptionService } from '../consumption/service.ts'
import type { Database } from '../database/connection.ts'
import type { HandbookRow, HandbooksService, ItemRow } from '../handbooks/service.ts'
import type { JournalService } from '../journal/service.ts'
import type { OperatorsService } from '../operators/service.ts'
import type { WriteOffService } from '../write-off/service.ts'
import { creditLevelNames, eligibilityConditions } from './eligibility.ts'
import { monthOf, nextPeriod, uncovered } from './periods.ts'
import { RecordStore } from './record-store.ts'
import type { ExplanationRow, FigureRow, RecordRow } from './record-store.ts'
import { WorkOrderStore } from './work-order-store.ts'
import type { MonthlyOutputRow, MonthlyUseRow } from './work-order-store.ts'
import { lineOf, printBalance } from './work-orders.ts'

export type { RecordRow } from './record-store.ts'

export type Point = Output<'selfVerification.compare'>['points'][number]
type Period = { from: string; to: string }
type Drift = Output<'selfVerification.drift'>['rows'][number]

interface Neighbours {
  handbooks: HandbooksService
  writeOff: WriteOffService
  consumption: ConsumptionService
  operators: OperatorsService
  journal: JournalService
}

/** No day lies outside. */
const always = { from: '0000-01-01', to: '9999-12-31' }
const hundred = Exact.fraction(100n, 1n)
const percent = (value: Exact | null) => value && value.times(hundred).toText(4)
const perUnit = (value: Exact | null) => value && value.toText(9)
const keyOf = (of: { productSeq: number; version: string; materialSeq: number }) =>
  `${of.productSeq} ${of.version} ${of.materialSeq}`

/** 企业自核单耗 (R-39 … R-42): declared against actual use, explained, approved, recorded. It never writes a consumption. */
export class SelfVerificationService {
  private readonly orders: WorkOrderStore
  private readonly records: RecordStore
  private readonly services: Neighbours
  private readonly clock: Clock

  constructor(db: Database, services: Neighbours, clock: Clock) {
    this.orders = new WorkOrderStore(db)
    this.records = new RecordStore(db)
    this.services = services
    this.clock = clock
  }

  settings(handbookId: bigint): { tolerance: Rate; method: VerificationMethod } {
    const row = this.records.settingOf(handbookId)
    return row
      ? { tolerance: row.tolerance_e9 as Rate, method: row.method }
      : { tolerance: defaultTolerance, method: 'unitConsumption' }
  }

  configure({ handbookNo, tolerance, method }: Input<'selfVerification.configure'>): Output<'selfVerification.configure'> {
    const { id } = this.services.handbooks.require(handbookNo)
    const value = rate(tolerance)
    if (value < 0n || value > rate('100'))
      refuse({
        code: 'selfVerification.tolerance',
        message: '容许偏差须在 0 到 100 之间',
        at: { field: 'tolerance' },
        next: '通常为 3',
      })
    const before = this.settings(id)
    this.records.set(id, { tolerance_e9: value, method })
    const fields = (of: { tolerance: Rate; method: VerificationMethod }) => ({
      容许偏差: `±${printRate(of.tolerance)}%`,
      核算方法: methods[of.method].name,
    })
    this.services.journal.record({
      subject: `手册 ${handbookNo}`,
      what: '设定企业自核的容许偏差与核算方法',
      before: fields(before),
      after: fields({ tolerance: value, method }),
    })
    return { tolerance: printRate(value), method }
  }

  state({ creditLevel, traceable }: Input<'selfVerification.state'>): Output<'selfVerification.state'> {
    const statedAt = this.clock.now()
    const statedOn = dayOfInstant(statedAt)
    this.records.addStatement({
      credit_level: creditLevel,
      traceable: traceable ? 1n : 0n,
      stated_on: statedOn,
      stated_at: statedAt,
    })
    this.services.journal.record({
      subject: '企业自核条件',
      what: '填报自核条件',
      after: { 信用等级: creditLevelNames[creditLevel], 用料可追溯: traceable ? '是' : '否' },
    })
    return { statedOn }
  }

  /** */
  eligibility({ handbookNo, asOf }: Input<'selfVerification.eligibility'>): Output<'selfVerification.eligibility'> {
    const handbook = this.services.handbooks.require(handbookNo)
    const statement = this.records.lastStatement()
    const exported = this.services.writeOff
      .compute(handbook.id, asOf)
      .products.filter(({ netExport }) => netExport > 0n)
      .map(({ seq, version, netExport }) => ({ productSeq: seq, version, netExport }))
    const made = new Map<string, bigint>()
    for (const of of this.orders.outputsOf(handbook.id, always.from, asOf ?? always.to)) {
      const key = `${of.product_seq} ${of.version}`
      made.set(key, (made.get(key) ?? 0n) + of.finished_e5)
    }
    // R-36 counts work orders as evidence: the workbook in which they came is kept.
    const evidenced = new Set(
      this.orders
        .sourcesOf(handbook.id, always.from, asOf ?? always.to)
        .map(({ product_seq, version }) => `${product_seq} ${version}`),
    )
    for (const { productSeq, version, evidence } of this.services.consumption.versions({ handbookNo }).versions)
      if (evidence > 0) evidenced.add(`${productSeq} ${version}`)
    const conditions = eligibilityConditions({
      statement: statement && {
        creditLevel: statement.credit_level,
        traceable: statement.traceable === 1n,
        statedOn: statement.stated_on,
      },
      exported: exported.map((of) => ({
        ...of,
        name: this.services.handbooks.itemOf(handbook.id, 'E', of.productSeq)?.name ?? '',
        finished: quantity(made.get(`${of.productSeq} ${of.version}`) ?? 0n),
      })),
      withoutEvidence: exported.flatMap(({ productSeq, version }) =>
        evidenced.has(`${productSeq} ${version}`) ? [] : [`成品 ${productSeq} 版本 ${version}`],
      ),
      lastPosting: this.orders.lastPosting(handbook.id, asOf ?? always.to),
      asOf: asOf ?? this.today(handbook),
    })
    return {
      eligible: conditions.every(({ met }) => met),
      conditions,
      statement: {
        creditLevel: statement?.credit_level ?? null,
        traceable: statement?.traceable === 1n,
        statedOn: statement?.stated_on ?? null,
      },
    }
  }

  /** After its validity nothing more is made under a handbook. */
  private today(handbook: HandbookRow): string {
    const today = dayOfInstant(this.clock.now())
    return today < handbook.valid_to ? today : handbook.valid_to
  }

  periods(handbookNo: string): Output<'selfVerification.periods'> {
    const { id } = this.services.handbooks.require(handbookNo)
    const { tolerance, method } = this.settings(id)
    const counts = new Map<string, number>()
    for (const { month, orders } of this.orders.outputsOf(id, always.from, always.to))
      counts.set(month, (counts.get(month) ?? 0) + Number(orders))
    const records = this.records.standingRecords(id)
    const months = [...counts].map(([month, orders]) => ({ ...monthOf(month), orders }))
    return {
      tolerance: printRate(tolerance),
      method,
      months,
      records: records.map((row) => ({ ...printRecord(row), createdAt: row.created_at })),
      next: nextPeriod(months, records.map(periodOf)),
    }
  }

  compare({ handbookNo, from, to }: Input<'selfVerification.compare'>): Output<'selfVerification.compare'> {
    const handbook = this.services.handbooks.require(handbookNo)
    requireOrder(from, to)
    return { tolerance: printRate(this.settings(handbook.id).tolerance), points: this.pointsOf(handbook.id, { from, to }) }
  }

  /** In domain figures, nothing rounded. */
  comparison(handbookId: bigint, { from, to }: Period): UseComparison[] {
    return compareUse(
      this.orders.usesOf(handbookId, from, to).map(useOf),
      this.orders.outputsOf(handbookId, from, to).map(outputOf),
      this.services.handbooks.consumptionOf(handbookId),
      this.settings(handbookId).tolerance,
    )
  }

  pointsOf(handbookId: bigint, period: Period): Point[] {
    const names = this.namesOf(handbookId)
    const explanations = this.explanationsOf(handbookId, period)
    return this.comparison(handbookId, period).map((of) => printPoint(of, names, explanations.get(keyOf(of))))
  }

  /** The newest explanation of each point. */
  private explanationsOf(handbookId: bigint, { from, to }: Period): Map<string, ExplanationRow> {
    return new Map(
      this.records
        .explanationsOf(handbookId, from, to)
        .map((row) => [
          keyOf({ productSeq: Number(row.product_seq), version: row.version, materialSeq: Number(row.material_seq) }),
          row,
        ]),
    )
  }

  private namesOf(handbookId: bigint) {
    const of = (kind: 'I' | 'E') =>
      new Map(this.services.handbooks.itemsOf(handbookId, kind).map((item) => [Number(item.seq), item]))
    return { products: of('E'), materials: of('I') }
  }

  trend(input: Input<'selfVerification.trend'>): Output<'selfVerification.trend'> {
    const { id } = this.services.handbooks.require(input.handbookNo)
    const unit = this.services.handbooks.itemOf(id, 'I', input.materialSeq)?.unit ?? ''
    const months = this.byMonth(id).flatMap(({ month, compared }) => {
      const found = compared.find((of) => keyOf(of) === keyOf(input))
      return found?.actualPerUnit ? [{ month, found, actualPerUnit: found.actualPerUnit }] : []
    })
    return {
      unit,
      declaredPerUnit: perUnit(months[0]?.found.declaredPerUnit ?? null),
      tolerance: printRate(this.settings(id).tolerance),
      months: months.map(({ month, found, actualPerUnit }) => ({
        ...monthOf(month),
        finished: printQuantity(found.finished),
        actualPerUnit: actualPerUnit.toText(9),
        deviation: percent(found.deviation),
        within: found.within,
      })),
    }
  }

  /** Every month that has orders, oldest first. */
  private byMonth(handbookId: bigint): { month: string; compared: UseComparison[] }[] {
    const consumption = this.services.handbooks.consumptionOf(handbookId)
    const { tolerance } = this.settings(handbookId)
    const uses = Map.groupBy(this.orders.usesOf(handbookId, always.from, always.to), ({ month }) => month)
    const outputs = Map.groupBy(this.orders.outputsOf(handbookId, always.from, always.to), ({ month }) => month)
    return [...outputs].map(([month, made]) => ({
      month,
      compared: compareUse((uses.get(month) ?? []).map(useOf), made.map(outputOf), consumption, tolerance),
    }))
  }

  ordersBehind(input: Input<'selfVerification.orders'>): Output<'selfVerification.orders'> {
    const { id } = this.services.handbooks.require(input.handbookNo)
    requireOrder(input.from, input.to)
    const rates = this.services.handbooks.consumptionOf(id).find((line) => keyOf(line) === keyOf(input))
    const { materials } = this.namesOf(id)
    const { tolerance } = this.settings(id)
    const slips = Map.groupBy(this.orders.slipsOfPoint(id, input), ({ order_no }) => order_no)
    return {
      rows: [...slips].flatMap(([orderNo, rows]) => {
        const [head] = rows
        if (!head) return []
        const finished = head.finished_e5 as Quantity
        const rejected = head.rejected_e5 as Quantity
        return orderBalance({ finished, rejected }, rows.map(lineOf), () => rates).map((balance) => {
          const actual = exactQuantity(actualUse(balance))
          const [compared] = compareUse(
            [{ productSeq: input.productSeq, version: input.version, ...balance }],
            [{ productSeq: input.productSeq, version: input.version, orders: 1, finished }],
            rates ? [rates] : [],
            tolerance,
          )
          return {
            ...printBalance(balance, materials),
            orderNo,
            postedOn: head.posted_on,
            finished: printQuantity(finished),
            actualPerUnit: perUnit(finished === 0n ? null : actual.dividedBy(exactQuantity(finished))),
            deviation: percent(compared?.deviation ?? null),
          }
        })
      }),
    }
  }

  /** @throws Refusal selfVerification.noPoint, selfVerification.within */
  explain(input: Input<'selfVerification.explain'>): Point {
    const { id } = this.services.handbooks.require(input.handbookNo)
    const compared = this.requirePoint(id, input)
    if (compared.within)
      refuse({ code: 'selfVerification.within', message: '偏差在容许范围内，不需要说明', next: '请选择超出范围的一行' })
    const operator = this.services.operators.onDuty()
    this.records.addExplanation(id, input, {
      product_seq: BigInt(input.productSeq),
      version: input.version,
      material_seq: BigInt(input.materialSeq),
      finished_e5: compared.finished,
      actual_e5: compared.actual,
      explanation: input.explanation,
      operator: operator?.id ?? null,
      operator_name: operator?.name ?? '',
      explained_at: this.clock.now(),
    })
    const point = this.requirePrinted(id, input)
    this.services.journal.record({
      subject: subjectOf(input),
      what: `说明 ${input.from} 至 ${input.to} 的单耗偏差`,
      after: { 偏差: `${point.deviation ?? '未申报'}%`, 说明: input.explanation },
    })
    return point
  }

  /** @throws Refusal selfVerification.* where the operator on duty may not approve */
  approve(input: Input<'selfVerification.approve'>): Point {
    const { id } = this.services.handbooks.require(input.handbookNo)
    const compared = this.requirePoint(id, input)
    const explained = this.explanationsOf(id, input).get(keyOf(input))
    if (!explained || !stillHolds(explained, compared)) {
      return refuse({
        code: 'selfVerification.notExplained',
        message: '这项偏差还没有说明，或说明之后工单有改正',
        next: '请先写明原因',
      })
    }
    if (explained.approved_at !== null)
      return refuse({ code: 'selfVerification.approved', message: `这项说明已由 ${explained.approved_by ?? ''} 复核` })
    const operator = this.services.operators.onDuty()
    if (!operator) {
      return refuse({
        code: 'selfVerification.twoOperators',
        message: '复核须由说明人以外的操作员办理，账本还没有登记操作员',
        next: '请先在“设置 → 操作员”登记两名操作员，其中一名有复核职责',
      })
    }
    if (operator.reviews !== 1n) {
      return refuse({
        code: 'selfVerification.notReviewer',
        message: `操作员 ${operator.name} 没有复核职责`,
        next: '请由有复核职责的操作员值守后办理',
      })
    }
    if (explained.operator === null) {
      return refuse({
        code: 'selfVerification.unknownExplainer',
        message: '说明写于登记操作员之前，不知是何人所写，不能复核',
        next: '请由一名操作员重新说明，再由另一名复核',
      })
    }
    if (explained.operator === operator.id) {
      return refuse({
        code: 'selfVerification.sameOperator',
        message: `说明是 ${operator.name} 写的，须由另一名操作员复核`,
        next: '请换有复核职责的另一名操作员值守后办理',
      })
    }
    this.records.approve(explained.id, operator.id, operator.name, this.clock.now())
    this.services.journal.record({
      subject: subjectOf(input),
      what: `复核 ${input.from} 至 ${input.to} 的单耗偏差说明`,
      after: { 说明人: explained.operator_name, 复核人: operator.name },
    })
    return this.requirePrinted(id, input)
  }

  private requirePoint(handbookId: bigint, input: Input<'selfVerification.approve'>): UseComparison {
    requireOrder(input.from, input.to)
    return (
      this.comparison(handbookId, input).find((of) => keyOf(of) === keyOf(input)) ??
      refuse({ code: 'selfVerification.noPoint', message: '这个期间没有该成品版本与料件的工单', next: '请重新选择期间' })
    )
  }

  private requirePrinted(handbookId: bigint, input: Input<'selfVerification.approve'>): Point {
    return printPoint(
      this.requirePoint(handbookId, input),
      this.namesOf(handbookId),
      this.explanationsOf(handbookId, input).get(keyOf(input)),
    )
  }

  /**
   * Product versions of which the latest month of work is outside the tolerance, for as long as it has been so without a month
   * between; what is at stake is what was exported in the meantime, written off by the declared figure.
   */
  drift(handbookNo: string): Drift[] {
    const { id } = this.services.handbooks.require(handbookNo)
    const history = Map.groupBy(
      this.byMonth(id).flatMap(({ month, compared }) => compared.map((of) => ({ month, of }))),
      ({ of }) => keyOf(of),
    )
    const exports = new Map<string, Map<string, Quantity>>()
    /** What has left since a month, of each product version. */
    const exportedSince = (from: string): Map<string, Quantity> => {
      const known = exports.get(from)
      if (known) return known
      const since = this.exportedIn(id, { from, to: always.to })
      const found = new Map(since.map((of) => [`${of.productSeq} ${of.version}`, of.quantity]))
      exports.set(from, found)
      return found
    }
    const { products, materials } = this.namesOf(id)
    return [...history.values()].flatMap((months): Drift[] => {
      const lastWithin = months.findLastIndex(({ of }) => of.within)
      const run = months.slice(lastWithin + 1)
      const [first, last] = [run[0], run.at(-1)]
      if (!first || !last || !last.of.declaredPerUnit) return []
      const { productSeq, version, materialSeq, declaredPerUnit } = last.of
      const finished = quantity(run.reduce((sum, { of }) => sum + of.finished, 0n))
      if (finished === 0n) return []
      const actual = exactQuantity(quantity(run.reduce((sum, { of }) => sum + of.actual, 0n)))
      const actualPerUnit = actual.dividedBy(exactQuantity(finished))
      const deviation = deviationOf(actualPerUnit, declaredPerUnit)
      if (!deviation || isWithin(actualPerUnit, declaredPerUnit, this.settings(id).tolerance)) return []
      const exported = exportedSince(monthOf(first.month).from).get(`${productSeq} ${version}`) ?? noQuantity
      return [
        {
          productSeq,
          productName: products.get(productSeq)?.name ?? '',
          version,
          materialSeq,
          materialName: materials.get(materialSeq)?.name ?? '',
          unit: materials.get(materialSeq)?.unit ?? '',
          from: monthOf(first.month).from,
          to: monthOf(last.month).to,
          declaredPerUnit: declaredPerUnit.toText(9),
          actualPerUnit: actualPerUnit.toText(9),
          deviation: deviation.times(hundred).toText(4),
          difference: printQuantity(atStake(exported, declaredPerUnit, actualPerUnit).toQuantity()),
        },
      ]
    })
  }

  /** the records of a year added up, and the days that none of them covers. */
  annual({ handbookNo, year }: Input<'selfVerification.annual'>): Output<'selfVerification.annual'> {
    const handbook = this.services.handbooks.require(handbookNo)
    const { products, materials } = this.namesOf(handbook.id)
    const [first, last] = [day(`${year}-01-01`), day(`${year}-12-31`)]
    const records = this.records
      .standingRecords(handbook.id)
      .filter(({ from_day, to_day }) => from_day <= last && to_day >= first)
    const sums = new Map<
      string,
      { productSeq: number; version: string; materialSeq: number; finished: bigint; actual: bigint; declared: bigint }
    >()
    for (const figure of records.flatMap(({ id }) => this.records.figuresOf(id))) {
      const of = { productSeq: Number(figure.product_seq), version: figure.version, materialSeq: Number(figure.material_seq) }
      const sum = sums.get(keyOf(of)) ?? { ...of, finished: 0n, actual: 0n, declared: 0n }
      sums.set(keyOf(of), {
        ...sum,
        finished: sum.finished + figure.finished_e5,
        actual: sum.actual + figure.actual_e5,
        declared: sum.declared + figure.declared_e5,
      })
    }
    // Only what the handbook was in force for can be declared.
    const from = handbook.established_on > first ? day(handbook.established_on) : first
    const until = handbook.kind !== 'E' && handbook.valid_to < last ? day(handbook.valid_to) : last
    return {
      periods: records.map(printRecord),
      gaps: uncovered(from, until, records.map(periodOf)),
      rows: [...sums.values()]
        .toSorted((a, b) => a.productSeq - b.productSeq || a.version.localeCompare(b.version) || a.materialSeq - b.materialSeq)
        .map(({ productSeq, version, materialSeq, finished, actual, declared }) => ({
          productSeq,
          productName: products.get(productSeq)?.name ?? '',
          version,
          materialSeq,
          materialName: materials.get(materialSeq)?.name ?? '',
          unit: materials.get(materialSeq)?.unit ?? '',
          finished: printQuantity(quantity(finished)),
          actual: printQuantity(quantity(actual)),
          declared: printQuantity(quantity(declared)),
        })),
    }
  }

  /** @throws Refusal selfVerification.changed where an order of the period was corrected since the record was made */
  requireUnchanged(filingId: string): void {
    const record = this.records.findRecord(filingId)
    if (!record) return
    const said = this.records.figuresOf(record.id)
    const now = this.comparison(record.handbook_id, { from: record.from_day, to: record.to_day }).map(figureOf)
    if (said.length === now.length && now.every((figure, index) => isSameFigure(figure, said[index]))) return
    refuse({
      code: 'selfVerification.changed',
      message: '生成自核记录以后，期间内的工单又有改正，不能签名',
      next: '请回到“企业自核”重新生成记录',
    })
  }

  /** Exports of a period by product version. */
  exportedIn(handbookId: bigint, { from, to }: Period): ExportedProduct[] {
    const before = new Map(
      this.services.writeOff
        .compute(handbookId, addDays(day(from), -1))
        .products.map(({ seq, version, netExport }) => [`${seq} ${version}`, netExport]),
    )
    return this.services.writeOff.compute(handbookId, to).products.map(({ seq, version, netExport }) => ({
      productSeq: seq,
      version,
      quantity: quantity(netExport - (before.get(`${seq} ${version}`) ?? 0n)),
    }))
  }

  /** Records that stand and share a day with the period. */
  recordsWithin(handbookId: bigint, { from, to }: Period): RecordRow[] {
    return this.records.standingRecords(handbookId).filter(({ from_day, to_day }) => from_day <= to && to_day >= from)
  }

  /** Links a period to the filing that has frozen it, with the figures it says. */
  addRecord(handbookId: bigint, period: Period, filingId: string, comparison: readonly UseComparison[]): void {
    const { tolerance, method } = this.settings(handbookId)
    this.records.addRecord(
      handbookId,
      {
        filing_id: filingId,
        from_day: period.from,
        to_day: period.to,
        method,
        tolerance_e9: tolerance,
        created_at: this.clock.now(),
      },
      comparison.map(figureOf),
    )
  }
}

const useOf = (row: MonthlyUseRow): MaterialUse => ({
  ...lineOf({ ...row, bonded: 1n, lot: '' }),
  productSeq: Number(row.product_seq),
  version: row.version,
})
const outputOf = (row: MonthlyOutputRow): ProductOutput => ({
  productSeq: Number(row.product_seq),
  version: row.version,
  orders: Number(row.orders),
  finished: row.finished_e5 as Quantity,
})

/** What a clerk is told before the next export of a product version. */
export const driftSentence = (row: Drift): string =>
  `成品 ${row.productSeq} ${row.productName} 版本 ${row.version} 自 ${row.from.slice(0, 7)} 起，料件 ${row.materialSeq} ${row.materialName}` +
  `实际单耗 ${row.actualPerUnit}，申报 ${row.declaredPerUnit}，偏差 ${row.deviation}%`

/** @throws Refusal selfVerification.period */
function requireOrder(from: string, to: string): void {
  if (from > to)
    refuse({
      code: 'selfVerification.period',
      message: `期间的起日 ${from} 晚于止日 ${to}`,
      at: { field: 'to' },
      next: '请改正期间',
    })
}

const subjectOf = (of: Input<'selfVerification.approve'>): string =>
  `手册 ${of.handbookNo} 成品 ${of.productSeq} 版本 ${of.version} 料件 ${of.materialSeq}`

const periodOf = ({ from_day, to_day }: RecordRow): { from: Day; to: Day } => ({ from: day(from_day), to: day(to_day) })
const printRecord = (row: RecordRow) => ({
  from: row.from_day,
  to: row.to_day,
  filingId: row.filing_id,
  state: row.state,
  signed: row.signed === 1n,
  method: row.method,
})

const figureOf = (of: UseComparison): FigureRow => ({
  product_seq: BigInt(of.productSeq),
  version: of.version,
  material_seq: BigInt(of.materialSeq),
  finished_e5: of.finished,
  actual_e5: of.actual,
  declared_e5: (of.declared ?? Exact.zero).toQuantity(),
})

const isSameFigure = (figure: FigureRow, said: FigureRow | undefined): boolean =>
  said !== undefined && Object.entries(figure).every(([name, value]) => said[name as keyof FigureRow] === value)

/** An explanation speaks of the figures it was written for. */
const stillHolds = (explained: ExplanationRow, of: UseComparison): boolean =>
  explained.actual_e5 === of.actual && explained.finished_e5 === of.finished

function printPoint(
  of: UseComparison,
  names: { products: ReadonlyMap<number, ItemRow>; materials: ReadonlyMap<number, ItemRow> },
  explained: ExplanationRow | undefined,
): Point {
  const holds = explained !== undefined && stillHolds(explained, of)
  const approved = holds && explained.approved_at !== null
  return {
    productSeq: of.productSeq,
    productName: names.products.get(of.productSeq)?.name ?? '',
    version: of.version,
    materialSeq: of.materialSeq,
    materialName: names.materials.get(of.materialSeq)?.name ?? '',
    unit: names.materials.get(of.materialSeq)?.unit ?? '',
    orders: of.orders,
    finished: printQuantity(of.finished),
    issued: printQuantity(of.issued),
    returned: printQuantity(of.returned),
    wip: printQuantity(of.wip),
    scrap: printQuantity(of.scrap),
    defects: printQuantity(of.defects),
    actual: printQuantity(of.actual),
    declared: of.declared && printQuantity(of.declared.toQuantity()),
    actualPerUnit: perUnit(of.actualPerUnit),
    declaredPerUnit: perUnit(of.declaredPerUnit),
    deviation: percent(of.deviation),
    within: of.within,
    explanation: explained?.explanation ?? '',
    explainedBy: explained?.operator_name ?? '',
    explainedAt: explained?.explained_at ?? null,
    approvedBy: approved ? (explained.approved_by ?? '') : '',
    approvedAt: approved ? explained.approved_at : null,
    open: of.within || approved ? 'nothing' : holds ? 'approve' : 'explain',
  }
}
