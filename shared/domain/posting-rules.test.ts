import { describe, expect, test } from 'vitest'
import { supervisionModeName } from '../codes/tables.ts'
import { modesFor, postingRule, postingRules } from './posting-rules.ts'

test('every posting rule is unique and its mode is in the customs table', () => {
  const keys = postingRules.map(({ mode, direction, goods }) => `${mode} ${direction} ${goods}`)
  expect(new Set(keys).size).toBe(keys.length)
  for (const { mode, letters } of postingRules) {
    expect(supervisionModeName(mode), mode).toBeDefined()
    expect(letters, mode).toMatch(/^[BCEH]+$/)
  }
})

describe('R-106 signs', () => {
  test.each([
    ['0615', 'I', 'material', 'direct', 1],
    ['0654', 'I', 'material', 'transferIn', 1],
    ['0657', 'I', 'material', 'surplusIn', 1],
    ['0657', 'E', 'material', 'surplusOut', -1],
    ['0700', 'I', 'material', 'exchangeIn', 1],
    ['0700', 'E', 'material', 'exchangeOut', -1],
    ['0644', 'I', 'material', 'domestic', -1],
    ['0664', 'E', 'material', 'reexport', -1],
    ['0200', 'E', 'material', 'destroyed', -1],
    ['0200', 'I', 'material', 'destroyed', -1],
    ['0844', 'I', 'material', 'scrapDisposed', 0],
    ['0864', 'E', 'material', 'scrapDisposed', 0],
    ['0400', 'I', 'material', 'scrapDisposed', 0],
    ['0615', 'E', 'product', 'exported', 1],
    ['0654', 'E', 'product', 'transferredOut', 1],
    ['4600', 'I', 'product', 'returnedIn', -1],
    ['4600', 'E', 'product', 'returnedOut', 1],
    ['0744', 'I', 'product', 'otherwiseOut', 1],
  ] as const)('%s %s %s stands under %s with sign %i', (mode, direction, goods, column, sign) => {
    expect(postingRule(mode, direction, goods)).toMatchObject({ column, sign })
  })

  test.each([
    ['0615', 'E', 'material'],
    ['0644', 'E', 'material'],
    ['9700', 'I', 'material'],
    ['0320', 'I', 'material'],
    ['0844', 'I', 'product'],
  ] as const)('%s %s %s is not booked', (mode, direction, goods) => {
    expect(postingRule(mode, direction, goods)).toBeUndefined()
  })
})

test('a 来料 mode does not stand in a 进料 handbook (R-2)', () => {
  expect(postingRule('0214', 'I', 'material')?.letters).toBe('BE')
  expect(modesFor('C', 'I', 'material')).not.toContain('0214')
  expect(modesFor('B', 'I', 'material')).toContain('0214')
})
