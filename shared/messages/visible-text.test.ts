import { expect, test } from 'vitest'
import { customsReceipt } from '../../test/receipt-files.ts'
import { readReceipt } from './receipts.ts'
import { visibleText } from './visible-text.ts'

test('what is not seen is shown by its number, and nothing else is changed', () => {
  expect(visibleText('通过\u202e单退\u202c')).toBe('通过⟨U+202E⟩单退⟨U+202C⟩')
  expect(visibleText('a\u0000\u200b\u{e0041}\ufeff')).toBe('a⟨U+0000⟩⟨U+200B⟩⟨U+E0041⟩⟨U+FEFF⟩')
  const usual = '第 1 项：数量“10.00000”不符\t（m²）\r\n𠮷 é'
  expect(visibleText(usual)).toBe(usual)
})

test('the reasons of a receipt say what they are', () => {
  const of = { businessId: 'C23325020251', manageResult: '3', manageDate: '2026-01-10 10:00:00', rmk: '\u202e过通' }
  expect(readReceipt(customsReceipt('EML221', of, ['\u2066请补充'])).notes).toEqual([
    '海关：报核退单',
    '⟨U+202E⟩过通',
    '⟨U+2066⟩请补充',
  ])
})
