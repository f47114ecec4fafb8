import { addWorkingDays } from './calendar.ts'
import type { Calendar } from './calendar.ts'
import type { Day } from './day.ts'
import { addCents, exactMoney, exactPercent, negateQuantity, noCents, noQuantity } from './exact.ts'
import type { Cents, Money, Quantity, Rate } from './exact.ts'

/** 外发加工 (R-61 … R-64): what stands at the contractor, until when it is filed, and what it is guaranteed by. */
export type OutwardGoods = 'material' | 'semiFinished' | 'product' | 'scrap' | 'defect' | 'byProduct' | 'surplus'
/** Of what was sent out, what can go into something else. */
export type UsedGoods = 'material' | 'semiFinished' | 'product' | 'defect'

interface MovedLine {
  goods: OutwardGoods
  itemSeq: number
  quantity: Quantity
  /** Of goods sent out that have gone into what comes back as something else; none of what comes back as it went. */
  uses: readonly { goods: UsedGoods; itemSeq: number; quantity: Quantity }[]
}
export interface OutwardMovement {
  kind: 'dispatch' | 'return'
  movedOn: Day
  lines: readonly MovedLine[]
}

export interface Outstanding {
  goods: OutwardGoods
  itemSeq: number
  sent: Quantity
  returned: Quantity
  used: Quantity
  out: Quantity
}

/** Surplus is material that comes back as it went. */
const standsAs = (goods: OutwardGoods): OutwardGoods => (goods === 'surplus' ? 'material' : goods)
const order: readonly OutwardGoods[] = ['material', 'semiFinished', 'product', 'defect', 'scrap', 'byProduct']

/** What a line does to what stands outside. */
type Effect = { goods: OutwardGoods; itemSeq: number; column: 'sent' | 'returned' | 'used'; quantity: Quantity }

/**
 * Goods that were made outside, or fell off there, come back without ever having been sent. Of scrap and by-products nothing more is
 * used up: the unit consumption of the product holds them already.
 */
function* effects({ kind, lines }: OutwardMovement): Generator<Effect> {
  for (const { goods, itemSeq, quantity, uses } of lines) {
    if (kind === 'dispatch') yield { goods: standsAs(goods), itemSeq, column: 'sent', quantity }
    else if (uses.length > 0) for (const use of uses) yield { ...use, column: 'used' }
    else if (goods !== 'scrap' && goods !== 'byProduct') yield { goods: standsAs(goods), itemSeq, column: 'returned', quantity }
  }
}

const keyOf = ({ goods, itemSeq }: { goods: OutwardGoods; itemSeq: number }): string => `${goods}:${itemSeq}`

/** By day; on the same day what goes out goes before what comes back. */
const inOrder = (movements: readonly OutwardMovement[]): OutwardMovement[] =>
  movements.toSorted((a, b) => (a.movedOn < b.movedOn ? -1 : a.movedOn > b.movedOn ? 1 : a.kind < b.kind ? -1 : 1))

/** Per goods and item: sent, come back as it went, used up in what came back, still out. Voided slips are not given. */
export function outstanding(movements: readonly OutwardMovement[]): Outstanding[] {
  const rows = new Map<string, Outstanding>()
  for (const movement of movements) {
    for (const effect of effects(movement)) {
      const { goods, itemSeq, column, quantity } = effect
      const none = { goods, itemSeq, sent: noQuantity, returned: noQuantity, used: noQuantity, out: noQuantity }
      const row = rows.get(keyOf(effect)) ?? none
      const out = column === 'sent' ? quantity : negateQuantity(quantity)
      rows.set(keyOf(effect), {
        ...row,
        [column]: (row[column] + quantity) as Quantity,
        out: (row.out + out) as Quantity,
      })
    }
  }
  return [...rows.values()].toSorted((a, b) => order.indexOf(a.goods) - order.indexOf(b.goods) || a.itemSeq - b.itemSeq)
}

/** The first day on which more has come back, or been used up, than had gone out by then; undefined where there is none. */
export function returnedTooMuch(movements: readonly OutwardMovement[]): (Outstanding & { on: Day }) | undefined {
  const ordered = inOrder(movements)
  for (const [index, { kind, movedOn }] of ordered.entries()) {
    if (kind === 'dispatch') continue
    const below = outstanding(ordered.slice(0, index + 1)).find(({ out }) => out < 0n)
    if (below) return { ...below, on: movedOn }
  }
  return undefined
}

/** The day of the first slip out; undefined before it. */
export const firstDispatch = (movements: readonly OutwardMovement[]): Day | undefined =>
  movements
    .filter(({ kind }) => kind === 'dispatch')
    .map(({ movedOn }) => movedOn)
    .toSorted()[0]

/** the application is filed within so many working days (three) of the first dispatch, which is not counted (E-17). */
export const outwardDeadline = (firstDispatchOn: Day, workingDays: number, calendar: Calendar): Day =>
  addWorkingDays(firstDispatchOn, workingDays, calendar)

export interface GuaranteeLine {
  value: Money
  /** Percent. */
  dutyRate: Rate
  vatRate: Rate
}

/** where all processes are sent out, Σ(value × duty) + Σ(value + duty) × VAT; each tax of a line to the cent, and nothing before it (C-3, C-5, E-18). */
export function outwardGuarantee(lines: readonly GuaranteeLine[]): { lines: { duty: Cents; vat: Cents }[]; total: Cents } {
  const taxes = lines.map(({ value, dutyRate, vatRate }) => {
    const duty = exactMoney(value).times(exactPercent(dutyRate))
    const vat = exactMoney(value).plus(duty).times(exactPercent(vatRate))
    return { duty: duty.toCents(), vat: vat.toCents() }
  })
  return { lines: taxes, total: taxes.reduce((sum, { duty, vat }) => addCents(addCents(sum, duty), vat), noCents) }
}
