import type { Handlers } from '../call.ts'
import type { FileFolder } from '../files/service.ts'
import { loadSample } from './load-sample.ts'

export const enterpriseHandlers = (folder: FileFolder) =>
  ({
    'enterprise.get': (_, call) => call.read((services) => services.enterprise.get()),
    'enterprise.save': (input, call) => call.write((services) => services.enterprise.save(input)),
    'enterprise.loadSample': (_, call) => loadSample(call, folder),
  }) satisfies Partial<Handlers>
