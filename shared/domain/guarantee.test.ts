import { expect, test } from 'vitest'
import { guaranteeReasons } from './guarantee.ts'

const nothing = {
  extensions: 0,
  leasedPlant: false,
  firstHandbook: false,
  crossDistrict: false,
  underInvestigation: false,
  orderedToRectify: false,
  underSmugglingInvestigation: false,
}

test('E-14 the second extension is a reason for which a guarantee may be asked for, the first is not', () => {
  expect(guaranteeReasons({ ...nothing, extensions: 1 })).toEqual({ must: [], may: [] })
  expect(guaranteeReasons({ ...nothing, extensions: 2 })).toEqual({ must: [], may: ['手册延期两次以上'] })
})

test('smuggling and disorder demand a guarantee, the rest may (R-8)', () => {
  const all = { leasedPlant: true, firstHandbook: true, crossDistrict: true, underInvestigation: true, orderedToRectify: true }
  const { must, may } = guaranteeReasons({ ...all, extensions: 3, underSmugglingInvestigation: true })
  expect(must).toEqual(['涉嫌走私被立案侦查', '因管理混乱被海关要求整改'])
  expect(may).toHaveLength(5)
})
