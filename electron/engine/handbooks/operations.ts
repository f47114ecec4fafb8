import type { Handlers } from '../call.ts'
import { importHandbook, inspectHandbook } from './import-workbook.ts'

export const handbookHandlers = {
  'handbooks.inspectWorkbook': inspectHandbook,
  'handbooks.importWorkbook': importHandbook,
  'handbooks.list': (_, call) => call.read((services) => services.overview.list()),
  'handbooks.get': ({ handbookNo }, call) => call.read((services) => services.overview.get(handbookNo)),
  'handbooks.life': ({ handbookNo }, call) => call.read((services) => services.lifeOverview.of(handbookNo)),
  'handbooks.materials': (input, call) => call.read((services) => services.handbooks.materials(input.handbookNo, input)),
  'handbooks.products': (input, call) => call.read((services) => services.handbooks.products(input.handbookNo, input)),
  'handbooks.consumptions': (input, call) => call.read((services) => services.handbooks.consumptions(input.handbookNo, input)),
} satisfies Partial<Handlers>
