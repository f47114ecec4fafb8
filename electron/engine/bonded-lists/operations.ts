import type { Handlers } from '../call.ts'
import type { FileFolder } from '../files/service.ts'
import { importLists, inspectLists } from './import-workbook.ts'

export const bondedListHandlers = (folder: FileFolder) =>
  ({
    'bondedLists.inspectWorkbook': inspectLists,
    'bondedLists.importWorkbook': (input, call) => importLists(input, call, folder),
    'bondedLists.list': (input, call) => call.read((services) => services.bondedLists.list(input.handbookNo, input)),
    'bondedLists.get': (input, call) => call.read((services) => services.bondedLists.get(input.handbookNo, input.listNo)),
    'bondedLists.lines': (input, call) => call.read((services) => services.bondedLists.lines(input.handbookNo, input)),
    'bondedLists.imports': (input, call) => call.read((services) => services.bondedLists.imports(input.handbookNo)),
    'bondedLists.settleRefusals': (input, call) => call.write((services) => services.bondedLists.settleRefusals(input.importId)),
  }) satisfies Partial<Handlers>
