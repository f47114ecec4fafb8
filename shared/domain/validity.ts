import { addYears } from './day.ts'
import type { Day } from './day.ts'

/** validity from set-up, in years: at first, and with all extensions. Goods with a long cycle follow their contract. */
interface ValidityLimits {
  firstYears: number
  maximumYears: number
}
export const usualValidity: ValidityLimits = { firstYears: 1, maximumYears: 2 }

/** The last day that a new handbook may be valid to. */
export const latestFirstValidTo = (establishedOn: Day, limits = usualValidity): Day => addYears(establishedOn, limits.firstYears)

/** The last day that any extension may reach. */
export const latestValidTo = (establishedOn: Day, limits = usualValidity): Day => addYears(establishedOn, limits.maximumYears)

/** a change, and so an extension, is filed on the last day of validity at the latest. */
export const mayBeChangedOn = (filedOn: Day, validTo: Day): boolean => filedOn <= validTo

type ExtensionProblem = 'expired' | 'notLater' | 'beyondMaximum'

/** What forbids an extension to `extendedTo` filed on `filedOn` (R-14 … R-16); undefined when nothing does. */
export function extensionProblem(
  of: { establishedOn: Day; validTo: Day; extendedTo: Day; filedOn: Day },
  limits = usualValidity,
): ExtensionProblem | undefined {
  if (!mayBeChangedOn(of.filedOn, of.validTo)) return 'expired'
  if (of.extendedTo <= of.validTo) return 'notLater'
  return of.extendedTo > latestValidTo(of.establishedOn, limits) ? 'beyondMaximum' : undefined
}
