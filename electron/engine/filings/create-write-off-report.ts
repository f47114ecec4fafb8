import { isDeepStrictEqual } from 'node:util'
import type { Input, Output } from '../../../shared/contract/contract.ts'
import { readWriteOffReport, writeWriteOffReport } from '../../../shared/messages/write-off-report.ts'
import type { WriteOffReport } from '../../../shared/messages/write-off-report.ts'
import type { Call } from '../call.ts'
import type { FileFolder } from '../files/service.ts'
import { describeFile } from '../packages/build-package.ts'
import { reportWorkbook } from './report-workbook.ts'
import type { NewFile } from './store.ts'

/** 报核: the report as the ledger has it at this moment, checked, and frozen with its files in one transaction. */
export function createWriteOffReport(
  { handbookNo }: Input<'filings.createWriteOffReport'>,
  call: Call,
  folder: FileFolder,
): Promise<Output<'filings.createWriteOffReport'>> {
  return call.write(async (services) => {
    await call.step('核对账本', 0, 3)
    const { report, checks } = services.filings.prepareReport(handbookNo)
    await call.step('写报文与工作簿', 1, 3)
    const contents = [
      { name: 'write-off-report.xml', savedAs: `报核_${handbookNo}_报文.xml`, bytes: Buffer.from(message(report)) },
      { name: 'write-off-report.xlsx', savedAs: `报核_${handbookNo}.xlsx`, bytes: await reportWorkbook(report, checks) },
    ]
    await call.step('保存', 2, 3)
    const files: NewFile[] = []
    for (const { name, savedAs, bytes } of contents) {
      const { sha256, sm3 } = describeFile({ name, bytes })
      files.push({ name, bytes, sha256, sm3, file_id: services.files.record(savedAs, await folder.take([bytes])).fileId })
    }
    return services.filings.addReport(report, checks, files)
  })
}

/** What is frozen says what the report says: it is read back before it is kept. @throws where it does not */
function message(report: WriteOffReport): string {
  const text = writeWriteOffReport(report)
  if (!isDeepStrictEqual(readWriteOffReport(text), report)) throw new Error('the message does not read back as its report')
  return text
}
