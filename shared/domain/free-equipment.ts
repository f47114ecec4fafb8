import { addMonths, addYears } from './day.ts'
import type { Day } from './day.ts'
import { Exact, exactCents, exactMoney, exactPercent } from './exact.ts'
import type { Cents, Money, Rate } from './exact.ts'

/** equipment that the foreign side provides free is supervised for five years from its import. */
const supervisedYears = 5
const supervisedMonths = supervisedYears * 12

/** Released by itself on this day. */
export const equipmentFreeOn = (importedOn: Day): Day => addYears(importedOn, supervisedYears)

/** Months of use: whole months, and one more for a rest of 15 days or above. At most the whole term. */
export function monthsUsed(importedOn: Day, releasedOn: Day): number {
  let months = 0
  while (months < supervisedMonths && addMonths(importedOn, months + 1) <= releasedOn) months += 1
  const rest = (Date.parse(releasedOn) - Date.parse(addMonths(importedOn, months))) / 86_400_000
  return months < supervisedMonths && rest >= 15 ? months + 1 : months
}

interface Release {
  months: number
  /** 计税价格 = price × (1 − months ÷ 60), and what is paid of it: CNY, rounded half-up to a cent each (C-3). */
  value: Cents
  duty: Cents
  vat: Cents
  total: Cents
}

/** What an early release costs. `price` in CNY; rates in percent. */
export function equipmentRelease(of: { price: Money; importedOn: Day; releasedOn: Day; dutyRate: Rate; vatRate: Rate }): Release {
  const months = monthsUsed(of.importedOn, of.releasedOn)
  const value = exactMoney(of.price)
    .times(Exact.fraction(BigInt(supervisedMonths - months), BigInt(supervisedMonths)))
    .toCents()
  const duty = exactCents(value).times(exactPercent(of.dutyRate)).toCents()
  const vat = exactCents(value).plus(exactCents(duty)).times(exactPercent(of.vatRate)).toCents()
  return { months, value, duty, vat, total: (duty + vat) as Cents }
}
