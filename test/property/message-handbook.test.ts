import * as fc from 'fast-check'
import { XmlDocument } from 'libxml2-wasm'
import { describe, expect, test } from 'vitest'
import { day } from '../../shared/domain/day.ts'
import { money, quantity, rate } from '../../shared/domain/exact.ts'
import type { RecordItem } from '../../shared/domain/handbook-record.ts'
import { handbookMessageProblems, readHandbookMessage, writeHandbookMessage } from '../../shared/messages/handbook.ts'
import type { HandbookMessage, MessageConsumption, MessageHead } from '../../shared/messages/handbook.ts'
import { isXmlText } from '../../shared/messages/xml.ts'

const awkward = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }).filter(isXmlText),
  fc.constantFrom('', ' ', '\n', '\r\n', ']]>', '<a>&amp;</a>', '&#13;', ' 螺丝 "M3" <不锈钢> ', '𠮷野家㐀', '①Ⅱ—…'),
)
const most = 2n ** 63n - 1n
/** N19,5, N19,9: the extremes of what the books can hold are among them. */
const scaled = (unit: bigint) =>
  fc.oneof(fc.bigInt(0n, most / unit), fc.constantFrom(0n, 1n, most / unit)).map((value) => value * unit)
const amount = scaled(1n).map((value) => quantity(value))
const ratio = scaled(1n).map((value) => rate(value))
const unitPrice = scaled(10n).map((value) => money(value))
const total = scaled(1000n).map((value) => money(value))
const seq = fc.integer({ min: 1, max: 999_999_999 })
const mark = fc.constantFrom('0' as const, '1' as const, '2' as const, '3' as const)
const someDay = fc.constantFrom(day('2025-03-05'), day('1999-12-31'), day('2199-02-28'))
const dayOrNone = fc.oneof(someDay, fc.constant('' as const))

const head: fc.Arbitrary<MessageHead> = fc.record({
  seqNo: awkward,
  handbookNo: awkward,
  kind: fc.constantFrom('B' as const, 'C' as const),
  innerNo: awkward,
  customsDistrict: awkward,
  operatorCreditCode: awkward,
  operatorCustomsCode: awkward,
  operatorName: awkward,
  processorCreditCode: awkward,
  processorCustomsCode: awkward,
  processorName: awkward,
  processorDistrict: awkward,
  declarantType: fc.constantFrom('' as const, '1' as const, '2' as const, '3' as const),
  declarantCreditCode: awkward,
  declarantCustomsCode: awkward,
  declarantName: awkward,
  declaredOn: dayOrNone,
  supervisionMode: awkward,
  levyNature: awkward,
  approvalNo: awkward,
  importContractNo: awkward,
  exportContractNo: awkward,
  importCurrency: awkward,
  exportCurrency: awkward,
  validTo: someDay,
  processingKind: awkward,
  ports: awkward,
  capacity: amount,
  consumptionStage: fc.constantFrom('1' as const, '2' as const),
  purpose: awkward,
  pauseMark: awkward,
  inputCreditCode: awkward,
  inputCustomsCode: awkward,
  inputName: awkward,
  inputOn: dayOrNone,
  contact: awkward,
  phone: awkward,
  remark: awkward,
})
const item: fc.Arbitrary<RecordItem> = fc.record({
  seq,
  partNo: awkward,
  hsCode: awkward,
  name: awkward,
  spec: awkward,
  unit: awkward,
  legalUnit: awkward,
  secondLegalUnit: awkward,
  quantity: amount,
  unitPrice,
  total,
  currency: awkward,
  country: awkward,
  levyMode: awkward,
  mainMark: fc.constantFrom('' as const, '1' as const, '2' as const),
  attribute: fc.constantFrom('' as const, '1' as const, '9' as const),
  remark: awkward,
})
const consumption: fc.Arbitrary<MessageConsumption> = fc.record({
  productSeq: fc.integer({ min: 1, max: 3 }),
  materialSeq: fc.integer({ min: 1, max: 3 }),
  version: awkward,
  netConsumption: ratio,
  tangibleLossRate: ratio,
  intangibleLossRate: ratio,
  bondedRatio: ratio,
  declarationState: fc.constantFrom('1' as const, '2' as const, '3' as const),
  executionMark: fc.constantFrom('1' as const, '2' as const),
  remark: awkward,
})
const marked = <T>(row: fc.Arbitrary<T>) => fc.array(fc.record({ mark, row }), { maxLength: 3 })
const message: fc.Arbitrary<HandbookMessage> = fc.record({
  declarationType: fc.constantFrom('1' as const, '2' as const),
  head,
  materials: marked(item),
  products: marked(item),
  consumptions: marked(consumption),
  cardCustomsCode: awkward,
})

describe('EmlMessage', () => {
  test('message → handbook → message is the identity, both ways', () => {
    fc.assert(
      fc.property(message, (of) => {
        const text = writeHandbookMessage(of)
        const read = readHandbookMessage(text)
        expect(read).toEqual(of)
        expect(writeHandbookMessage(read)).toBe(text)
      }),
    )
  })

  test('says to libxml2 what it says to us: marks, numbers without gaps, names beside numbers', () => {
    fc.assert(
      fc.property(message, (of) => {
        using document = XmlDocument.fromString(writeHandbookMessage(of))
        const values = (path: string) => document.root.find(path).map((node) => node.content)
        expect(values('NptsEmlImg/ModfMarkcd')).toEqual(of.materials.map((row) => row.mark))
        expect(values('NptsEmlExg/GdsNm')).toEqual(of.products.map(({ row }) => row.name))
        expect(values('NptsEmlConsume/GseqNo')).toEqual(of.consumptions.map((_, index) => `${index + 1}`))
        expect(values('*/SeqNo')).toEqual(['head', ...of.materials, ...of.products, ...of.consumptions].map(() => of.head.seqNo))
        const materialOf = new Map(of.materials.map(({ row }) => [row.seq, row.name]))
        expect(values('NptsEmlConsume/MtpckGdsNm')).toEqual(
          of.consumptions.map(({ row }) => materialOf.get(row.materialSeq) ?? ''),
        )
        expect(values('ImportInfo/MessageType')).toEqual(['NPTS001'])
      }),
    )
  })

  test('a price or text that it cannot carry is refused by its place, never rounded', () => {
    fc.assert(
      fc.property(message, item, fc.bigInt(1n, 9n), (of, row, digit) => {
        const finer = {
          ...of,
          materials: [{ mark: '3' as const, row: { ...row, unitPrice: money(row.unitPrice - (row.unitPrice % 10n) + digit) } }],
        }
        expect(handbookMessageProblems(finer)).toMatchObject([{ part: 'materials', key: `${row.seq}`, column: 'unitPrice' }])
        expect(() => writeHandbookMessage(finer)).toThrow(RangeError)
        const odd = { ...of, head: { ...of.head, remark: 'a\u0001' } }
        expect(handbookMessageProblems(odd).map(({ message: said }) => said)).toEqual(['表头：“备注”含有报文不能书写的字符'])
        expect(handbookMessageProblems(of)).toEqual([])
      }),
    )
  })

  test('takes nothing that it would not write', () => {
    const refusal = (text: string): boolean => {
      try {
        return writeHandbookMessage(readHandbookMessage(text)) !== text
      } catch (error) {
        if (error instanceof RangeError) return true
        throw error
      }
    }
    fc.assert(
      fc.property(message, fc.nat(), (of, at) => {
        const text = writeHandbookMessage(of)
        const lines = text.split('\n')
        const cut = 2 + (at % (lines.length - 4))
        expect(refusal(lines.toSpliced(cut, 1).join('\n'))).toBe(true)
        for (const [was, is] of [
          ['<DclTypeMarkcd>1<', '<DclTypeMarkcd>2<'],
          ['NPTS001', 'NPTS002'],
          ['<EmlType>', '<EmlType>X'],
          ['<ModfMarkcd>', '<ModfMarkcd>7'],
        ] as const)
          if (text.includes(was)) expect(refusal(text.replace(was, is)), is).toBe(true)
      }),
    )
  })
})
