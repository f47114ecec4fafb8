import type { Handlers } from '../call.ts'

export const outwardProcessingHandlers = {
  'outwardProcessing.list': (input, call) => call.read((services) => services.outwardProcessing.list(input)),
  'outwardProcessing.get': ({ applicationId }, call) => call.read((services) => services.outwardProcessing.get(applicationId)),
  'outwardProcessing.save': (input, call) => call.write((services) => services.outwardProcessing.save(input)),
  'outwardProcessing.move': (input, call) => call.write((services) => services.outwardProcessing.movements.move(input)),
  'outwardProcessing.voidMovement': (input, call) => call.write((services) => services.outwardProcessing.movements.void(input)),
  'outwardProcessing.proposeUses': (input, call) =>
    call.read((services) => services.outwardProcessing.movements.proposeUses(input)),
  'outwardProcessing.close': (input, call) => call.write((services) => services.outwardProcessing.close(input)),
} satisfies Partial<Handlers>
