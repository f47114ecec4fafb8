import type { Handlers } from '../call.ts'

export const cleanUpHandlers = {
  'cleanUp.get': (input, call) => call.read((services) => services.cleanUp.get(input)),
  'cleanUp.checks': (input, call) => call.read((services) => services.cleanUp.checks(input)),
} satisfies Partial<Handlers>
