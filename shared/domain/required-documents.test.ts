import { expect, test } from 'vitest'
import { inOtherDistrict, requiredDocuments } from './required-documents.ts'
import type { DocumentFacts } from './required-documents.ts'

const plain: DocumentFacts = {
  entrusted: false,
  crossDistrict: false,
  firstHandbook: false,
  declaredByAgent: false,
  controlledGoods: false,
  guaranteeDue: false,
}
const required = (facts: Partial<DocumentFacts>) =>
  requiredDocuments({ ...plain, ...facts })
    .filter((each) => each.required)
    .map(({ id }) => id)

test('the information table and the foreign contract go with every filing (R-4)', () => {
  expect(required({})).toEqual(['capability', 'foreignContract'])
  expect(requiredDocuments(plain)).toHaveLength(9)
})

test.each([
  ['entrusted', 'processingContract'],
  ['controlledGoods', 'licences'],
  ['declaredByAgent', 'agency'],
  ['firstHandbook', 'basicInformation'],
  ['crossDistrict', 'plant'],
  ['guaranteeDue', 'guarantee'],
] as const)('%s asks for one document more: %s (R-4)', (fact, document) => {
  expect(required({ [fact]: true }).filter((id) => id !== 'capability' && id !== 'foreignContract')).toEqual([document])
})

test('districts under the same direct customs are not 异地 (R-3)', () => {
  expect([inOtherDistrict('2201', '2244'), inOtherDistrict('2201', '2301'), inOtherDistrict('2201', '')]).toEqual([
    false,
    true,
    false,
  ])
})
