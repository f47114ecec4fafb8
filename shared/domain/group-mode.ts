import { day } from './day.ts'
import type { Day } from './day.ts'

/** 企业信用等级. The names of the classes and their number have changed; a code keeps its meaning. */
export type CreditClass = 'advanced' | 'certified' | 'regular' | 'dishonest' | 'seriouslyDishonest'

/** from each day on, the classes that there are and what they are called. 令237, 令251, 令282. */
const classesFrom: readonly { from: Day; names: Partial<Record<CreditClass, string>> }[] = [
  {
    from: day('2014-12-01'),
    names: { advanced: '高级认证', certified: '一般认证', regular: '一般信用', dishonest: '失信' },
  },
  { from: day('2021-11-01'), names: { advanced: '高级认证', regular: '常规', dishonest: '失信' } },
  {
    from: day('2026-04-01'),
    names: { advanced: '高级认证', certified: '认证', regular: '常规', dishonest: '失信', seriouslyDishonest: '严重失信' },
  },
]

/** The classes on a day, best first; none before the first of them is known. */
export function creditClassesOn(on: Day): readonly { credit: CreditClass; name: string }[] {
  const names = classesFrom.findLast(({ from }) => from <= on)?.names ?? {}
  return (Object.entries(names) as [CreditClass, string][]).map(([credit, name]) => ({ credit, name }))
}

/** group mode is open to enterprises from this day on. */
export const groupModeFrom = day('2021-10-15')

const isDishonest = (credit: CreditClass): boolean => credit === 'dishonest' || credit === 'seriouslyDishonest'

type GroupProblem =
  | { problem: 'tooEarly' | 'leadNotAdvanced' | 'noMembers' | 'notTraceable' | 'excludedGoods' }
  | { problem: 'noSuchClass' | 'dishonest'; memberNo: number }

/** Why a group is not eligible on a day; the lead is member 0. None where it is. */
export function groupProblems(
  of: { lead: CreditClass; members: readonly CreditClass[]; traceable: boolean; excludedGoods: boolean },
  on: Day,
): GroupProblem[] {
  const classes = new Set(creditClassesOn(on).map(({ credit }) => credit))
  const problems: GroupProblem[] = []
  if (on < groupModeFrom) problems.push({ problem: 'tooEarly' })
  if (of.lead !== 'advanced') problems.push({ problem: 'leadNotAdvanced' })
  if (of.members.length === 0) problems.push({ problem: 'noMembers' })
  for (const [index, credit] of of.members.entries()) {
    if (isDishonest(credit)) problems.push({ problem: 'dishonest', memberNo: index + 1 })
    else if (!classes.has(credit)) problems.push({ problem: 'noSuchClass', memberNo: index + 1 })
  }
  if (!of.traceable) problems.push({ problem: 'notTraceable' })
  if (of.excludedGoods) problems.push({ problem: 'excludedGoods' })
  return problems
}
