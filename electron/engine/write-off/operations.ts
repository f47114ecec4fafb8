import type { Handlers } from '../call.ts'

export const writeOffHandlers = {
  'writeOff.balance': (input, call) => call.read((services) => services.writeOff.balance(input)),
  'writeOff.report': (input, call) => call.read((services) => services.writeOff.report(input)),
  'writeOff.flow': (input, call) => call.read((services) => services.writeOff.flow(input)),
  'writeOff.explain': (input, call) => call.read((services) => services.writeOff.explain(input)),
} satisfies Partial<Handlers>
