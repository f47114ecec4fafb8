import type { Handlers } from '../call.ts'

export const handbookLifeHandlers = {
  'handbooks.markLastExport': (input, call) => call.write((services) => services.handbookLife.markLastExport(input)),
  'handbooks.terminate': (input, call) => call.write((services) => services.handbookLife.terminate(input)),
  'handbooks.extendClosing': (input, call) => call.write((services) => services.handbookLife.extendClosing(input)),
  'handbooks.close': (input, call) => call.write((services) => services.handbookLife.close(input)),
  'accountCycles.list': ({ handbookNo }, call) => call.read((services) => services.handbookLife.cycles(handbookNo)),
  'accountCycles.open': (input, call) => call.write((services) => services.handbookLife.openCycle(input)),
  'accountCycles.endings': (input, call) => call.read((services) => services.handbookLife.endings(input)),
  'accountCycles.approve': (input, call) => call.write((services) => services.handbookLife.approveCycle(input)),
} satisfies Partial<Handlers>
