import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, day } from '../domain/day.ts'
import { money, quantity } from '../domain/exact.ts'
import type { ListRecordHead, ListRecordLine } from '../domain/list-record.ts'
import { listMessageProblems, readListMessage, writeListMessage } from './bonded-list.ts'
import type { ListMessage } from './bonded-list.ts'

const text = (most: number) =>
  fc.string({ unit: fc.constantFrom('甲', '乙', 'A', '9', '&', '<', '>', ' ', '\r', '\n', '"', '’', '😀'), maxLength: most })
const enterprise = fc.record({ creditCode: text(18), customsCode: text(10), name: text(20) })
/** A group that is written with something in it. */
const some = fc.record({ creditCode: text(18), customsCode: fc.constantFrom('3205940251', '9999990000'), name: text(20) })
const anyDay = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays(day('2000-01-01'), days))
const anyQuantity = fc.bigInt({ min: 1n, max: 10n ** 16n }).map(quantity)

const head: fc.Arbitrary<ListRecordHead> = fc.record({
  seqNo: text(18),
  listNo: text(64),
  changeNo: fc.nat(99),
  declarationType: fc.constantFrom('1', '2', '3'),
  handbookNo: fc.constantFrom('B23325000001', 'C23325000001', 'E23325000001', 'H23325000001'),
  innerNo: text(64),
  operator: enterprise,
  processor: enterprise,
  declarant: enterprise,
  input: enterprise,
  enteredOn: anyDay,
  declaredOn: anyDay,
  direction: fc.constantFrom('I', 'E'),
  goods: fc.constantFrom('I', 'E'),
  mode: fc.constantFrom('0615', '0654', '0644'),
  transportMode: text(1),
  port: text(4),
  customsDistrict: text(4),
  country: text(3),
  listType: text(1),
  flowType: text(1),
  applyNo: text(64),
  relatedListNo: text(64),
  relatedHandbookNo: text(64),
  declaredToCustoms: fc.constantFrom('1', '2'),
  declarationLink: fc.constantFrom('', '1', '2'),
  makesDeclaration: fc.constantFrom('1', '2'),
  declarationForm: text(1),
  correspondingDeclarant: fc.option(some, { nil: undefined }),
  related: fc.option(fc.record({ operator: enterprise, processor: some, declarant: enterprise }), { nil: undefined }),
  remark: text(40),
})
const line = (lineNo: number): fc.Arbitrary<ListRecordLine> =>
  fc.record({
    lineNo: fc.constant(lineNo),
    itemSeq: fc.integer({ min: 1, max: 999_999_999 }),
    declarationLineNo: fc.integer({ min: 1, max: 50 }),
    partNo: text(32),
    hsCode: text(10),
    name: text(40),
    spec: text(40),
    unit: text(3),
    legalUnit: text(3),
    secondLegalUnit: text(3),
    originCountry: text(3),
    destinationCountry: text(3),
    quantity: anyQuantity,
    legalQuantity: anyQuantity,
    secondLegalQuantity: fc.option(anyQuantity, { nil: undefined }),
    unitPrice: fc.bigInt({ min: 1n, max: 10n ** 12n }).map((n) => money(n * 10n)),
    total: fc.bigInt({ min: 1n, max: 10n ** 13n }).map((n) => money(n * 1000n)),
    currency: text(3),
    grossWeight: fc.option(anyQuantity, { nil: undefined }),
    netWeight: fc.option(anyQuantity, { nil: undefined }),
    use: text(4),
    levyMode: text(1),
    version: text(8),
    applyLineNo: text(19),
    mark: fc.constantFrom('0', '1', '2', '3'),
    remark: text(40),
  })
const message: fc.Arbitrary<ListMessage> = fc.record({
  head,
  lines: fc
    .integer({ min: 1, max: 4 })
    .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => line(index + 1)))),
  cardCustomsCode: text(10),
})

test('list → INV101 → list is the identity, and the text is one', () => {
  fc.assert(
    fc.property(message, (list) => {
      const written = writeListMessage(list)
      expect(readListMessage(written)).toEqual(list)
      expect(writeListMessage(readListMessage(written))).toBe(written)
    }),
  )
})

test('the envelope names message, receiver and subsystem by the letter of the handbook (FORMATS §1.3, §2.3)', () => {
  const [list] = fc.sample(message, 1)
  if (!list) throw new Error('no sample')
  const of = (handbookNo: string) => writeListMessage({ ...list, head: { ...list.head, handbookNo } })
  expect(of('C23325000001')).toContain('<SysId>B1</SysId>')
  expect(of('E23325000001')).toContain('<receiver_id>DXPEDCNEMS000002</receiver_id>')
  expect(of('C23325000001')).toMatch(/<message_type>INV101<\/message_type>[\s\S]*<DelcareFlag>1<\/DelcareFlag>/)
})

test('a price of more decimals than the message carries is said, not rounded', () => {
  const [list] = fc.sample(message, 1)
  const [first] = list?.lines ?? []
  if (!list || !first) throw new Error('no sample')
  const finer = { ...list, lines: [{ ...first, unitPrice: money('1.23456'), total: money('1.234') }] }
  expect(listMessageProblems(finer)).toEqual(['第 1 行申报单价最多 4 位小数', '第 1 行申报总价最多 2 位小数'])
  expect(() => writeListMessage(finer)).toThrow(RangeError)
})

test.each(['', '<a/>', '<?xml version="1.0" encoding="UTF-8"?>\n<Signature/>\n'])('another text is no list: %s', (other) => {
  expect(() => readListMessage(other)).toThrow(RangeError)
})
