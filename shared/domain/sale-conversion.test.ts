import { expect, test } from 'vitest'
import { Exact, quantity, rate } from './exact.ts'
import { convertToMaterials, withoutConsumption } from './sale-conversion.ts'

const line = (materialSeq: number, net: string, tangible = '0', intangible = '0', ratio = '100') => ({
  materialSeq,
  productSeq: 1,
  version: '0',
  netConsumption: rate(net),
  tangibleLossRate: rate(tangible),
  intangibleLossRate: rate(intangible),
  bondedRatio: rate(ratio),
})
const sold = (lineNo: number, amount: string, completion = '100') => ({
  lineNo,
  productSeq: 1,
  version: '0',
  quantity: quantity(amount),
  completion: rate(completion),
})
const totals = (of: ReturnType<typeof convertToMaterials>) => of.map((each) => [each.materialSeq, each.quantity.toText(5)])

test('E-7 200 sets are 500 kg of A and 800 pieces of B', () => {
  expect(totals(convertToMaterials([sold(1, '200')], [line(1, '2.4', '3', '1'), line(2, '4')]))).toEqual([
    [1, '500'],
    [2, '800'],
  ])
})

test('E-34 30 finished defects and 12 pieces made to 60 % are 75 + 18 = 93 kg', () => {
  const [material] = convertToMaterials([sold(1, '30'), sold(2, '12', '60')], [line(1, '2.4', '3', '1')])
  expect(material?.parts.map(({ quantity: part }) => part.toText(5))).toEqual(['75', '18'])
  expect(material?.quantity.toText(5)).toBe('93')
  expect(material?.parts[1]?.formula).toBe('成品 1 版本 0：12 × 净耗 2.4 ÷ (1 − 4%)（单耗 2.5） × 完工 60%')
})

test('the bonded share alone is converted, and nothing is rounded on the way', () => {
  const [material] = convertToMaterials([sold(1, '3')], [line(1, '1', '7', '0', '70')])
  expect(material?.quantity.equals(Exact.fraction(3n * 70n, 93n))).toBe(true)
})

test('a version without consumption is told, not taken for nothing', () => {
  expect(
    withoutConsumption([{ ...sold(1, '1'), version: '9' }, sold(2, '1')], [line(1, '1')]).map(({ lineNo }) => lineNo),
  ).toEqual([1])
})
