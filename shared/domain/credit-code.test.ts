import { expect, test } from 'vitest'
import { isCreditCode } from './credit-code.ts'

test('the last character checks the others (GB 32100)', () => {
  expect(isCreditCode('91320594MA1202516U')).toBe(true)
  for (const wrong of [
    '91320594MA1202516V',
    '91320594MA1202561U',
    '91320594MA120251U',
    '91320594MA1202516UU',
    '91320594MAI202516U',
    '',
  ]) {
    expect(isCreditCode(wrong), wrong).toBe(false)
  }
})

test('any single wrong character is noticed', () => {
  const code = '91320594MA1202516U'
  for (let at = 0; at < code.length; at++) {
    for (const other of '0123456789ABCDEFGHJKLMNPQRTUWXY') {
      if (other !== code[at]) expect(isCreditCode(code.slice(0, at) + other + code.slice(at + 1))).toBe(false)
    }
  }
})
