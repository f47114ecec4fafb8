import { expect, test } from 'vitest'
import { chainBalance, expectedOutput, stepBalance } from './chip-chain.ts'
import type { ChainStep } from './chip-chain.ts'
import { exactQuantity, printQuantity, printRate, quantity, rate } from './exact.ts'
import type { Exact } from './exact.ts'

const foundry: ChainStep = { gross: rate('1'), yields: [rate('96')] }
const packaging: ChainStep = { gross: rate('520'), yields: [rate('92'), rate('96.5')] }
const design: ChainStep = { gross: rate('1'), yields: [] }
const text = (value: Exact | undefined) => (value ? printQuantity(value.toQuantity()) : '')
const rates = (value: Exact | undefined) => (value ? printRate(value.toRate()) : '')
const ran = (processed: string, produced: string) => ({ processed: quantity(processed), produced: quantity(produced) })

test('E-25 25 raw wafers become 24, 12 480 dies, 11 481 tested and 11 079 chips, and the chain closes', () => {
  expect(text(expectedOutput(quantity('25'), foundry))).toBe('24')
  expect(text(expectedOutput(quantity('24'), { gross: rate('520'), yields: [] }))).toBe('12480')
  expect(text(expectedOutput(quantity('24'), { ...packaging, yields: [rate('92')] }))).toBe('11481')
  expect(text(expectedOutput(quantity('24'), packaging))).toBe('11079')
  const chain = chainBalance([
    { step: foundry, figures: { in: quantity('25'), process: ran('25', '24'), out: quantity('24') } },
    { step: packaging, figures: { in: quantity('24'), process: ran('24', '11079'), out: quantity('11079') } },
    { step: design, figures: { in: quantity('11079'), process: undefined, out: quantity('11079') } },
  ])
  const [wafer, osat, house] = chain.steps
  expect(rates(wafer?.unitConsumption)).toBe('1.041666667')
  expect(text(wafer?.consumed)).toBe('25')
  expect(osat?.loss?.times(exactQuantity(quantity('100'))).toText(6)).toBe('11.225962')
  expect(rates(osat?.unitConsumption)).toBe('0.00216626')
  // With the unit consumption rounded to 9 digits first it would be 23.99999.
  expect(text(osat?.consumed)).toBe('24')
  expect(text(house?.consumed)).toBe('11079')
  expect(chain.steps.map(({ state }) => state)).toEqual(['closed', 'closed', 'closed'])
  expect(chain.steps.map(({ difference }) => text(difference))).toEqual(['0', '0', '0'])
  expect(chain.hops.map(({ difference }) => text(difference))).toEqual(['0', '0'])
  expect(rates(chain.unitConsumption)).toBe('0.002256521')
  expect(text(chain.consumption)).toBe('25')
  // 11 079 ÷ 520 wafers are in the chips; one wafer and 1 401 dies were lost.
  expect(text(chain.embodied)).toBe('21.30577')
  expect(text(chain.lost)).toBe('3.69423')
  expect(text(chain.embodied.plus(chain.lost))).toBe('25')
  expect(chain.state).toBe('closed')
})

test('R-66 what stands in stock or is on its way keeps a chain running, with nothing unaccounted for', () => {
  const chain = chainBalance([
    { step: foundry, figures: { in: quantity('30'), process: ran('25', '24'), out: quantity('20') } },
    { step: packaging, figures: { in: quantity('18'), process: ran('10', '4616'), out: quantity('4000') } },
  ])
  expect(chain.state).toBe('running')
  expect(chain.steps.map(({ state }) => state)).toEqual(['running', 'running'])
  expect(text(chain.difference)).toBe('0')
  expect(text(chain.inTransit)).toBe('2')
})

test('R-66 more used than came in, sent than made, or received than sent is a difference, never a negative stock', () => {
  const used = stepBalance(foundry, { in: quantity('20'), process: ran('25', '24'), out: quantity('24') })
  expect([used.state, text(used.difference)]).toEqual(['differs', '-5'])
  const sent = stepBalance(foundry, { in: quantity('25'), process: ran('25', '24'), out: quantity('48') })
  expect([sent.state, text(sent.difference)]).toEqual(['differs', '-25'])
  const nothingMade = stepBalance(foundry, { in: quantity('25'), process: ran('25', '0'), out: quantity('0') })
  expect([nothingMade.state, text(nothingMade.difference)]).toEqual(['differs', '25'])
  const impossible = stepBalance(foundry, { in: quantity('25'), process: ran('25', '26'), out: quantity('26') })
  expect(impossible.state).toBe('differs')
  const chain = chainBalance([
    { step: foundry, figures: { in: quantity('25'), process: ran('25', '24'), out: quantity('24') } },
    { step: design, figures: { in: quantity('25'), process: undefined, out: quantity('25') } },
  ])
  expect(chain.state).toBe('differs')
  expect(text(chain.difference)).toBe('-1')
})

test('R-66 a chain in which nothing has happened waits', () => {
  const chain = chainBalance([{ step: foundry, figures: { in: quantity('0'), process: undefined, out: quantity('0') } }])
  expect([chain.state, chain.unitConsumption]).toEqual(['waiting', undefined])
})

test('whole units are counted, not rounded: 0.999999 of a chip is none', () => {
  expect(text(expectedOutput(quantity('1'), { gross: rate('1'), yields: [rate('99.9999999')] }))).toBe('0')
  expect(text(expectedOutput(quantity('100'), { gross: rate('1'), yields: [rate('33')] }))).toBe('33')
})
