import { expect, test } from 'vitest'
import { bookingReceipt, clientAnswer, customsReceipt, declarationReceipt } from '../../test/receipt-files.ts'
import { explainMessage } from './explain-message.ts'
import { UnreadableMessage } from './received-xml.ts'

const said = (bytes: Uint8Array) =>
  explainMessage(bytes, 100).fields.map(({ part, label, value, meaning }) => [part, label, value, meaning])

test('a receipt of customs is told in words: each reason by itself, the result by the table of its message', () => {
  const answer = { etpsPreentNo: '202600000000000001', businessId: 'B12345678901', manageDate: '2026-11-21 10:00:00' }
  const returned = said(customsReceipt('EML221', { ...answer, manageResult: '3' }, ['余料没有处理', '清单不全']))
  expect(returned).toContainEqual(['审核结果', '处理结果', '3', '报核退单'])
  expect(returned).toContainEqual(['信封', '报文类型', 'EML221', '手册核销审批回执'])
  expect(returned.slice(-2)).toEqual([
    ['审核意见 第 1 项', '意见', '余料没有处理', ''],
    ['审核意见 第 2 项', '意见', '清单不全', ''],
  ])
  // The same code is another result in another message.
  expect(said(customsReceipt('INV201', { ...answer, manageResult: '4' }))).toContainEqual(['审核结果', '处理结果', '4', '预核扣'])
  expect(said(customsReceipt('EML211', { ...answer, manageResult: '2' }))).toContainEqual(['审核结果', '处理结果', '2', '转人工'])
  expect(said(declarationReceipt({ invPreentNo: '1', manageResult: '2', createDate: '' }))).toContainEqual([
    '生成报关单结果',
    '处理结果',
    '2',
    '生成失败',
  ])
})

test('what the import client and the booking say is told in words', () => {
  expect(said(clientAnswer({ SeqNo: '', EtpsPreentNo: 'A-1', DealFlag: '-1', CheckInfo: '重复' }))).toEqual([
    ['导入客户端的应答', '说明', '重复', ''],
    ['导入客户端的应答', '统一编号', '', ''],
    ['导入客户端的应答', '企业内部编号', 'A-1', ''],
    ['导入客户端的应答', '导入结果', '-1', '导入失败'],
  ])
  const booked = said(bookingReceipt({ bondInvtNo: 'QD1', vrfdedMarkcd: '2', formalVrfdedTime: '20261121093000' }))
  expect(booked).toContainEqual(['清单表头', '核扣标记', '2', '已核扣'])
  expect(booked).toContainEqual(['清单表头', '正式核扣时间', '20261121093000', '2026-11-21 09:30:00'])
})

test('parts that stand more than once are numbered, in the path and in words, whatever they leave out', () => {
  const line = (content: string) => `<InvtListType>${content}</InvtListType>`
  const message = `<Signature><Object><Package><DataInfo><BussinessData><InvtMessage><SysId>B1</SysId>${line('<DclUnitcd>035</DclUnitcd>')}${line(
    '<DclCurrcd>502</DclCurrcd><Natcd>116</Natcd><Unheard>x</Unheard>',
  )}</InvtMessage><DelcareFlag>1</DelcareFlag></BussinessData></DataInfo></Package></Object></Signature>`
  const above = 'Signature/Object/Package/DataInfo/BussinessData'
  expect(explainMessage(Buffer.from(message), 100).fields).toEqual([
    { path: `${above}/InvtMessage/SysId`, part: '清单报文', label: '子系统', value: 'B1', meaning: '加工贸易手册' },
    {
      path: `${above}/InvtMessage/InvtListType[1]/DclUnitcd`,
      part: '清单表体 第 1 项',
      label: '申报计量单位',
      value: '035',
      meaning: '千克',
    },
    {
      path: `${above}/InvtMessage/InvtListType[2]/DclCurrcd`,
      part: '清单表体 第 2 项',
      label: '币制',
      value: '502',
      meaning: '美元',
    },
    {
      path: `${above}/InvtMessage/InvtListType[2]/Natcd`,
      part: '清单表体 第 2 项',
      label: '原产国（地区）',
      value: '116',
      meaning: '日本',
    },
    { path: `${above}/InvtMessage/InvtListType[2]/Unheard`, part: '清单表体 第 2 项', label: '', value: 'x', meaning: '' },
    { path: `${above}/DelcareFlag`, part: '业务数据', label: '申报标志', value: '1', meaning: '申报' },
  ])
})

test('no more is explained than asked for, all is counted, and what is no XML is refused', () => {
  const many = Buffer.from(`<Root>${'<Note>x</Note>'.repeat(50)}</Root>`)
  const { fields, total } = explainMessage(many, 20)
  expect([fields.length, total]).toEqual([20, 50])
  expect(() => explainMessage(Buffer.from('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), 20)).toThrow(UnreadableMessage)
})
