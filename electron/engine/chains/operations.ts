import type { Handlers } from '../call.ts'

export const chainHandlers = {
  'chains.list': (_, call) => call.read((services) => services.chains.list()),
  'chains.get': ({ chainId }, call) => call.read((services) => services.chains.get(chainId)),
  'chains.save': (input, call) => call.write((services) => services.chains.save(input)),
  'chains.enter': (input, call) => call.write((services) => services.chains.enter(input)),
  'chains.void': (input, call) => call.write((services) => services.chains.void(input)),
} satisfies Partial<Handlers>
