import { expect, test } from 'vitest'
import { readReceipt } from './receipts.ts'

const fields = {
  PackageId: '01930b0e-5a7c-7000-8000-000000000001',
  Sha256: 'ab'.repeat(32),
  Result: '4',
  At: '2026-11-21 12:05:06',
  HandbookNo: 'C23180000001',
  SeqNo: '202600000000000001',
  ListNo: '',
  Note: '予以备案',
}
const written = (of: Record<string, string>, more = '') =>
  Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?><PackageReceipt>${Object.entries(of)
      .map(([name, text]) => `<${name}>${text}</${name}>`)
      .join('')}${more}</PackageReceipt>`,
  )

test('a technical receipt says of which package, to the last bit, it speaks', () => {
  expect(readReceipt(written(fields, '<Note>第二条</Note>'))).toMatchObject({
    message: 'PackageReceipt',
    ofPackage: { packageId: fields.PackageId, sha256: fields.Sha256, handbookNo: fields.HandbookNo, listNo: '' },
    result: 'approved',
    at: fields.At,
    seqNo: fields.SeqNo,
    notes: ['接收单位：通过', '予以备案', '第二条'],
  })
})

test.each([
  ['1', 'received', 1],
  ['2', 'notReceived', 1],
  ['5', 'manualReview', 2],
  ['3', 'returned', 3],
  ['4', 'approved', 6],
] as const)('result %s is %s', (Result, result, strength) => {
  expect(readReceipt(written({ ...fields, Result }))).toMatchObject({ result, strength })
})

test.each([
  ['PackageId', ''],
  ['PackageId', fields.PackageId.toUpperCase()],
  ['Sha256', 'ab'.repeat(31)],
  ['Result', '6'],
  ['At', '2026-02-30 12:00:00'],
  ['At', '2026-11-21'],
  ['HandbookNo', '../../x'],
  ['SeqNo', '1'],
  ['Surprise', 'x'],
])('%s “%s” is refused in words', (name, text) => {
  expect(() => readReceipt(written({ ...fields, [name]: text }))).toThrow(/技术回执/)
})

test('twice the same element is refused', () => {
  expect(() => readReceipt(written(fields, '<Result>1</Result>'))).toThrow('不止一次')
})

test('the client’s second way to say no needs no number, and must say no', () => {
  const failed = (of: string) => Buffer.from(`<Root><resultFlag>0</resultFlag>${of}<retData/></Root>`)
  expect(readReceipt(failed('<failCode>E12</failCode><failInfo>签名卡未插入</failInfo>'))).toMatchObject({
    message: 'CommonResponeMessage',
    result: 'notReceived',
    notes: ['导入客户端：导入失败（E12）', '签名卡未插入'],
  })
  expect(() => readReceipt(failed('<failCode/><failInfo/>'))).toThrow('没有说明')
})
