import { paths } from '../../../shared/contract/paths.ts'
import type { Guard } from '../../../shared/contract/values.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { disposals, isUndecided } from '../../../shared/domain/stocktake.ts'
import type { MaterialDifference, Reckoned } from './reckon.ts'
import type { Difference } from './print-stocktake.ts'
import type { JudgementRow, SheetRow } from './store.ts'

interface Circumstances {
  stocktakeId: string
  cutOff: Day
  today: Day
  sheets: readonly SheetRow[]
  reckoned: Reckoned
  printed: readonly Difference[]
  judgementOf(handbookNo: string, seq: number): JudgementRow | undefined
  /** Handbooks that customs has closed. */
  closed: readonly string[]
  /** Handbooks with lists that customs has not booked yet. */
  waiting: readonly string[]
  /** Handbooks whose opening is later than the cut-off, and its day. */
  beforeOpening: readonly { handbookNo: string; asOf: string }[]
  /** Handbooks of 来料加工. */
  supplied: readonly string[]
  /** Drafts that were made of another difference than there is now. */
  outdated: readonly string[]
}

const few = (names: readonly string[]): string =>
  names.slice(0, 3).join('、') + (names.length > 3 ? ` 等 ${names.length} 项` : '')
const nameOf = ({ handbookNo, seq }: Pick<MaterialDifference, 'handbookNo' | 'seq'>): string => `${handbookNo} 料件 ${seq}`

/** What stands in the way of settling a stocktake, and what to know of it (R-117 … ). */
export function stocktakeGuards(of: Circumstances): Guard[] {
  const to = paths.stocktake(of.stocktakeId)
  const guards: Guard[] = []
  const say = (severity: Guard['severity'], rule: string, message: string, next = '', where: string | null = to) =>
    guards.push({ severity, rule, message, next, lineNo: null, column: '', to: where })
  const { differences, shared, problems } = of.reckoned

  for (const handbookNo of of.closed)
    say('blocks', 'R-18', `手册 ${handbookNo} 已结案，不再变动`, '请作废这次盘点', paths.handbook(handbookNo))
  for (const { handbookNo, asOf } of of.beforeOpening)
    say(
      'blocks',
      'R-117',
      `截止日 ${of.cutOff} 早于手册 ${handbookNo} 的期初（截至 ${asOf}），那天的账面不知道`,
      '请作废这次盘点，以期初截止日或以后的日期重盘',
    )
  if (of.today < of.cutOff) say('blocks', 'R-117', `截止日 ${of.cutOff} 还没有到`, '账面和实盘都以截止日终了为准，请到期后再定')
  if (of.sheets.length === 0) say('blocks', 'R-117', '还没有盘点表', '请导入盘点表，或键入清点的数量')
  const unconverted = [...problems.values()].reduce((sum, rows) => sum + rows, 0)
  if (unconverted > 0) say('blocks', 'R-117', `有 ${unconverted} 行不能折算，没有计入实盘`, '请在盘点表中改正这些行')
  for (const { part, override } of shared)
    if (override === 'stale')
      say('blocks', 'R-125', `料号 ${part.partNo} 的盘点数变了，原先改过的分摊与它不符`, '请重新分摊，或恢复按进口先后分摊')
  const undecided = differences.filter((each) => isUndecided(each, of.judgementOf(each.handbookNo, each.seq)))
  if (undecided.length > 0)
    say(
      'blocks',
      'R-120',
      `${undecided.length} 项差异超出容差，还没有原因和处理：${few(undecided.map(nameOf))}`,
      '请写明原因并选择处理（R-118、R-119）',
    )

  const negative = differences.filter(({ physical }) => physical < 0n)
  if (negative.length > 0)
    say(
      'blocks',
      'R-117',
      `${negative.length} 项料件实盘为负：${few(negative.map(nameOf))}`,
      '已送未报的货须仍算在清点的库存里，再由这一类减去；请改正盘点表',
    )

  const recorded = differences.filter(
    (each) => !each.withinTolerance && of.judgementOf(each.handbookNo, each.seq)?.disposal === 'accept',
  )
  if (recorded.length > 0)
    say(
      'warns',
      'R-118',
      `${recorded.length} 项超出容差的差异${disposals.accept.name}：${few(recorded.map(nameOf))}`,
      '不能说明的短少应补税并主动披露',
    )
  const undeclared = differences.filter((each) => each.received !== 0n || each.delivered !== 0n)
  if (undeclared.length > 0)
    say(
      'warns',
      'R-117',
      `${undeclared.length} 项料件有已收未报或已送未报的数量：${few(undeclared.map(nameOf))}`,
      '请先办结转申报，账面随之变动',
      paths.transfers('matching'),
    )
  for (const handbookNo of of.waiting)
    say(
      'warns',
      'R-113',
      `手册 ${handbookNo} 有未核扣的清单，账面不含它们`,
      '核扣后差异会变；请核对',
      paths.handbook(handbookNo, 'lists'),
    )
  const elsewhen = of.sheets.filter(({ counted_on }) => counted_on !== of.cutOff)
  if (elsewhen.length > 0)
    say(
      'warns',
      'R-117',
      `${elsewhen.length} 份盘点表不是截止日清点的：${few(elsewhen.map(({ name }) => name))}`,
      '请确认数量已倒推到截止日',
    )
  const unpriced = of.printed.filter(({ value }) => value === null)
  if (unpriced.length > 0)
    say(
      'warns',
      'R-77',
      `${unpriced.length} 项差异没有价值：缺进口价格或汇率：${few(unpriced.map(nameOf))}`,
      '请补齐进口总价和汇率',
    )
  const suppliedOnes = of.printed.filter(
    ({ handbookNo, value }) => value !== null && value !== '0' && of.supplied.includes(handbookNo),
  )
  if (suppliedOnes.length > 0)
    say(
      'warns',
      'R-78',
      `${suppliedOnes.length} 项来料的差异按进口申报价估值：${few(suppliedOnes.map(nameOf))}`,
      '补税时按同期相同或类似货物的价格，请在内销中填写',
    )
  const untaxed = of.printed.filter(
    ({ value, duty, difference }) => value !== null && duty === null && difference.startsWith('-'),
  )
  if (untaxed.length > 0)
    say(
      'warns',
      'R-118',
      `${untaxed.length} 项短少算不出税款：${few(untaxed.map(nameOf))}`,
      '请导入截止日有效的税率',
      paths.reference('tariff-rates'),
    )
  for (const sale of of.outdated) say('warns', 'R-118', `${sale}的数量与现在的短少不同`, '请改正这份内销的数量，或作废后再生成')

  if (differences.length > 0 && undecided.length === 0 && recorded.length === 0)
    say(
      'passes',
      'R-120',
      differences.every((each) => each.withinTolerance) ? '所有差异都在容差之内' : '超出容差的差异都已写明原因和处理',
    )
  return guards
}
