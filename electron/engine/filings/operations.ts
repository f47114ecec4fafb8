import type { Handlers } from '../call.ts'
import type { FileFolder } from '../files/service.ts'
import { createBondedList } from './create-bonded-list.ts'
import { createCapabilityTable } from './create-capability-table.ts'
import { createForexReport } from './create-forex-report.ts'
import { createHandbookFiling } from './create-handbook-filing.ts'
import { createOutwardProcessing } from './create-outward-processing.ts'
import { createSelfVerification } from './create-self-verification.ts'
import { createTaxWriteOff } from './create-tax-write-off.ts'
import { createTransferPackage } from './create-transfer-package.ts'
import { createWriteOffReport } from './create-write-off-report.ts'
import { exportFiling } from './export-filing.ts'
import { signFiling, signMany } from './sign-filing.ts'

export const filingHandlers = (folder: FileFolder) =>
  ({
    'filings.createWriteOffReport': (input, call) => createWriteOffReport(input, call, folder),
    'filings.createHandbookFiling': (input, call) => createHandbookFiling(input, call, folder),
    'filings.createSelfVerification': (input, call) => createSelfVerification(input, call, folder),
    'filings.createBondedList': (input, call) => createBondedList(input, call, folder),
    'filings.createOutwardProcessing': (input, call) => createOutwardProcessing(input, call, folder),
    'filings.createTransferPackage': (input, call) => createTransferPackage(input, call, folder),
    'filings.createTaxWriteOff': (input, call) => createTaxWriteOff(input, call, folder),
    'filings.createCapabilityTable': (input, call) => createCapabilityTable(input, call, folder),
    'filings.createForexReport': (input, call) => createForexReport(input, call, folder),
    'filings.recordAnswer': (input, call) =>
      call.write((services) => {
        services.filingAnswers.record(input)
        return services.filings.get(input.filingId)
      }),
    'filings.list': (input, call) => call.read((services) => services.filings.list(input.handbookNo)),
    'filings.get': ({ filingId }, call) => call.read((services) => services.filings.get(filingId)),
    'filings.sign': signFiling,
    'filings.signMany': signMany,
    'filings.export': (input, call) => exportFiling(input, call, folder),
  }) satisfies Partial<Handlers>
