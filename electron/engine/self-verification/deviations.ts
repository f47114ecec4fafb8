import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { printQuantity, printRate } from '../../../shared/domain/exact.ts'
import type { UseComparison } from '../../../shared/domain/self-verification.ts'
import type { Clock } from '../clock.ts'
import type { HandbooksService } from '../handbooks/service.ts'
import type { JournalService } from '../journal/service.ts'
import type { OperatorsService } from '../operators/service.ts'
import type { ExplanationRow, RecordStore } from './record-store.ts'
import { percent, perUnit, pointKey, requireOrder } from './use-comparisons.ts'
import type { ItemNames, UseComparisons } from './use-comparisons.ts'

type Point = Output<'selfVerification.compare'>['points'][number]
type Period = { from: string; to: string }

/** What lies outside the tolerance: why it is so, and who else has looked at that. */
export class Deviations {
  private readonly records: RecordStore
  private readonly comparisons: UseComparisons
  private readonly services: { handbooks: HandbooksService; operators: OperatorsService; journal: JournalService }
  private readonly clock: Clock

  constructor(
    records: RecordStore,
    comparisons: UseComparisons,
    services: { handbooks: HandbooksService; operators: OperatorsService; journal: JournalService },
    clock: Clock,
  ) {
    this.records = records
    this.comparisons = comparisons
    this.services = services
    this.clock = clock
  }

  compare({ handbookNo, from, to }: Input<'selfVerification.compare'>): Output<'selfVerification.compare'> {
    const handbook = this.services.handbooks.require(handbookNo)
    requireOrder(from, to)
    return {
      tolerance: printRate(this.records.settings(handbook.id).tolerance),
      points: this.pointsOf(handbook.id, { from, to }),
    }
  }

  pointsOf(handbookId: bigint, period: Period): Point[] {
    const names = this.comparisons.namesOf(handbookId)
    const explanations = this.explanationsOf(handbookId, period)
    return this.comparisons.compare(handbookId, period).map((of) => printPoint(of, names, explanations.get(pointKey(of))))
  }

  /** The newest explanation of each point. */
  private explanationsOf(handbookId: bigint, { from, to }: Period): Map<string, ExplanationRow> {
    return new Map(
      this.records
        .explanationsOf(handbookId, from, to)
        .map((row) => [
          pointKey({ productSeq: Number(row.product_seq), version: row.version, materialSeq: Number(row.material_seq) }),
          row,
        ]),
    )
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

  /** @throws Refusal operator.roleMissing, selfVerification.* where the operator on duty may not approve */
  approve(input: Input<'selfVerification.approve'>): Point {
    const { id } = this.services.handbooks.require(input.handbookNo)
    const compared = this.requirePoint(id, input)
    const explained = this.explanationsOf(id, input).get(pointKey(input))
    if (!explained || !stillHolds(explained, compared)) {
      return refuse({
        code: 'selfVerification.notExplained',
        message: '这项偏差还没有说明，或说明之后工单有改正',
        next: '请先写明原因',
      })
    }
    if (explained.approved_at !== null)
      return refuse({ code: 'selfVerification.approved', message: `这项说明已由 ${explained.approved_by ?? ''} 复核` })
    const operator = this.services.operators.require('reviews')
    if (!operator) {
      return refuse({
        code: 'selfVerification.twoOperators',
        message: '复核须由说明人以外的操作员办理，账本还没有登记操作员',
        next: '请先在“设置 → 操作员”登记两名操作员，其中一名有复核职责',
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
      this.comparisons.compare(handbookId, input).find((of) => pointKey(of) === pointKey(input)) ??
      refuse({ code: 'selfVerification.noPoint', message: '这个期间没有该成品版本与料件的工单', next: '请重新选择期间' })
    )
  }

  private requirePrinted(handbookId: bigint, input: Input<'selfVerification.approve'>): Point {
    return printPoint(
      this.requirePoint(handbookId, input),
      this.comparisons.namesOf(handbookId),
      this.explanationsOf(handbookId, input).get(pointKey(input)),
    )
  }
}

const subjectOf = (of: Input<'selfVerification.approve'>): string =>
  `手册 ${of.handbookNo} 成品 ${of.productSeq} 版本 ${of.version} 料件 ${of.materialSeq}`

/** An explanation speaks of the figures it was written for. */
const stillHolds = (explained: ExplanationRow, of: UseComparison): boolean =>
  explained.actual_e5 === of.actual && explained.finished_e5 === of.finished

function printPoint(of: UseComparison, names: ItemNames, explained: ExplanationRow | undefined): Point {
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
