import type { Input } from '../../../shared/contract/contract.ts'
import type { Guard } from '../../../shared/contract/values.ts'
import { day } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { printQuantity, quantity } from '../../../shared/domain/exact.ts'
import { legProblems, voucherProblems } from '../../../shared/domain/substitution.ts'
import type { Goods } from '../../../shared/domain/substitution.ts'
import type { HandbookRow, HandbooksService, ItemRow } from '../handbooks/service.ts'
import type { WriteOffService } from '../write-off/service.ts'

type VoucherInput = Input<'substitutions.check'>
type Leg = VoucherInput['lines'][number]
type Said = { message: string; next: string; column: string }

const voucherWords: Record<ReturnType<typeof voucherProblems>[number], (of: VoucherInput, handbook: HandbookRow) => Said> = {
  suppliedFree: () => ({ message: '来料加工的料件不得串换', next: '请改用进料加工手册，或不串换', column: 'handbookNo' }),
  approvedLater: ({ approvedOn, substitutedOn }) => ({
    message: `批准日期 ${approvedOn} 晚于串换日期 ${substitutedOn}`,
    next: '串换须事先经海关同意，请核对两个日期',
    column: 'approvedOn',
  }),
  inFuture: ({ substitutedOn }) => ({
    message: `串换日期 ${substitutedOn} 在今天之后`,
    next: '请在串换发生后登记',
    column: 'substitutedOn',
  }),
  notYetSetUp: ({ substitutedOn }, { established_on }) => ({
    message: `串换日期 ${substitutedOn} 早于手册设立日期 ${established_on}`,
    next: '请核对日期',
    column: 'substitutedOn',
  }),
  expired: ({ substitutedOn }, { valid_to }) => ({
    message: `串换日期 ${substitutedOn} 已过手册有效期 ${valid_to}`,
    next: '请核对日期，或先办理延期',
    column: 'substitutedOn',
  }),
}

const legWords: Record<ReturnType<typeof legProblems>[number], (item: Goods, other: Pick<Goods, 'name' | 'spec'>) => Said> = {
  sameItem: () => ({ message: '串换的两方是同一项料件', next: '请选择另一本手册或另一项料件', column: 'otherItemSeq' }),
  otherEnterprise: () => ({
    message: '对方手册不是同一经营企业的',
    next: '串换限于同一企业，请另选手册',
    column: 'otherHandbookNo',
  }),
  suppliedFree: () => ({ message: '对方手册是来料加工，料件不得串换', next: '请另选手册', column: 'otherHandbookNo' }),
  otherCommodity: () => ({ message: '商品编码与备案料件不同', next: '须为同品种，请另选料件', column: 'otherItemSeq' }),
  otherUnit: () => ({ message: '申报单位与备案料件不同，数量不能相等', next: '请另选料件', column: 'otherItemSeq' }),
  noName: () => ({ message: '没有填写替换货物的品名', next: '请照实填写，以便核对同品种', column: 'name' }),
  otherName: (item, other) => ({
    message: `品名“${other.name}”与备案的“${item.name}”不同`,
    next: '须为同品种，请核对品名',
    column: 'name',
  }),
  otherSpec: (item, other) => ({
    message: other.spec === '' ? `没有填写规格，备案的是“${item.spec}”` : `规格“${other.spec}”与备案的“${item.spec}”不同`,
    next: '须为同规格，请核对规格型号',
    column: 'spec',
  }),
  dutyOrLicence: () => ({
    message: '国产料件须为零关税且不涉及许可证件',
    next: '核实后勾选“零关税、无许可证件”；不符合的不得串换',
    column: 'zeroDutyNoLicence',
  }),
}

const goodsOf = (row: ItemRow): Goods => ({ hsCode: row.hs_code, name: row.name, spec: row.spec, unit: row.unit })
const sameEnterprise = (a: HandbookRow, b: HandbookRow): boolean =>
  a.operator_credit_code !== '' && b.operator_credit_code !== ''
    ? a.operator_credit_code === b.operator_credit_code
    : a.operator_customs_code === b.operator_customs_code

/** R-60, as guards: of the voucher, then of each leg by its number. */
export function voucherGuards(
  input: VoucherInput,
  handbook: HandbookRow,
  today: Day,
  { handbooks, writeOff }: { handbooks: HandbooksService; writeOff: WriteOffService },
): Guard[] {
  const guard = (severity: Guard['severity'], lineNo: number | null, said: Said): Guard => ({
    severity,
    rule: 'R-60',
    lineNo,
    to: null,
    ...said,
  })
  const guards = voucherProblems({
    handbookKind: handbook.kind,
    establishedOn: day(handbook.established_on),
    validTo: day(handbook.valid_to),
    approvedOn: day(input.approvedOn),
    substitutedOn: day(input.substitutedOn),
    today,
  }).map((problem) => guard('blocks', null, voucherWords[problem](input, handbook)))
  const balances = (of: HandbookRow) => new Map(writeOff.compute(of.id).materials.map(({ seq, balance }) => [seq, balance]))
  const own = balances(handbook)
  for (const [index, leg] of input.lines.entries()) {
    const lineNo = index + 1
    guards.push(...legGuards(leg).map(([severity, said]) => guard(severity, lineNo, said)))
  }
  if (!guards.some(({ severity }) => severity === 'blocks'))
    guards.push(
      guard('passes', null, { message: '同一企业、同品种、同规格、同数量；两方的账面结余都不变', next: '', column: '' }),
    )
  return guards

  function* legGuards(leg: Leg): Generator<[Guard['severity'], Said]> {
    if (quantity(leg.quantity) <= 0n)
      yield ['blocks', { message: '串换数量须大于零', next: '请填写实际数量', column: 'quantity' }]
    const item = handbooks.itemOf(handbook.id, 'I', leg.itemSeq)
    if (!item) {
      yield [
        'blocks',
        { message: `手册 ${handbook.handbook_no} 没有料件 ${leg.itemSeq}`, next: '请核对备案序号', column: 'itemSeq' },
      ]
      return
    }
    if (quantity(leg.quantity) > (own.get(leg.itemSeq) ?? 0n)) yield ['warns', beyond(handbook, leg.itemSeq, own, 'quantity')]
    const words = (problems: readonly ReturnType<typeof legProblems>[number][], other: Pick<Goods, 'name' | 'spec'>) =>
      problems.map((problem): [Guard['severity'], Said] => ['blocks', legWords[problem](goodsOf(item), other)])
    if (leg.by !== 'bonded') {
      yield* words(legProblems(goodsOf(item), { ...leg, by: leg.by }), leg)
      return
    }
    const other = leg.otherHandbookNo === undefined ? undefined : handbooks.find(leg.otherHandbookNo)
    const otherItem = other && leg.otherItemSeq !== undefined ? handbooks.itemOf(other.id, 'I', leg.otherItemSeq) : undefined
    if (!other || !otherItem) {
      yield [
        'blocks',
        {
          message: other
            ? `手册 ${other.handbook_no} 没有料件 ${leg.otherItemSeq ?? ''}`
            : '没有选定对方手册，或对方手册不在本账本',
          next: '请选择本企业的手册和料件序号',
          column: other ? 'otherItemSeq' : 'otherHandbookNo',
        },
      ]
      return
    }
    const goods = goodsOf(otherItem)
    yield* words(
      legProblems(goodsOf(item), {
        by: 'bonded',
        goods,
        handbookKind: other.kind,
        sameEnterprise: sameEnterprise(handbook, other),
        sameItem: other.id === handbook.id && leg.otherItemSeq === leg.itemSeq,
      }),
      goods,
    )
    const theirs = other.id === handbook.id ? own : balances(other)
    const seq = Number(otherItem.seq)
    if (quantity(leg.quantity) > (theirs.get(seq) ?? 0n)) yield ['warns', beyond(other, seq, theirs, 'otherItemSeq')]
  }
}

const beyond = (handbook: HandbookRow, seq: number, balances: ReadonlyMap<number, bigint>, column: string): Said => ({
  message: `手册 ${handbook.handbook_no} 料件 ${seq} 的结余只有 ${printQuantity((balances.get(seq) ?? 0n) as ReturnType<typeof quantity>)}`,
  next: '请核对数量；库存不足的不能串换',
  column,
})
