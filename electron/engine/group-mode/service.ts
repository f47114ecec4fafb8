import type { Input, Output } from '../../../shared/contract/contract.ts'
import type { Guard } from '../../../shared/contract/values.ts'
import { dayOfInstant } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { creditClassesOn, groupModeFrom, groupProblems } from '../../../shared/domain/group-mode.ts'
import type { CreditClass } from '../../../shared/domain/group-mode.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import type { JournalService } from '../journal/service.ts'
import { GroupStore } from './store.ts'
import type { StatementRow } from './store.ts'

type GroupInput = Input<'groupMode.save'>
type Group = NonNullable<Output<'groupMode.get'>>

const excluded = {
  quotaFarmGoods: ['quota_farm_goods', '关税配额农产品'],
  crudeOil: ['crude_oil', '原油'],
  copperOre: ['copper_ore', '铜矿砂及其精矿'],
  satelliteReceivers: ['satellite_receivers', '卫星电视接收设施'],
  rawHides: ['raw_hides', '生皮'],
} as const satisfies Record<GroupInput['excludedGoods'][number], readonly [keyof StatementRow, string]>
const excludedNames = Object.keys(excluded) as (keyof typeof excluded)[]

/** 企业集团加工贸易监管: who is in the group, and whether it may use it today. */
export class GroupModeService {
  private readonly store: GroupStore
  private readonly journal: JournalService
  private readonly clock: Clock

  constructor(db: Database, journal: JournalService, clock: Clock) {
    this.store = new GroupStore(db)
    this.journal = journal
    this.clock = clock
  }

  get(): Output<'groupMode.get'> {
    const group = this.stated()
    return group && { ...group, guards: groupGuards(group, this.today()) }
  }

  save(input: GroupInput): Output<'groupMode.save'> {
    const before = this.stated()
    const has = (goods: keyof typeof excluded) => (input.excludedGoods.includes(goods) ? 1n : 0n)
    this.store.add(
      {
        traceable: input.traceable ? 1n : 0n,
        quota_farm_goods: has('quotaFarmGoods'),
        crude_oil: has('crudeOil'),
        copper_ore: has('copperOre'),
        satellite_receivers: has('satelliteReceivers'),
        raw_hides: has('rawHides'),
        saved_at: this.clock.now(),
      },
      [input.lead, ...input.members].map(({ name, customsCode, credit }) => ({ name, customs_code: customsCode, credit })),
    )
    const today = this.today()
    this.journal.record({
      subject: '企业集团',
      what: before ? '修改集团成员与条件' : '登记集团成员与条件',
      ...(before && { before: fieldsOf(before, today) }),
      after: fieldsOf(input, today),
    })
    return { guards: groupGuards(input, today) }
  }

  private today(): Day {
    return dayOfInstant(this.clock.now())
  }

  private stated(): (GroupInput & Pick<Group, 'savedAt'>) | null {
    const latest = this.store.latest()
    if (!latest) return null
    const { statement, members } = latest
    const [lead, ...others] = members.map(({ name, customs_code, credit }) => ({ name, customsCode: customs_code, credit }))
    if (!lead) return null
    return {
      lead,
      members: others,
      traceable: statement.traceable === 1n,
      excludedGoods: excludedNames.filter((goods) => statement[excluded[goods][0]] === 1n),
      savedAt: statement.saved_at,
    }
  }
}

const className = (credit: CreditClass, on: Day): string =>
  creditClassesOn(on).find((each) => each.credit === credit)?.name ?? '当日没有的等级'

type Problem = ReturnType<typeof groupProblems>[number]
type Said = Pick<Guard, 'column' | 'message' | 'next'>

/** Of the group as a whole. */
const groupWords: Record<Exclude<Problem, { memberNo: number }>['problem'], (of: GroupInput) => Said> = {
  tooEarly: () => ({ column: '', message: `企业集团监管从 ${groupModeFrom} 起施行`, next: '请到期后再申请' }),
  leadNotAdvanced: ({ lead }) => ({
    column: 'lead',
    message: `牵头企业“${lead.name}”不是高级认证企业`,
    next: '请由高级认证企业牵头',
  }),
  noMembers: () => ({ column: 'members', message: '还没有成员企业', next: '请至少添加一家成员企业' }),
  notTraceable: () => ({
    column: 'traceable',
    message: '货物流转的数据不可追溯',
    next: '请先使各成员的料件、半成品、成品数据可追溯',
  }),
  excludedGoods: ({ excludedGoods }) => ({
    column: 'excludedGoods',
    message: `涉及不适用的货物：${excludedGoods.map((goods) => excluded[goods][1]).join('、')}`,
    next: '这些货物不适用企业集团监管，请从申请中去掉',
  }),
}

/** Of one member. */
function memberWords(problem: 'dishonest' | 'noSuchClass', member: GroupInput['members'][number], today: Day): Said {
  if (problem === 'dishonest') {
    const message = `成员“${member.name}”信用等级为${className(member.credit, today)}`
    return { column: 'credit', message, next: '失信企业不能参加，请去掉' }
  }
  const names = creditClassesOn(today).map(({ name }) => name)
  return {
    column: 'credit',
    message: `成员“${member.name}”的信用等级在 ${today} 已不使用`,
    next: `现行等级为${names.join('、')}，请重新选择`,
  }
}

function groupGuards(of: GroupInput, today: Day): Guard[] {
  const guards = groupProblems(
    {
      lead: of.lead.credit,
      members: of.members.map(({ credit }) => credit),
      traceable: of.traceable,
      excludedGoods: of.excludedGoods.length > 0,
    },
    today,
  ).flatMap((each): Guard[] => {
    const base = { severity: 'blocks', rule: each.problem === 'noSuchClass' ? 'R-146' : 'R-65', lineNo: null, to: null } as const
    if (!('memberNo' in each)) return [{ ...base, ...groupWords[each.problem](of) }]
    const member = of.members[each.memberNo - 1]
    return member ? [{ ...base, ...memberWords(each.problem, member, today) }] : []
  })
  if (guards.length > 0) return guards
  const passes = '符合企业集团加工贸易监管的条件；成员间可以自由存放、流转保税货物，共用不作价设备'
  return [{ severity: 'passes', rule: 'R-65', message: passes, next: '', lineNo: null, column: '', to: null }]
}

const fieldsOf = (of: GroupInput, on: Day): Record<string, string> => ({
  牵头企业: `${of.lead.name}，${className(of.lead.credit, on)}`,
  成员企业: of.members.map(({ name, credit }) => `${name}，${className(credit, on)}`).join('；'),
  数据可追溯: of.traceable ? '是' : '否',
  不适用的货物: of.excludedGoods.map((goods) => excluded[goods][1]).join('、'),
})
