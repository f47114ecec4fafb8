import type { Handlers } from '../call.ts'

export const selectiveTaxationHandlers = {
  'selectiveTaxation.compare': (input, call) => call.read((services) => services.selectiveTaxation.compare(input)),
  'selectiveTaxation.save': (input, call) => call.write((services) => services.selectiveTaxation.save(input)),
  'selectiveTaxation.list': (_, call) => call.read((services) => services.selectiveTaxation.list()),
} satisfies Partial<Handlers>
