import { Exact, exactPercent, exactQuantity, exactRate, noQuantity, quantity } from './exact.ts'
import type { Quantity, Rate } from './exact.ts'

/**
 * 集成电路全产业链保税: enterprises one after another, each with its own handbook, unit and losses (wafer → die → chip). Nothing is
 * rounded on the way: 11 079 chips × 24/11 079 are 24 wafers (E-25).
 */
export interface ChainStep {
  /** Output units in one input unit before any loss. Above zero. */
  gross: Rate
  /** Percent, in the order of the process; none where nothing is lost. */
  yields: readonly Rate[]
}

/** What has happened at a step so far: inputs in its input unit, outputs in its output unit. */
export interface StepFigures {
  in: Quantity
  /** Input that has gone into the process, and whole output that came of it; undefined where nobody has entered any. */
  process: { processed: Quantity; produced: Quantity } | undefined
  out: Quantity
}

type StepState = 'waiting' | 'running' | 'closed' | 'differs'

interface StepBalance {
  in: Exact
  processed: Exact
  /** By the yields, in whole units. */
  expected: Exact
  produced: Exact
  out: Exact
  /** processed × gross − produced, in output units. */
  lost: Exact
  /** in − processed, produced − out: negative where more went on than there was. */
  inputStock: Exact
  outputStock: Exact
  /** processed ÷ produced; undefined where nothing came of it. */
  unitConsumption: Exact | undefined
  /** 1 − produced ÷ (processed × gross); undefined where nothing was processed. */
  loss: Exact | undefined
  /** Input embodied in what has gone out, with its loss. */
  consumed: Exact
  /** in − consumed − what can really stand in stock. */
  difference: Exact
  state: StepState
}

/** Between a step and the next: sent − received, in the unit sent. Above zero it is on its way, below zero more came than was sent. */
interface Hop {
  sent: Exact
  received: Exact
  difference: Exact
}

/** In units of the raw input of the first step. */
export interface ChainBalance {
  steps: StepBalance[]
  hops: Hop[]
  /** Product of the steps' own; undefined where one of them is not known yet. */
  unitConsumption: Exact | undefined
  /** Output of the last step × the chain's unit consumption: what its exports have used up, with every loss on their way. */
  consumption: Exact
  rawInput: Exact
  /** Where all raw input is: in what left the chain, lost, in stock, between two steps. */
  embodied: Exact
  lost: Exact
  inStock: Exact
  inTransit: Exact
  /** rawInput − embodied − lost − inStock − inTransit: zero in a chain that agrees, closed or not. */
  difference: Exact
  state: StepState
}

const one = Exact.fraction(1n, 1n)
const isZero = (value: Exact): boolean => value.equals(Exact.zero)
const isNegative = (value: Exact): boolean => value.isLessThan(Exact.zero)
const notBelowZero = (value: Exact): Exact => (isNegative(value) ? Exact.zero : value)

/** Whole units, what is left of one falls away. `value` ≥ 0. */
const wholeUnits = (value: Exact): Exact => {
  const unit = exactQuantity(quantity('1'))
  const rounded = value.toQuantity()
  // The rounding to 10⁻⁵ may have reached the next whole unit: then the fraction itself is below it.
  const whole = exactQuantity((rounded - (rounded % quantity('1'))) as Quantity)
  return value.isLessThan(whole) ? whole.minus(unit) : whole
}

/** Output that the yields promise for an input: whole units are counted after each (a chip is there or it is not). */
export function expectedOutput(processed: Quantity, step: ChainStep): Exact {
  let output = exactQuantity(processed).times(exactRate(step.gross))
  for (const percent of step.yields) output = wholeUnits(output.times(exactPercent(percent)))
  return output
}

/** what stands where in one step. */
export function stepBalance(step: ChainStep, figures: StepFigures): StepBalance {
  const gross = exactRate(step.gross)
  const [came, out] = [exactQuantity(figures.in), exactQuantity(figures.out)]
  // Where nothing is lost and no processing entered, what goes out has been processed on its way.
  const implied = !figures.process && step.yields.length === 0
  const processed = implied ? out.dividedBy(gross) : exactQuantity(figures.process?.processed ?? noQuantity)
  const produced = implied ? out : exactQuantity(figures.process?.produced ?? noQuantity)
  const unitConsumption = implied ? one.dividedBy(gross) : isZero(produced) ? undefined : processed.dividedBy(produced)
  const [inputStock, outputStock] = [came.minus(processed), produced.minus(out)]
  const perOutput = unitConsumption ?? Exact.zero
  const consumed = out.times(perOutput)
  const difference = came.minus(consumed).minus(notBelowZero(inputStock)).minus(notBelowZero(outputStock).times(perOutput))
  const lost = processed.times(gross).minus(produced)
  return {
    in: came,
    processed,
    expected: implied ? out : expectedOutput(figures.process?.processed ?? noQuantity, step),
    produced,
    out,
    lost,
    inputStock,
    outputStock,
    unitConsumption,
    loss: isZero(processed) ? undefined : one.minus(produced.dividedBy(processed.times(gross))),
    consumed,
    difference,
    state: stateOf(),
  }

  function stateOf(): StepState {
    if (isNegative(inputStock) || isNegative(outputStock) || isNegative(lost) || !isZero(difference)) return 'differs'
    if (isZero(came)) return 'waiting'
    return isZero(inputStock) && isZero(outputStock) ? 'closed' : 'running'
  }
}

/** R-66, the end check: exports of the last enterprise × unit consumption of the chain = raw material used, with what was lost. */
export function chainBalance(parts: readonly { step: ChainStep; figures: StepFigures }[]): ChainBalance {
  const steps = parts.map(({ step, figures }) => stepBalance(step, figures))
  const hops: Hop[] = []
  let unitConsumption: Exact | undefined = one
  /** Output units of the steps so far in one unit of raw input, before any loss. */
  let gross = one
  const sums = { lost: Exact.zero, inStock: Exact.zero, inTransit: Exact.zero }
  const add = (to: keyof typeof sums, amount: Exact) => {
    sums[to] = sums[to].plus(amount.dividedBy(gross))
  }
  for (const [index, part] of parts.entries()) {
    const balance = steps[index] as StepBalance
    add('inStock', notBelowZero(balance.inputStock))
    gross = gross.times(exactRate(part.step.gross))
    add('lost', notBelowZero(balance.lost))
    add('inStock', notBelowZero(balance.outputStock))
    unitConsumption = unitConsumption && balance.unitConsumption && unitConsumption.times(balance.unitConsumption)
    const next = steps[index + 1]
    if (!next) continue
    const difference = balance.out.minus(next.in)
    hops.push({ sent: balance.out, received: next.in, difference })
    add('inTransit', notBelowZero(difference))
  }
  const rawInput = steps[0]?.in ?? Exact.zero
  const lastOut = steps.at(-1)?.out ?? Exact.zero
  const embodied = lastOut.dividedBy(gross)
  const accounted = embodied.plus(sums.lost).plus(sums.inStock).plus(sums.inTransit)
  return {
    steps,
    hops,
    unitConsumption,
    consumption: lastOut.times(unitConsumption ?? Exact.zero),
    rawInput,
    embodied,
    ...sums,
    difference: rawInput.minus(accounted),
    state: stateOf(),
  }

  function stateOf(): StepState {
    if (steps.some(({ state }) => state === 'differs') || hops.some(({ difference }) => isNegative(difference))) return 'differs'
    if (steps.every(({ state }) => state === 'waiting')) return 'waiting'
    const agrees = hops.every(({ difference }) => isZero(difference))
    return agrees && steps.every(({ state }) => state === 'closed') ? 'closed' : 'running'
  }
}
