import type { Handlers } from '../call.ts'
import type { FileFolder } from '../files/service.ts'
import { importReference, inspectReference, referenceTemplate } from './import-workbook.ts'

export const referenceHandlers = (folder: FileFolder) =>
  ({
    'reference.calendar': (_, call) => call.read((services) => services.reference.calendarRows()),
    'reference.consumptionStandards': (_, call) => call.read((services) => services.reference.consumptionStandards()),
    'reference.controlledGoods': (_, call) => call.read((services) => services.reference.controlledGoods()),
    'reference.tariffRates': (_, call) => call.read((services) => services.reference.tariffRates()),
    'reference.exchangeRates': (_, call) => call.read((services) => services.reference.exchangeRates()),
    'reference.interestRates': (_, call) => call.read((services) => services.reference.interestRates()),
    'reference.ruleParameters': (_, call) => call.read((services) => services.reference.ruleParameters()),
    'reference.inspectWorkbook': inspectReference,
    'reference.importWorkbook': importReference,
    'reference.template': (input, call) => referenceTemplate(input, call, folder),
    'capability.get': (_, call) => call.read((services) => services.reference.capability() ?? null),
    'capability.save': (input, call) => call.write((services) => services.reference.saveCapability(input)),
  }) satisfies Partial<Handlers>
