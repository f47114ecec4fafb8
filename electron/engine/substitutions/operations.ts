import type { Handlers } from '../call.ts'

export const substitutionHandlers = {
  'substitutions.list': (input, call) => call.read((services) => services.substitutions.list(input)),
  'substitutions.check': (input, call) => call.read((services) => services.substitutions.check(input)),
  'substitutions.record': (input, call) => call.write((services) => services.substitutions.record(input)),
  'substitutions.void': (input, call) => call.write((services) => services.substitutions.void(input)),
} satisfies Partial<Handlers>
