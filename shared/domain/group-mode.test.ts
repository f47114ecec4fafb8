import { expect, test } from 'vitest'
import { day } from './day.ts'
import { creditClassesOn, groupProblems } from './group-mode.ts'

const eligible = { lead: 'advanced', members: ['regular', 'advanced'], traceable: true, excludedGoods: false } as const
const today = day('2026-11-21')

test('R-146 the classes of a day are those of the rules in force on it', () => {
  const names = (on: string) => creditClassesOn(day(on)).map(({ name }) => name)
  expect(names('2021-10-31')).toEqual(['高级认证', '一般认证', '一般信用', '失信'])
  expect(names('2021-11-01')).toEqual(['高级认证', '常规', '失信'])
  expect(names('2026-03-31')).toEqual(['高级认证', '常规', '失信'])
  expect(names('2026-04-01')).toEqual(['高级认证', '认证', '常规', '失信', '严重失信'])
})

test('R-65 an advanced lead, honest members, traceable data, no excluded goods, from 2021-10-15', () => {
  expect(groupProblems(eligible, today)).toEqual([])
  expect(groupProblems(eligible, day('2021-10-15'))).toEqual([])
  expect(groupProblems(eligible, day('2021-10-14'))).toEqual([{ problem: 'tooEarly' }])
})

test('R-65 what stands in the way is named, with the member', () => {
  const of = { lead: 'certified', members: ['regular', 'dishonest', 'seriouslyDishonest'], traceable: false, excludedGoods: true }
  expect(groupProblems(of as never, today)).toEqual([
    { problem: 'leadNotAdvanced' },
    { problem: 'dishonest', memberNo: 2 },
    { problem: 'dishonest', memberNo: 3 },
    { problem: 'notTraceable' },
    { problem: 'excludedGoods' },
  ])
  expect(groupProblems({ ...eligible, members: ['certified'] }, day('2026-03-31'))).toEqual([
    { problem: 'noSuchClass', memberNo: 1 },
  ])
  expect(groupProblems({ ...eligible, members: [] }, today)).toEqual([{ problem: 'noMembers' }])
})
