import { describe, expect, test } from 'vitest'
import { Exact, exactMoney, money, rate } from './exact.ts'
import type { Direction } from './posting-rules.ts'
import { allocationRate, deductionCredit, valueBalance, valueRule } from './value-balance.ts'

const of = (entry: string, amount: string) => ({
  direction: entry.slice(0, 1) as Direction,
  mode: entry.slice(1),
  value: exactMoney(money(amount)),
})
const booked = [
  of('I0615', '5000000'),
  of('I0654', '800000'),
  of('I0657', '150000'),
  of('I0700', '40000'),
  of('E0657', '90000'),
  of('E0664', '100000'),
  of('E0700', '40000'),
  of('E0864', '8000'),
  of('E0200', '12000'),
  of('I0644', '260000'),
  of('I0844', '20000'),
  of('E0615', '8200000'),
  of('E0654', '900000'),
  of('E4600', '60000'),
  of('I4600', '60000'),
]

describe('E-29', () => {
  test('E-29 5 460 000 of imports over 9 100 000 of exports are 60 %', () => {
    const balance = valueBalance(booked)
    expect(balance.imports.toCents()).toBe(546_000_000n)
    expect(balance.exports.toCents()).toBe(910_000_000n)
    expect(allocationRate(balance)?.times(Exact.fraction(100n, 1n)).toText(4)).toBe('60')
  })

  test('E-29 a plan of 65 % credits 177 450.00, the actual rate 163 800.00: 13 650.00 to adjust', () => {
    const periods = [{ fob: exactMoney(money('9100000')), levyRate: rate('13'), refundRate: rate('10') }]
    const [planned, actual] = [Exact.fraction(65n, 100n), Exact.fraction(60n, 100n)].map((share) =>
      deductionCredit(periods, share),
    )
    expect([planned?.toCents(), actual?.toCents()]).toEqual([17_745_000n, 16_380_000n])
    expect(planned && actual && planned.minus(actual).toCents()).toBe(1_365_000n)
  })

  test('E-29 the published figure: 400 at 70 % is 280, of which 2 % are 5.6', () => {
    const periods = [{ fob: exactMoney(money('400')), levyRate: rate('13'), refundRate: rate('11') }]
    expect(deductionCredit(periods, Exact.fraction(70n, 100n)).toText(2)).toBe('5.6')
  })
})

test('R-121 takes scrap into account, knows no 来料加工, and has no rate without exports', () => {
  expect(valueRule('0844', 'I')).toMatchObject({ side: 'imports', sign: -1 })
  expect(valueRule('0214', 'I')).toBeUndefined()
  expect(valueRule('0615', 'E')).toMatchObject({ side: 'exports', sign: 1 })
  expect(allocationRate(valueBalance([of('I0615', '10')]))).toBeUndefined()
})
