import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { day, dayOfInstant } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { Exact, largestSum, printQuantity, printRate, quantity, rate } from '../../../shared/domain/exact.ts'
import { methods } from '../../../shared/domain/self-verification.ts'
import type { UseComparison } from '../../../shared/domain/self-verification.ts'
import type { Clock } from '../clock.ts'
import type { ConsumptionService } from '../consumption/service.ts'
import type { Database } from '../database/connection.ts'
import type { HandbookRow, HandbooksService } from '../handbooks/service.ts'
import type { JournalService } from '../journal/service.ts'
import type { OperatorsService } from '../operators/service.ts'
import type { WriteOffService } from '../write-off/service.ts'
import { Deviations } from './deviations.ts'
import { creditLevelNames, eligibilityConditions } from './eligibility.ts'
import { monthOf, nextPeriod, uncovered } from './periods.ts'
import { RecordStore } from './record-store.ts'
import type { FigureRow, RecordRow, Settings } from './record-store.ts'
import { always, pointKey, UseComparisons } from './use-comparisons.ts'
import { WorkOrderStore } from './work-order-store.ts'

type Period = { from: string; to: string }

interface Neighbours {
  handbooks: HandbooksService
  writeOff: WriteOffService
  consumption: ConsumptionService
  operators: OperatorsService
  journal: JournalService
}

/** 企业自核单耗 (R-39 … R-42): declared against actual use, explained, approved, recorded. It never writes a consumption. */
export class SelfVerificationService {
  readonly comparisons: UseComparisons
  readonly deviations: Deviations
  private readonly orders: WorkOrderStore
  private readonly records: RecordStore
  private readonly services: Neighbours
  private readonly clock: Clock

  constructor(db: Database, services: Neighbours, clock: Clock) {
    this.orders = new WorkOrderStore(db)
    this.records = new RecordStore(db)
    this.services = services
    this.clock = clock
    this.comparisons = new UseComparisons(db, this.records, services)
    this.deviations = new Deviations(this.records, this.comparisons, services, clock)
  }

  settings(handbookId: bigint): Settings {
    return this.records.settings(handbookId)
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
    const before = this.records.settings(id)
    this.records.set(id, { tolerance_e9: value, method })
    const fields = (of: Settings) => ({
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
    const { tolerance, method } = this.records.settings(id)
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

  /** the records of a year added up, and the days that none of them covers. */
  annual({ handbookNo, year }: Input<'selfVerification.annual'>): Output<'selfVerification.annual'> {
    const handbook = this.services.handbooks.require(handbookNo)
    const { products, materials } = this.comparisons.namesOf(handbook.id)
    const [first, last] = [day(`${year}-01-01`), day(`${year}-12-31`)]
    const records = this.records
      .standingRecords(handbook.id)
      .filter(({ from_day, to_day }) => from_day <= last && to_day >= first)
    const sums = new Map<
      string,
      { productSeq: number; version: string; materialSeq: number; finished: bigint; actual: bigint; declared: bigint }
    >()
    // A record over the turn of the year counts in the year of its last day, so that the years add up to the cycle.
    const counted = records.filter(({ to_day }) => to_day <= last)
    for (const figure of counted.flatMap(({ id }) => this.records.figuresOf(id))) {
      const of = { productSeq: Number(figure.product_seq), version: figure.version, materialSeq: Number(figure.material_seq) }
      const sum = sums.get(pointKey(of)) ?? { ...of, finished: 0n, actual: 0n, declared: 0n }
      sums.set(pointKey(of), {
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
    const now = this.comparisons.compare(record.handbook_id, { from: record.from_day, to: record.to_day }).map(figureOf)
    if (said.length === now.length && now.every((figure, index) => isSameFigure(figure, said[index]))) return
    refuse({
      code: 'selfVerification.changed',
      message: '生成自核记录以后，期间内的工单又有改正，不能签名',
      next: '请回到“企业自核”重新生成记录',
    })
  }

  /** Records that stand and share a day with the period. */
  recordsWithin(handbookId: bigint, { from, to }: Period): RecordRow[] {
    return this.records.standingRecords(handbookId).filter(({ from_day, to_day }) => from_day <= to && to_day >= from)
  }

  /** Links a period to the filing that has frozen it, with the figures it says. */
  addRecord(handbookId: bigint, period: Period, filingId: string, comparison: readonly UseComparison[]): void {
    const { tolerance, method } = this.records.settings(handbookId)
    const figures = comparison.map(figureOf)
    const absurd = figures.find(({ declared_e5 }) => declared_e5 > largestSum)
    if (absurd) {
      refuse({
        code: 'selfVerification.tooMuch',
        message: `成品 ${absurd.product_seq} 版本 ${absurd.version} 料件 ${absurd.material_seq} 的申报耗用过大，没有生成记录`,
        next: '请核对工单的完工数量与申报单耗',
      })
    }
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
      figures,
    )
  }
}

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
