import type { Handlers } from '../call.ts'
import type { FileFolder } from '../files/service.ts'
import { compareBoms, explodeOn } from './compare-boms.ts'
import { importBoms, importMappings, inspectBoms, inspectMappings } from './import-workbook.ts'

export const partHandlers = (folder: FileFolder) =>
  ({
    'mappings.list': (input, call) => call.read((services) => services.parts.mappings(input, input)),
    'mappings.save': (input, call) => call.write((services) => services.parts.saveMapping(input)),
    'mappings.inspectWorkbook': inspectMappings,
    'mappings.importWorkbook': (input, call) => importMappings(input, call, folder),
    'boms.inspectWorkbook': inspectBoms,
    'boms.importWorkbook': (input, call) => importBoms(input, call, folder),
    'boms.list': (_, call) => call.read((services) => services.parts.boms()),
    'boms.lines': (input, call) => call.read((services) => services.parts.bomLines(input)),
    'boms.explode': (input, call) => call.read((services) => explodeOn(input, services)),
    'boms.compare': (input, call) => call.read((services) => compareBoms(input, services)),
  }) satisfies Partial<Handlers>
