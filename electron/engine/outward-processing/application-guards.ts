import type { Guard } from '../../../shared/contract/values.ts'
import { isCreditCode } from '../../../shared/domain/credit-code.ts'
import { daysBetween } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { printCents } from '../../../shared/domain/exact.ts'
import type { Cents } from '../../../shared/domain/exact.ts'
import type { Outstanding } from '../../../shared/domain/outward-processing.ts'
import type { HandbookRow } from '../handbooks/service.ts'
import type { ApplicationRow } from './store.ts'

/** This many days before the end of validity, what is still out is called in. */
export const callInDays = 30

interface GuardedApplication {
  application: ApplicationRow
  handbook: HandbookRow
  deadline: Day | undefined
  /** Whether the holidays of the deadline's year are entered. */
  calendarKnown: boolean
  outstanding: readonly Outstanding[]
  guarantee: Cents | undefined
  guaranteeLines: number
  /** Labels of fields that the data file cannot hold. */
  unwritable: readonly string[]
}

/** R-61 … R-64, and what is known of the form in which it is filed (FORMATS §6.2). */
export function applicationGuards(of: GuardedApplication, today: Day): Guard[] {
  const { application, handbook, deadline } = of
  const guards: Guard[] = []
  const say = (severity: Guard['severity'], rule: string, column: string, message: string, next: string) =>
    guards.push({ severity, rule, message, next, lineNo: null, column, to: null })
  const open = application.state === 'draft' || application.state === 'returned'

  if (open && deadline !== undefined) {
    const left = daysBetween(today, deadline)
    const guessed = of.calendarKnown ? ' ' : '（节假日未录入，按周末推算）'
    if (left < 0)
      say('warns', 'R-61', 'movedOn', `申报期限 ${deadline}${guessed}已过 ${-left} 天`, '请立即申报，并向主管海关说明')
    else say('warns', 'R-61', 'movedOn', `首次外发后须在 ${deadline}${guessed}前申报，还有 ${left} 天`, '请核对后生成申报')
  }
  if (open && today > handbook.valid_to)
    say('blocks', 'R-61', 'handbookNo', `手册有效期 ${handbook.valid_to} 已过`, '外发加工须在手册有效期内申报，请先办理延期')
  if (application.valid_to > handbook.valid_to)
    say(
      'blocks',
      'R-61',
      'validTo',
      `外发有效期 ${application.valid_to} 超出手册有效期 ${handbook.valid_to}`,
      '请改在手册有效期内',
    )
  const codes: readonly (readonly [string, string])[] = [
    [application.contractor_credit_code, handbook.processor_credit_code],
    [application.contractor_customs_code, handbook.processor_customs_code],
  ]
  if (codes.some(([theirs, ours]) => theirs !== '' && theirs === ours))
    say('blocks', 'R-62', 'contractor.name', '承揽企业就是本手册的加工企业', '请填写受托加工的另一家企业')
  if (application.contractor_credit_code !== '' && !isCreditCode(application.contractor_credit_code))
    say(
      'warns',
      'R-61',
      'contractor.creditCode',
      `承揽企业统一社会信用代码 ${application.contractor_credit_code} 校验不符`,
      '请对照营业执照改正',
    )
  if (application.contractor_credit_code === '' && application.contractor_customs_code === '')
    say('warns', 'R-61', 'contractor.creditCode', '承揽企业没有统一社会信用代码和海关编码', '请至少填写一个')
  if (application.contract_no === '') say('warns', 'R-61', 'contractNo', '没有填写委托加工合同号', '请填写合同号')

  if (application.all_processes === 1n) {
    if (of.guaranteeLines === 0)
      say('blocks', 'R-63', 'guaranteeLines', '全部工序外发，没有担保计算', '请逐项填写外发货物的价值和税率')
    else if (of.guarantee !== undefined)
      say(
        'warns',
        'R-63',
        'guaranteeLines',
        `全部工序外发，须提供相当于应缴税款 ${printCents(of.guarantee)} 元的担保`,
        '请备妥保证金或银行保函',
      )
  }
  const out = of.outstanding.filter((each) => each.out > 0n)
  const left = daysBetween(today, application.valid_to as Day)
  if (application.state !== 'closed' && out.length > 0 && left <= callInDays)
    say(
      'warns',
      'R-64',
      'outstanding',
      left < 0
        ? `外发有效期 ${application.valid_to} 已过，还有 ${out.length} 项没有收回`
        : `外发有效期还有 ${left} 天，${out.length} 项没有收回`,
      '请收回，或办理留在承揽企业的手续',
    )
  if (of.unwritable.length > 0)
    say('blocks', 'R-61', '', `含有报文不能写出的字符：${of.unwritable.join('、')}`, '请删去这些栏目里的控制字符后重填')
  if (open)
    say('warns', 'R-61', '', '外发加工申报的报文格式未经证实，只生成数据文件和工作簿', '请在单一窗口网页录入，再到申报箱登记结果')
  if (guards.length === 0) say('passes', 'R-61', '', '申报、期限和收发没有待处理的事项', '')
  return guards
}
