import type { Handlers } from '../call.ts'

export const forexHandlers = {
  'forex.list': (input, call) => call.read((services) => services.forex.list(input)),
  'forex.record': (input, call) => call.write((services) => services.forex.record(input)),
  'forex.void': (input, call) => call.write((services) => services.forex.void(input)),
} satisfies Partial<Handlers>
