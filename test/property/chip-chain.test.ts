import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { chainBalance, expectedOutput } from '../../shared/domain/chip-chain.ts'
import type { ChainStep, StepFigures } from '../../shared/domain/chip-chain.ts'
import { Exact, printQuantity } from '../../shared/domain/exact.ts'
import type { Quantity, Rate } from '../../shared/domain/exact.ts'

const unit = 100_000n
const whole = (value: bigint) => (value * unit) as Quantity
/** A share of what there is, in whole units. */
const share = (of: bigint, hundredths: number) => (of * BigInt(hundredths)) / 100n

interface Run {
  gross: bigint
  yields: number[]
  processed: number
  sent: number
  received: number
}
const run = fc.record({
  gross: fc.bigInt({ min: 1n, max: 2000n }),
  yields: fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 4 }),
  processed: fc.integer({ min: 0, max: 100 }),
  sent: fc.integer({ min: 0, max: 100 }),
  received: fc.integer({ min: 0, max: 100 }),
})

/** A chain in which each step processes, sends and receives a share of what it has. */
function happened(raw: bigint, runs: readonly Run[]): { step: ChainStep; figures: StepFigures }[] {
  let came = raw
  return runs.map(({ gross, yields, processed, sent, received }) => {
    const step = {
      gross: (gross * 1_000_000_000n) as Rate,
      yields: yields.map((each) => (BigInt(each) * 1_000_000_000n) as Rate),
    }
    const used = share(came, processed)
    const made = expectedOutput(whole(used), step).toQuantity() / unit
    const out = share(made, sent)
    const figures = { in: whole(came), process: { processed: whole(used), produced: whole(made) }, out: whole(out) }
    came = share(out, received)
    return { step, figures }
  })
}

test('R-66 raw input is conserved over any chain: embodied + lost + in stock + on its way', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10_000n }), fc.array(run, { minLength: 1, maxLength: 6 }), (raw, runs) => {
      const chain = chainBalance(happened(raw, runs))
      const sum = chain.embodied.plus(chain.lost).plus(chain.inStock).plus(chain.inTransit)
      expect(sum.equals(chain.rawInput)).toBe(true)
      expect(chain.difference.equals(Exact.zero)).toBe(true)
    }),
  )
})

test('R-66 a chain that has used up and sent on everything closes: its exports × its unit consumption are the raw input', () => {
  const complete = run.map((each) => ({ ...each, processed: 100, sent: 100, received: 100 }))
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 10_000n }), fc.array(complete, { minLength: 1, maxLength: 6 }), (raw, runs) => {
      const chain = chainBalance(happened(raw, runs))
      fc.pre(chain.steps.every(({ produced }) => Exact.zero.isLessThan(produced)))
      expect(chain.state).toBe('closed')
      expect(printQuantity(chain.consumption.toQuantity())).toBe(`${raw}`)
      expect(chain.embodied.plus(chain.lost).equals(chain.rawInput)).toBe(true)
    }),
  )
})
