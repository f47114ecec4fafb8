import { expect, test } from 'vitest'
import { codeLabel, formatDay, formatQuantity } from './format.ts'

test('quantities have separators of thousands and no trailing zeros', () => {
  expect(formatQuantity('1234567.50000')).toBe('1,234,567.5')
  expect(formatQuantity('-1000')).toBe('-1,000')
  expect(formatQuantity('999.123456789')).toBe('999.123456789')
  expect(formatQuantity('100.000')).toBe('100')
  expect(formatQuantity('0')).toBe('0')
  expect(formatQuantity('')).toBe('')
  expect(formatQuantity('约 1000')).toBe('约 1000')
})

test('a moment is shown as the day it falls on in China', () => {
  expect(formatDay('2025-03-05')).toBe('2025-03-05')
  expect(formatDay('2025-03-04T16:30:00.000Z')).toBe('2025-03-05')
  expect(formatDay('')).toBe('')
})

test('a code stands before its name', () => {
  expect(codeLabel('035', '千克')).toBe('035 千克')
  expect(codeLabel('998', undefined)).toBe('998')
})
