import type { Handlers } from '../call.ts'
import { createSigningKey } from './create-key.ts'

export const keyHandlers = {
  'keys.create': createSigningKey,
  'keys.list': (_, call) => call.read((services) => services.keys.list()),
} satisfies Partial<Handlers>
