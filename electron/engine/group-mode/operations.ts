import type { Handlers } from '../call.ts'

export const groupModeHandlers = {
  'groupMode.get': (_, call) => call.read((services) => services.groupMode.get()),
  'groupMode.save': (input, call) => call.write((services) => services.groupMode.save(input)),
} satisfies Partial<Handlers>
