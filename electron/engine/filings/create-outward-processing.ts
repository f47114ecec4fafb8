import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import type { Call } from '../call.ts'
import type { FileFolder } from '../files/service.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'
import { checksOf, checkSheet } from './check-sheet.ts'
import { applicationSha256 } from './filing-source.ts'
import { plainName } from './filing-names.ts'
import { keepFiles } from './keep-files.ts'
import type { FilingContent } from './keep-files.ts'

/** 外发加工申报表: what it says at this moment, guarded, and frozen as data and a workbook for people. */
export function createOutwardProcessing(
  { applicationId }: Input<'filings.createOutwardProcessing'>,
  call: Call,
  folder: FileFolder,
): Promise<Output<'filings.createOutwardProcessing'>> {
  return call.write(async (services) => {
    await call.step('核对申报表', 0, 2)
    const { outwardProcessing } = services
    const { handbookId, state, subject, xml, sheets, figures, guards } = outwardProcessing.filingContent(applicationId)
    if (state !== 'draft' && state !== 'returned') {
      refuse({
        code: 'filing.draftLocked',
        message: state === 'filed' ? '申报表已签名申报，正在等待结果' : '申报表已备案或已结束，不能再申报',
        at: { field: 'applicationId' },
        next: state === 'filed' ? '请在申报箱登记结果' : '请新建申报表',
      })
    }
    await call.step('写数据与工作簿', 1, 2)
    const name = `外发加工_${plainName(subject)}`
    const checks = checksOf(guards)
    const contents: FilingContent[] = [
      ...(xml === '' ? [] : [{ name: 'outward-processing.xml', savedAs: `${name}.xml`, bytes: Buffer.from(xml) }]),
      { name: 'outward-processing.xlsx', savedAs: `${name}.xlsx`, bytes: await writeWorkbook([...sheets, checkSheet(checks)]) },
    ]
    return services.filings.freeze({
      kind: 'outwardProcessing',
      handbookId,
      draft: { draftId: applicationId, proposalSha256: applicationSha256(outwardProcessing, applicationId) },
      subject,
      checks,
      figures,
      files: await keepFiles(services, folder, contents),
    })
  })
}
