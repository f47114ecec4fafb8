import { expect, test } from 'vitest'
import { day } from '../domain/day.ts'
import { cents } from '../domain/exact.ts'
import { outwardFields, outwardMessageProblems, writeOutwardApplication } from './outward-processing.ts'
import type { OutwardApplication } from './outward-processing.ts'
import { readXml } from './xml.ts'

const party = { creditCode: '', customsCode: '', name: '', customsDistrict: '', district: '', contact: '' }
const application: OutwardApplication = {
  innerNo: 'WF-2026-01',
  handbookNo: 'C23325020251',
  principal: { ...party, name: '示例电子', customsCode: '3205940251' },
  declarant: party,
  contractor: { ...party, name: '示例<表面>处理', contact: '王五 0512-1' },
  contractNo: 'HT-1',
  days: 90,
  validTo: day('2026-06-30'),
  firstDispatchOn: undefined,
  sentGoods: '外壳',
  returnedGoods: '电镀外壳',
  allProcesses: true,
  guarantee: cents('174967'),
  remark: '',
}

test('GcdBsc says every field once, in its order, and reads back', () => {
  const { name, content } = readXml(writeOutwardApplication(application))
  expect(name).toBe('GcdBsc')
  expect(content).toEqual(outwardFields(application).map(({ element, value }) => ({ name: element, content: value })))
  const value = (element: string) => outwardFields(application).find((field) => field.element === element)?.value
  expect([value('levyBlAmt'), value('allTrfoutMarkcd'), value('gcdDays'), value('firstTrfoutTime')]).toEqual([
    '174967',
    '1',
    '90',
    '',
  ])
})

test('a text that XML cannot hold is named by its label', () => {
  expect(outwardMessageProblems(application)).toEqual([])
  expect(outwardMessageProblems({ ...application, remark: '\u0000' })).toEqual(['备注'])
})
