import type { Handlers } from '../call.ts'
import { taxYear } from './tax-year.ts'

export const taxWriteOffHandlers = {
  'taxWriteOff.value': (input, call) => call.read((services) => services.taxWriteOff.value(input)),
  'taxWriteOff.savePlan': (input, call) => call.write((services) => services.taxWriteOff.savePlan(input)),
  'taxWriteOff.savePeriods': (input, call) => call.write((services) => services.taxWriteOff.savePeriods(input)),
  'taxWriteOff.year': ({ year }, call) =>
    call.read((services) => ({
      ...services.taxWriteOff.year(year),
      filings: services.filings.ofSubject('taxWriteOff', taxYear(year)),
    })),
} satisfies Partial<Handlers>
