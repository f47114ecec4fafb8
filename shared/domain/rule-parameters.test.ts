import { expect, test } from 'vitest'
import { rowOn } from './dated-row.ts'
import { addDays, day } from './day.ts'
import { parameterText, readParameter, ruleParameterNames, shippedParameters } from './rule-parameters.ts'

const rowsOf = (name: string) => shippedParameters.filter(({ parameter }) => parameter === name)

test.each(ruleParameterNames)('%s comes with the program, one row on a day, none of them malformed', (name) => {
  const rows = rowsOf(name)
  expect(rows.at(-1)?.to).toBeNull()
  for (const [index, { to, value }] of rows.entries()) {
    expect(readParameter(name, value)).toBe(value)
    expect(readParameter(name, parameterText(name, value))).toBe(value)
    const next = rows[index + 1]
    if (next) expect(to && addDays(to, 1)).toBe(next.from)
  }
})

test.each([
  ['deepTransferDeadline', '2023-10-30', 'nextMonth15'],
  ['deepTransferDeadline', '2023-10-31', 'nextMonthEnd'],
  ['collectiveSaleDeadline', '2020-06-30', 'nextMonth15'],
  ['collectiveSaleDeadline', '2020-07-01', 'quarter15'],
  ['surplusGuaranteeShare', '2019-12-31', '50'],
  ['surplusGuaranteeShare', '2020-01-01', 'none'],
  ['paymentStart', '2024-11-30', 'taxBill'],
  ['paymentStart', '2024-12-01', 'declaration'],
])('%s on %s is %s', (name, on, value) => expect(rowOn(rowsOf(name), day(on))?.value).toBe(value))

test('a value is read by its type, and nothing else is taken for one', () => {
  expect(['15', '015', '15.0'].map((text) => readParameter('paymentDays', text))).toEqual(['15', '15', '15'])
  expect(['15.5', '-1', '', '十五', '12345', '0'].map((text) => readParameter('paymentDays', text))).toEqual(
    Array(6).fill(undefined),
  )
  // Nobody divides by it, or by a year that there is not.
  expect(['0', '100', '365'].map((text) => readParameter('interestYearBase', text))).toEqual([undefined, undefined, '365'])
  expect(['50', '050.50', '50.555', '0'].map((text) => readParameter('lateFeeMinimum', text))).toEqual([
    '50',
    '50.5',
    undefined,
    '0',
  ])
  expect(['10', '100', '1000.0'].map((text) => readParameter('surplusLicenceValue', text))).toEqual(['10', '100', '1000'])
  expect(['0.050', '0', '5'].map((text) => readParameter('lateFeeRate', text))).toEqual(['0.05', '0', '5'])
  expect(['次月15日', 'quarter15', '15'].map((text) => readParameter('collectiveSaleDeadline', text))).toEqual([
    'nextMonth15',
    'quarter15',
    undefined,
  ])
  expect(['不再要求', '50', 'none', '是'].map((text) => readParameter('surplusGuaranteeShare', text))).toEqual([
    'none',
    '50',
    'none',
    undefined,
  ])
  expect(['3', '2'].map((text) => readParameter('valueDecimals', text))).toEqual([undefined, '2'])
  expect(readParameter('interestBothEnds', 'constructor')).toBeUndefined()
})
