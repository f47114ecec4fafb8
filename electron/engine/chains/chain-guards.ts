import type { Guard } from '../../../shared/contract/values.ts'
import type { ChainBalance } from '../../../shared/domain/chip-chain.ts'
import { Exact, printQuantity } from '../../../shared/domain/exact.ts'
import type { StepRow } from './store.ts'

const amount = (value: Exact): string => printQuantity(value.toQuantity())
const minus = (value: Exact): string => amount(Exact.zero.minus(value))
const isNegative = (value: Exact): boolean => value.isLessThan(Exact.zero)

/** 第 2 环节 示例封测…: what does not agree, or is not known yet, in a chain. */
export function chainGuards(steps: readonly StepRow[], balance: ChainBalance, ours: ReadonlySet<string>): Guard[] {
  const guards: Guard[] = []
  const say = (severity: Guard['severity'], column: string, message: string, next: string) =>
    guards.push({ severity, rule: 'R-66', message, next, lineNo: null, column, to: null })

  for (const [index, step] of steps.entries()) {
    const of = balance.steps[index]
    const no = index + 1
    if (!of) continue
    const name = `第 ${no} 环节 ${step.enterprise_name}`
    if (step.handbook_no === '') {
      say('warns', 'handbookNo', `${name}还没有手册编号`, '各环节都应开立电子化手册，请在“修改链条”中补上')
    } else if (ours.has(step.step_id)) {
      if (step.input_item_seq === null || step.output_item_seq === null)
        say('warns', 'inputItemSeq', `${name}是本企业手册，还没有选定料件和成品`, '选定后已核扣的清单自动计入')
    }
    if (isNegative(of.inputStock))
      say('blocks', 'processed', `${name}加工投入比收到的多 ${minus(of.inputStock)} ${step.input_unit}`, '请核对投入和加工登记')
    if (isNegative(of.outputStock))
      say('blocks', 'out', `${name}转出比产出的多 ${minus(of.outputStock)} ${step.output_unit}`, '请补登加工，或核对转出数量')
    if (isNegative(of.lost))
      say(
        'blocks',
        'produced',
        `${name}产出超过毛产出 ${minus(of.lost)} ${step.output_unit}`,
        '请核对每投入单位的毛产出和加工登记',
      )
    if (!of.produced.equals(of.expected) && !isNegative(of.lost)) {
      if (of.produced.equals(Exact.zero))
        say('blocks', 'produced', `${name}投入 ${amount(of.processed)} ${step.input_unit}，没有产出`, '请核对加工登记')
      else
        say(
          'warns',
          'produced',
          `${name}按良率应产出 ${amount(of.expected)}，实际 ${amount(of.produced)} ${step.output_unit}`,
          '单耗以实际产出计；良率有变化请修改链条',
        )
    }
    const next = steps[index + 1]
    if (next && next.input_unit !== step.output_unit)
      say(
        'warns',
        'inputUnit',
        `第 ${no} 环节以“${step.output_unit}”转出，第 ${no + 1} 环节以“${next.input_unit}”转入`,
        '两环节的单位应当一致，换算写在收货环节的毛产出里',
      )
  }

  for (const [index, { difference }] of balance.hops.entries()) {
    const unit = steps[index]?.output_unit ?? ''
    const names = `第 ${index + 1} 环节到第 ${index + 2} 环节`
    if (isNegative(difference))
      say('blocks', 'in', `${names}收到的比转出的多 ${minus(difference)} ${unit}`, '请核对双方的结转清单')
    else if (!difference.equals(Exact.zero))
      say('warns', 'in', `${names}已转出未收到 ${amount(difference)} ${unit}`, '请登记收货，或核对双方的结转清单')
  }
  const last = steps.at(-1)
  if (last && last.role !== 'design')
    say('warns', 'role', '最后一个环节不是设计企业', '芯片最终由设计企业复出口，请补上设计企业这一环节')
  if (balance.state === 'closed') say('passes', '', '各环节平衡、各次结转一致，链条闭合', '')
  return guards
}
