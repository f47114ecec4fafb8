import { randomUUID } from 'node:crypto'
import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { paths } from '../../../shared/contract/paths.ts'
import type { Guard } from '../../../shared/contract/values.ts'
import { sayMissing } from '../../../shared/domain/dated-row.ts'
import { day } from '../../../shared/domain/day.ts'
import { interestTerms } from '../../../shared/domain/deferred-interest.ts'
import type { InterestTerms } from '../../../shared/domain/deferred-interest.ts'
import { money, printCents, printRate, rate } from '../../../shared/domain/exact.ts'
import type { Rate } from '../../../shared/domain/exact.ts'
import { compareWays, mayBeSugar, selectiveDates, selectiveStageOn } from '../../../shared/domain/selective-taxation.ts'
import type { Way } from '../../../shared/domain/selective-taxation.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import type { HandbooksService } from '../handbooks/service.ts'
import type { JournalService } from '../journal/service.ts'
import type { OperatorsService } from '../operators/service.ts'
import type { ReferenceService } from '../reference/service.ts'
import { SelectiveStore } from './store.ts'

type Compared = Input<'selectiveTaxation.compare'>
type SavedComparison = Output<'selectiveTaxation.list'>['comparisons'][number]

interface Neighbours {
  handbooks: HandbooksService
  reference: ReferenceService
  operators: OperatorsService
  journal: JournalService
}

/** 选择性征收关税: both ways side by side, and what was compared before. */
export class SelectiveTaxationService {
  private readonly store: SelectiveStore
  private readonly neighbours: Neighbours
  private readonly clock: Clock

  constructor(db: Database, neighbours: Neighbours, clock: Clock) {
    this.store = new SelectiveStore(db)
    this.neighbours = neighbours
    this.clock = clock
  }

  /** @throws Refusal selectiveTaxation.*, reference.noParameter */
  compare(input: Compared): Output<'selectiveTaxation.compare'> {
    refuseNonsense(input)
    const { goods, materials } = input
    const terms = this.termsOf(input)
    const { breakEvenDuty, breakEvenDays, difference, cheaper, asPresented, byMaterials } = compareWays(
      {
        value: money(goods.value),
        dutyRate: rate(goods.dutyRate),
        vatRate: rate(goods.vatRate),
        consumptionRate: rate(goods.consumptionRate),
      },
      materials.map(({ name, value, dutyRate }) => ({ name, value: money(value), dutyRate: rate(dutyRate) })),
      terms,
    )
    const { from, to, source } = terms.waiver ?? terms.row
    const value = terms.waiver ? '暂免' : `${printRate(terms.row.rate)}%`
    return {
      asPresented: printWay(asPresented),
      byMaterials: printWay(byMaterials),
      cheaper,
      difference: printCents(difference),
      breakEvenDuty: printCents(breakEvenDuty),
      breakEvenDays: breakEvenDays ?? null,
      days: terms.bothEnds ? terms.daysBothEnds : terms.days,
      interestBasis: { what: '缓税利息率（年）', value, from, to, source },
      guards: this.guardsOf(input),
    }
  }

  save({ title, ...input }: Input<'selectiveTaxation.save'>): Output<'selectiveTaxation.save'> {
    const { asPresented, byMaterials } = this.compare(input)
    const comparisonId = randomUUID()
    this.store.add({
      comparison_id: comparisonId,
      title,
      input: JSON.stringify(input),
      saved_at: this.clock.now(),
      saved_by: this.neighbours.operators.onDuty()?.name ?? '',
    })
    this.neighbours.journal.record({
      subject: `选择性征税 ${title}`,
      what: `存下“${input.goods.name}”两种算法的比较`,
      after: { 按货物状态: asPresented.total, 按料件: byMaterials.total, 填发税单之日: input.taxBillOn },
    })
    return { comparisonId }
  }

  list(): Output<'selectiveTaxation.list'> {
    return {
      comparisons: this.store.list().map((row) => ({
        // Written by save from an input that the contract had checked.
        ...(JSON.parse(row.input) as Omit<SavedComparison, 'comparisonId' | 'title' | 'savedAt' | 'savedBy'>),
        comparisonId: row.comparison_id,
        title: row.title,
        savedAt: row.saved_at,
        savedBy: row.saved_by,
      })),
    }
  }

  private termsOf({ interestFrom, taxBillOn }: Compared): InterestTerms {
    const { reference } = this.neighbours
    const on = day(taxBillOn)
    const terms = interestTerms({
      from: day(interestFrom),
      to: on,
      taxBillOn: on,
      rateRow: reference.interestRateOn(on),
      waiver: reference.interestWaiverOn(on),
      yearBase: Number(reference.parameterOn('interestYearBase', on).value),
      bothEnds: reference.parameterOn('interestBothEnds', on).value === '1',
    })
    return 'missing' in terms ? refuse({ code: 'selectiveTaxation.noInterestRate', ...sayMissing(terms) }) : terms
  }

  private guardsOf({ goods, taxBillOn }: Compared): Guard[] {
    const on = day(taxBillOn)
    const said = (severity: Guard['severity'], message: string, next: string, column = '', to: string | null = null): Guard => ({
      severity,
      rule: 'R-99',
      message,
      next,
      lineNo: null,
      column,
      to,
    })
    const guards: Guard[] = []
    const stage = selectiveStageOn(on)
    if (stage === 'notYet')
      guards.push(
        said('blocks', `${on} 还没有选择性征收关税，自 ${selectiveDates.pilot} 起试点`, '请按货物状态申报', 'taxBillOn'),
      )
    if (stage === 'pilot')
      guards.push(
        said(
          'warns',
          `${on} 只在试点地区的综合保税区可以选择，自 ${selectiveDates.allZones} 起扩大到全部综合保税区`,
          '请确认本企业所在的区域在试点范围内',
          'taxBillOn',
        ),
      )
    if (!this.neighbours.handbooks.list().some(({ kind }) => kind === 'H'))
      guards.push(
        said(
          'warns',
          '选择性征税适用于综合保税区内企业；账本里没有特殊区域账册',
          '区外企业只有在试点公告列明时才可以选择，请先核对公告',
          '',
          paths.handbooks,
        ),
      )
    if (on >= selectiveDates.sugarExcluded && mayBeSugar(goods))
      guards.push(
        said(
          'warns',
          `食糖类产品自 ${selectiveDates.sugarExcluded} 起一律按料件征税（公告2024年第44号）`,
          '请对照公告核对这项货物是否列入；列入的不能按货物状态申报',
          'hsCode',
        ),
      )
    return guards
  }
}

const printWay = ({ duty, consumption, vat, tax, interest, total, formula }: Way) => ({
  duty: printCents(duty),
  consumption: printCents(consumption),
  vat: printCents(vat),
  tax: printCents(tax),
  interest: printCents(interest),
  total: printCents(total),
  formula,
})

const most: { readonly [field: string]: Rate } = { dutyRate: rate('1000'), vatRate: rate('100'), consumptionRate: rate('100') }

/** Figures that no goods have. */
function refuseNonsense({ goods, materials, interestFrom, taxBillOn }: Compared): void {
  const refuseField = (field: string, message: string, next: string) =>
    refuse({ code: 'selectiveTaxation.nonsense', message, at: { field }, next })
  const checkValue = (field: string, name: string, value: string, least: bigint) => {
    if (money(value) < least) refuseField(field, `${name}的价格应大于零（填写了 ${value}）`, '请核对价格')
  }
  const checkRate = (field: string, name: string, value: string) => {
    const limit = most[field.split('.').at(-1) ?? ''] ?? most['dutyRate']
    if (rate(value) < 0n || (limit !== undefined && rate(value) > limit))
      refuseField(field, `${name}的税率不能为负，也不能过大（填写了 ${value}%）`, '请按百分比填写，例如 13')
  }
  checkValue('goods.value', '货物', goods.value, 1n)
  checkRate('goods.dutyRate', '货物', goods.dutyRate)
  checkRate('goods.vatRate', '货物增值税', goods.vatRate)
  checkRate('goods.consumptionRate', '货物消费税', goods.consumptionRate)
  if (rate(goods.consumptionRate) === most['consumptionRate'])
    refuseField('goods.consumptionRate', '消费税税率应低于 100%', '请核对消费税税率')
  for (const [index, { name, value, dutyRate }] of materials.entries()) {
    checkValue(`materials.${index}.value`, `第 ${index + 1} 项料件“${name}”`, value, 0n)
    checkRate(`materials.${index}.dutyRate`, `第 ${index + 1} 项料件“${name}”`, dutyRate)
  }
  if (interestFrom > taxBillOn)
    refuseField('interestFrom', `计息起日 ${interestFrom} 在填发税单之日 ${taxBillOn} 之后`, '请核对两个日期')
}
