import type { CollectiveDeadline } from './collective-sale.ts'
import { addDays } from './day.ts'
import type { Day } from './day.ts'
import { exactQuantity, printQuantity, rate } from './exact.ts'
import type { Exact, Quantity } from './exact.ts'
import type { LicenceAnswer } from './licence.ts'
import { saleKindNames } from './sale-kinds.ts'
import type { SaleKind, SaleTreatment } from './sale-kinds.ts'
import type { SaleLine } from './tax-sheet.ts'

/** What a sale says besides its lines. */
export interface SaleHead {
  kind: SaleKind
  soldOn: Day
  collective: boolean
  deliveredOn: Day | undefined
  destruction: '' | 'materials' | 'scrap'
  withIncome: boolean
  disasterOn: Day | undefined
  reportedOn: Day | undefined
  licenceNo: string
}

/** What a sale is held against. */
export interface SaleCircumstances {
  today: Day
  treatment: SaleTreatment
  /** Whether anything is sold in this way under the handbook's letter. */
  possible: boolean
  establishedOn: Day
  validTo: Day
  closedOn: Day | undefined
  /** Whether a line's item is in the handbook, and whether its version has a declared consumption. */
  hasItem(line: SaleLine): boolean
  hasVersion(line: SaleLine): boolean
  /** What each material needs, and what the books have of it, 预核扣 lists taken off. Empty where the books are not touched. */
  needs: readonly { itemSeq: number; name: string; needed: Exact; available: Quantity }[]
  /** Of collective sales. */
  collective: CollectiveDeadline | undefined
  /** R-92, in days. */
  reportDays: number
  /** Undefined while the sheet cannot be computed. */
  licence: LicenceAnswer | undefined
  declared: boolean
  settled: boolean
}

interface SaleProblem {
  severity: 'warns' | 'blocks'
  rule: string
  message: string
  next: string
  lineNo: number | null
  column: string
}

/** What stands in the way of a sale, or must be seen before it is declared. */
export function saleProblems(head: SaleHead, lines: readonly SaleLine[], of: SaleCircumstances): SaleProblem[] {
  return [...headProblems(head, of), ...lines.flatMap((line) => lineProblems(head, line, of)), ...bookProblems(of)]
}

const problem =
  (severity: SaleProblem['severity'], lineNo: number | null) =>
  (rule: string, column: string, message: string, next: string): SaleProblem => ({
    severity,
    rule,
    message,
    next,
    lineNo,
    column,
  })

function headProblems(head: SaleHead, of: SaleCircumstances): SaleProblem[] {
  const found: SaleProblem[] = []
  const blocks = (...said: Parameters<ReturnType<typeof problem>>) => void found.push(problem('blocks', null)(...said))
  const warns = (...said: Parameters<ReturnType<typeof problem>>) => void found.push(problem('warns', null)(...said))
  if (!of.possible)
    blocks('R-82', 'handbookNo', '区内账册和设备手册的内销不在这里办理', '区内成品内销请看“选择性征税”；设备按其监管年限办理')
  if (of.closedOn) blocks('R-18', 'handbookNo', `手册已于 ${of.closedOn} 结案`, '结案的手册只能查看；请核对手册编号')
  if (head.soldOn < of.establishedOn)
    blocks('R-69', 'soldOn', `销售日期 ${head.soldOn} 早于手册设立日期 ${of.establishedOn}`, '请核对销售日期')
  if (head.kind === 'destruction' && head.destruction === '')
    blocks('R-93', 'destruction', '没有写明销毁的是料件还是边角料', '料件、残次品用 0200，边角料、副产品用 0400')
  if (head.kind === 'destruction' && head.soldOn > of.validTo)
    blocks('R-93', 'soldOn', `销毁须在手册有效期 ${of.validTo} 之前办结`, '请先延期，或核对日期')
  else if (head.soldOn > of.validTo)
    warns('R-94', 'soldOn', `销售日期晚于手册有效期 ${of.validTo}`, '有效期后的内销请先与主管海关联系')
  found.push(...disasterProblems(head, of), ...deliveryProblems(head, of))
  if (of.licence?.needed && head.licenceNo === '') blocks(of.licence.rule, 'licenceNo', of.licence.message, '请填写许可证编号')
  return found
}

/** */
function disasterProblems({ kind, disasterOn, reportedOn }: SaleHead, { reportDays }: SaleCircumstances): SaleProblem[] {
  if (kind !== 'disaster') return []
  const blocks = problem('blocks', null)
  if (!disasterOn) return [blocks('R-92', 'disasterOn', '没有填写受灾日期', '请填写受灾日期')]
  const lastDay = addDays(disasterOn, reportDays)
  if (!reportedOn)
    return [blocks('R-92', 'reportedOn', '还没有向海关书面报告受灾情况', `请在 ${lastDay} 之前书面报告，并填写报告日期`)]
  if (reportedOn < disasterOn) return [blocks('R-92', 'reportedOn', `报告日期早于受灾日期 ${disasterOn}`, '请核对日期')]
  if (reportedOn > lastDay)
    return [
      problem('warns', null)(
        'R-92',
        'reportedOn',
        `受灾 ${disasterOn}，${reportDays} 日内应于 ${lastDay} 前报告，实际 ${reportedOn}`,
        '请附上迟报的说明',
      ),
    ]
  return []
}

/** A sale that has gone out is not blocked by it: declaring it is the remedy. */
export function deliveryProblems(
  head: Pick<SaleHead, 'collective' | 'deliveredOn'>,
  of: Pick<SaleCircumstances, 'today' | 'collective' | 'declared' | 'settled'>,
): SaleProblem[] {
  const { deliveredOn } = head
  if (of.settled) return []
  const warns = problem('warns', null)
  if (!head.collective) {
    if (!deliveredOn) return []
    if (deliveredOn > of.today)
      return [
        problem('blocks', null)(
          'R-105',
          'deliveredOn',
          `打算 ${deliveredOn} 发货，税款还没有结清`,
          '结清税款后再发货；符合条件的企业可选“集中内销”',
        ),
      ]
    return [
      warns(
        'R-105',
        'deliveredOn',
        `货物已于 ${deliveredOn} 出厂而税款没有结清，属擅自处置保税货物，可处货值 5%–30% 的罚款（处罚条例第十八条，R-26）`,
        '请停止发货，立即申报内销并缴税；主动向海关披露可从轻或减轻处罚',
      ),
    ]
  }
  if (of.collective && !of.declared && of.today > of.collective.deadline)
    return [
      warns(
        'R-94',
        'soldOn',
        `${of.collective.period}的集中内销应在 ${of.collective.deadline} 前申报，已经过期`,
        '请立即申报，并向主管海关说明',
      ),
    ]
  return []
}

const complete = rate('100')

function lineProblems(head: SaleHead, line: SaleLine, of: SaleCircumstances): SaleProblem[] {
  const found: SaleProblem[] = []
  const blocks = (...said: Parameters<ReturnType<typeof problem>>) => void found.push(problem('blocks', line.lineNo)(...said))
  const { treatment } = of
  const isProduct = treatment.sold === 'product' || (treatment.sold === 'either' && line.version !== '')
  const goods = isProduct ? '成品' : '料件'
  if (!of.hasItem(line)) blocks('R-12', 'itemSeq', `手册没有${goods} ${line.itemSeq}`, '请核对备案序号')
  else if (treatment.sold === 'product' && line.version === '')
    blocks('R-35', 'version', `成品 ${line.itemSeq} 没有写明单耗版本`, '请选择生产时的单耗版本，按它折算料件')
  else if (isProduct && !of.hasVersion(line))
    blocks('R-33', 'version', `成品 ${line.itemSeq} 版本 ${line.version} 没有申报单耗`, '请先申报单耗；内销前须申报')
  if (line.quantity <= 0n) blocks('R-69', 'quantity', '数量应大于零', '请填写数量')
  if (line.completion <= 0n || line.completion > complete)
    blocks('R-85', 'completion', '完工比例应大于 0、不超过 100', '请填写百分数')
  else if (line.completion !== complete && head.kind !== 'semiFinished' && head.kind !== 'defect')
    blocks('R-85', 'completion', `${saleKindNames[head.kind]}没有完工比例`, '未完工的请选“半成品”或“残次品”')
  if (line.bondedShare < 0n || line.bondedShare > complete)
    blocks('R-79', 'bondedShare', '保税料件份额应在 0 到 100 之间', '请填写百分数')
  if (treatment.taxed === 'asPresented' && line.hsCode === '')
    blocks(treatment.rule, 'hsCode', '没有填写报验状态的商品编码', '边角料、副产品按报验状态归类，请填写 10 位商品编码')
  return found
}

/** what is not in the books cannot be taken out of them. */
const bookProblems = ({ needs }: SaleCircumstances): SaleProblem[] =>
  needs
    .filter(({ needed, available }) => exactQuantity(available).isLessThan(exactQuantity(needed.toQuantity())))
    .map(({ itemSeq, name, needed, available }) =>
      problem('blocks', null)(
        'R-110',
        'quantity',
        `料件 ${itemSeq} ${name} 需要 ${needed.toText(5)}，账上可用 ${printQuantity(available)}`,
        '请核对数量和版本；账上不足的，先查明进口、出口清单是否都已核扣',
      ),
    )
