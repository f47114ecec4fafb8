import { expect, test } from 'vitest'
import { day } from './day.ts'
import { transferGuards } from './transfer-guards.ts'
import type { TransferFacts } from './transfer-guards.ts'

const sound: TransferFacts = {
  way: 'in',
  today: day('2025-06-10'),
  handbook: { no: 'C23325100001', validTo: day('2025-12-31'), rolls: false },
  standing: { orderedToRectify: false, underSmugglingInvestigation: false, overdueHandbooks: [] },
  deadline: day('2025-06-30'),
  from: day('2025-05-02'),
  to: day('2025-05-30'),
  lines: [{ itemSeq: 1, name: '电路板', version: '', hasPrice: true, hasTwoCurrencies: false }],
  slipsWithoutEvidence: [],
  partnerListNo: '',
  itemsWithTwoFactors: [],
}
const said = (more: Partial<TransferFacts>) =>
  transferGuards({ ...sound, ...more }).map(({ severity, rule, message }) => `${severity} ${rule} ${message}`)

test('a sound transfer in has nothing to say', () => {
  expect(said({})).toEqual([])
})

test('R-51 blocks', () => {
  expect(
    said({ standing: { orderedToRectify: true, underSmugglingInvestigation: true, overdueHandbooks: ['C1', 'C2'] } }),
  ).toEqual([
    'blocks R-51 企业被海关要求整改，不能办理深加工结转',
    'blocks R-51 企业涉嫌走私被立案，尚未结案，不能办理深加工结转',
    'blocks R-51 有手册逾期未报核：C1、C2',
  ])
})

test('R-49 a late transfer can still be declared, an expired handbook cannot', () => {
  expect(said({ today: day('2025-07-01') })).toEqual(['warns R-49 集中申报期限是 2025-06-30，已经超过'])
  expect(said({ today: day('2025-06-30') })).toEqual([])
  const expired = { no: 'C23325100001', validTo: day('2025-06-09'), rolls: false }
  expect(said({ handbook: expired })).toEqual(['blocks R-49 手册 C23325100001 已于 2025-06-09 到期'])
  expect(said({ handbook: { ...expired, rolls: true } })).toEqual([])
})

test('R-49 goods of one year that are declared in the next', () => {
  expect(said({ from: day('2024-12-20'), to: day('2024-12-30'), today: day('2025-01-05'), deadline: null })).toEqual([
    'warns R-49 2024 年的收货跨年申报',
  ])
})

test('R-50 of each item: price, currency, version, factor', () => {
  const line = { itemSeq: 1, name: '电路板', version: '', hasPrice: false, hasTwoCurrencies: false }
  expect(said({ lines: [line] })).toEqual(['warns R-50 料件 1 电路板：收发货单没有单价'])
  expect(said({ lines: [{ ...line, hasTwoCurrencies: true }] })).toEqual([
    'warns R-50 料件 1 电路板：收发货单的币制不一致，没有合计单价',
  ])
  expect(said({ way: 'out', partnerListNo: 'QD1', lines: [{ ...line, hasPrice: true }] })).toEqual([
    'warns R-35 成品 1 电路板：没有单耗版本号',
  ])
  expect(said({ itemsWithTwoFactors: [1] })).toEqual(['warns R-50 料件 1 电路板：换算系数在这段收发货期间内变更过'])
})

test('R-52 slips without evidence, R-50 a sender without the receiver’s list', () => {
  expect(said({ slipsWithoutEvidence: ['S1', 'S2', 'S3', 'S4'] })).toEqual([
    'warns R-52 收发货单没有运输工具也没有签收人：S1、S2、S3 等 4 张',
  ])
  const line = { itemSeq: 1, name: '电路板', version: '1', hasPrice: true, hasTwoCurrencies: false }
  expect(said({ way: 'out', lines: [line] })).toEqual(['warns R-50 还没有转入方的清单编号'])
})
