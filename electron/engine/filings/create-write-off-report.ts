import { isDeepStrictEqual } from 'node:util'
import type { Input, Output } from '../../../shared/contract/contract.ts'
import { readWriteOffReport, writeWriteOffReport } from '../../../shared/messages/write-off-report.ts'
import type { WriteOffReport } from '../../../shared/messages/write-off-report.ts'
import type { Call } from '../call.ts'
import type { FileFolder } from '../files/service.ts'
import { keepFiles } from './keep-files.ts'
import { headOf } from '../write-off/report-head.ts'
import { reportWorkbook } from './report-workbook.ts'

/** 报核: the report as the ledger has it at this moment, checked, and frozen with its files in one transaction. */
export function createWriteOffReport(
  { handbookNo }: Input<'filings.createWriteOffReport'>,
  call: Call,
  folder: FileFolder,
): Promise<Output<'filings.createWriteOffReport'>> {
  return call.write(async (services) => {
    await call.step('核对账本', 0, 3)
    const { handbook, report, checks } = services.filings.prepareReport(handbookNo)
    await call.step('写报文与工作簿', 1, 3)
    const contents = [
      { name: 'write-off-report.xml', savedAs: `报核_${handbookNo}_报文.xml`, bytes: Buffer.from(message(report)) },
      { name: 'write-off-report.xlsx', savedAs: `报核_${handbookNo}.xlsx`, bytes: await reportWorkbook(report, checks) },
    ]
    await call.step('保存', 2, 3)
    const files = await keepFiles(services, folder, contents)
    return services.filings.freeze({
      kind: 'writeOffReport',
      handbookId: handbook.id,
      draft: null,
      subject: '',
      seqNo: report.seqNo,
      checks,
      figures: headOf(report),
      files,
    })
  })
}

/** What is frozen says what the report says: it is read back before it is kept. @throws where it does not */
function message(report: WriteOffReport): string {
  const text = writeWriteOffReport(report)
  if (!isDeepStrictEqual(readWriteOffReport(text), report)) throw new Error('the message does not read back as its report')
  return text
}
