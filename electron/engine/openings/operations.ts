import type { Handlers } from '../call.ts'
import type { FileFolder } from '../files/service.ts'
import { importOpening, inspectOpening, openingTemplate, withdrawOpening } from './import-workbook.ts'

export const openingHandlers = (folder: FileFolder) =>
  ({
    'openings.get': (input, call) => call.read((services) => services.openings.get(input.handbookNo)),
    'openings.template': (input, call) => openingTemplate(input, call, folder),
    'openings.inspect': inspectOpening,
    'openings.import': importOpening,
    'openings.withdraw': withdrawOpening,
  }) satisfies Partial<Handlers>
