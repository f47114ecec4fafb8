import type { Handlers } from '../call.ts'
import type { Clock } from '../clock.ts'
import type { FileFolder } from '../files/service.ts'
import { importWeighings, inspectWeighings } from './import-weighings.ts'
import { saleSheetWorkbook } from './sheet-workbook.ts'

export const domesticSaleHandlers = (folder: FileFolder, clock: Clock) =>
  ({
    'domesticSales.list': (input, call) => call.read((services) => services.domesticSales.list(input)),
    'domesticSales.get': ({ saleId }, call) => call.read((services) => services.domesticSales.get(saleId)),
    'domesticSales.preview': (input, call) => call.read((services) => services.domesticSales.preview(input)),
    'domesticSales.save': (input, call) => call.write((services) => services.domesticSales.save(input)),
    'domesticSales.makeLists': ({ saleId }, call) => call.write((services) => services.domesticSales.makeLists(saleId)),
    'domesticSales.takeBack': ({ saleId }, call) => call.write((services) => services.domesticSales.takeBack(saleId)),
    'domesticSales.settle': (input, call) => call.write((services) => services.domesticSales.settle(input)),
    'domesticSales.discard': ({ saleId }, call) => call.write((services) => services.domesticSales.discard(saleId)),
    'domesticSales.attach': (input, call) => call.write((services) => services.domesticSales.attach(input)),
    'domesticSales.detach': (input, call) => call.write((services) => services.domesticSales.detach(input)),
    'domesticSales.collective': (input, call) => call.read((services) => services.domesticSales.collective(input)),
    'domesticSales.sheetWorkbook': (input, call) => saleSheetWorkbook(input, call, folder),
    'scrap.control': (input, call) => call.read((services) => services.domesticSales.scrap.control(input)),
    'scrap.weigh': (input, call) => call.write((services) => services.domesticSales.scrap.weigh(input)),
    'scrap.voidWeighing': (input, call) => call.write((services) => services.domesticSales.scrap.voidWeighing(input)),
    'scrap.inspectWeighings': (input, call) => inspectWeighings(input, call, clock),
    'scrap.importWeighings': (input, call) => importWeighings(input, call, clock),
  }) satisfies Partial<Handlers>
