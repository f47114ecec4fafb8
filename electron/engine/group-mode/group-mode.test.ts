import { expect, test } from 'vitest'
import { openEngine } from '../../../test/engine.ts'

const lead = { name: '示例集团', credit: 'advanced' } as const
const group = { lead, members: [{ name: '示例成员', credit: 'regular' as const }], traceable: true, excludedGoods: [] }

test('R-65 a group is kept as it was stated last, with its eligibility of the day', async () => {
  const engine = await openEngine({ now: '2026-11-21T02:00:00.000Z' })
  expect(await engine.call('groupMode.get', {})).toBeNull()
  expect((await engine.call('groupMode.save', group)).guards).toMatchObject([{ severity: 'passes', rule: 'R-65' }])
  const bad = {
    lead: { name: '示例集团', credit: 'certified' as const },
    members: [{ name: '失信的', credit: 'dishonest' as const }],
    traceable: false,
    excludedGoods: ['rawHides' as const],
  }
  const { guards } = await engine.call('groupMode.save', bad)
  expect(guards.map(({ message }) => message)).toEqual([
    '牵头企业“示例集团”不是高级认证企业',
    '成员“失信的”信用等级为失信',
    '货物流转的数据不可追溯',
    '涉及不适用的货物：生皮',
  ])
  expect(await engine.call('groupMode.get', {})).toMatchObject({ ...bad, guards })
  const [entry] = (await engine.call('journal.list', {})).rows
  expect(entry?.after).toMatchObject({ 牵头企业: '示例集团，认证', 不适用的货物: '生皮' })
  await engine.close()
})

test('R-146 a class that the day does not know is named', async () => {
  const engine = await openEngine({ now: '2026-03-31T02:00:00.000Z' })
  const { guards } = await engine.call('groupMode.save', { ...group, members: [{ name: '甲', credit: 'certified' }] })
  expect(guards).toMatchObject([{ severity: 'blocks', rule: 'R-146', next: '现行等级为高级认证、常规、失信，请重新选择' }])
  await engine.close()
})
