import type { Handlers } from '../call.ts'
import type { FileFolder } from '../files/service.ts'
import { exportStocktake } from './export-workbook.ts'
import { countTemplate, importSheet, inspectSheet } from './import-sheet.ts'

export const stocktakeHandlers = (folder: FileFolder) =>
  ({
    'stocktakes.list': (input, call) => call.read((services) => services.stocktakes.list(input)),
    'stocktakes.get': (input, call) => call.read((services) => services.stocktakes.get(input.stocktakeId)),
    'stocktakes.create': (input, call) => call.write((services) => services.stocktakes.create(input)),
    'stocktakes.template': (input, call) => countTemplate(input, call, folder),
    'stocktakes.inspectSheet': inspectSheet,
    'stocktakes.importSheet': (input, call) => importSheet(input, call, folder),
    'stocktakes.saveSheet': (input, call) => call.write((services) => services.stocktakes.saveSheet(input)),
    'stocktakes.removeSheet': (input, call) => call.write((services) => services.stocktakes.removeSheet(input)),
    'stocktakes.counts': (input, call) => call.read((services) => services.stocktakes.counts(input)),
    'stocktakes.explain': (input, call) => call.read((services) => services.stocktakes.explain(input)),
    'stocktakes.divide': (input, call) => call.write((services) => services.stocktakes.divide(input)),
    'stocktakes.judge': (input, call) => call.write((services) => services.stocktakes.judge(input)),
    'stocktakes.makeDrafts': (input, call) => call.write((services) => services.stocktakes.makeDrafts(input.stocktakeId)),
    'stocktakes.settle': (input, call) => call.write((services) => services.stocktakes.settle(input.stocktakeId)),
    'stocktakes.discard': (input, call) => call.write((services) => services.stocktakes.discard(input.stocktakeId)),
    'stocktakes.export': (input, call) => exportStocktake(input, call, folder),
  }) satisfies Partial<Handlers>
