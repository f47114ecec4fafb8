import type { Input, Output } from '../../../shared/contract/contract.ts'
import { mostPlaces, refuse } from '../../../shared/contract/errors.ts'
import type { HandbookRecord } from '../../../shared/domain/handbook-record.ts'
import type { Call } from '../call.ts'
import { openStoredWorkbook } from '../files/open-stored-workbook.ts'
import { refuseRows } from '../workbook/refused-rows.ts'
import { readHandbook } from './read-handbook.ts'
import type { ReadHandbook } from './read-handbook.ts'
import type { Services } from '../services.ts'

async function read(fileId: string, call: Call): Promise<ReadHandbook> {
  const handbook = await readHandbook(await openStoredWorkbook(fileId, call), call.step)
  warnOfOwner(handbook, call)
  return handbook
}

/** A handbook of somebody else in these books is a slip far more often than a wish; but the books of a group may hold it. */
function warnOfOwner({ record, warnings }: ReadHandbook, call: Call): void {
  const enterprise = call.read((services) => services.enterprise.get())
  if (
    enterprise &&
    record &&
    ![record.head.operatorCustomsCode, record.head.processorCustomsCode].includes(enterprise.customsCode)
  ) {
    warnings.push(`手册的经营企业和加工企业都不是本企业（${enterprise.name} ${enterprise.customsCode}）`)
  }
}

/** What an import would do, without doing it. */
export async function inspectHandbook(
  input: Input<'handbooks.inspectWorkbook'>,
  call: Call,
): Promise<Output<'handbooks.inspectWorkbook'>> {
  const { handbookNo, counts, record, sheets, rejected, warnings } = await read(input.fileId, call)
  const differences = record ? call.read((services) => services.handbooks.differences(record)) : null
  return {
    handbookNo,
    ...counts,
    sheets,
    rejected: rejected.slice(0, mostPlaces),
    warnings: [...warnings, ...(differences ?? []).slice(0, 20)],
    state: differences === null ? 'new' : differences.length === 0 ? 'same' : 'differs',
  }
}

/** Reads, checks and writes a handbook: whole or not at all. @throws Refusal workbook.*, handbook.* */
export async function importHandbook(
  input: Input<'handbooks.importWorkbook'>,
  call: Call,
): Promise<Output<'handbooks.importWorkbook'>> {
  const { handbookNo, counts, record, rejected, warnings } = await read(input.fileId, call)
  if (!record) return refuseRows('handbook.badRows', '手册工作簿', rejected)
  const unchanged = await call.write((services) => addUnlessThere(record, input.fileId, services, call))
  return { handbookNo, ...counts, unchanged, warnings }
}

/** True where the very same handbook is there already. */
async function addUnlessThere(record: HandbookRecord, fileId: string, services: Services, call: Call): Promise<boolean> {
  const { handbookNo } = record.head
  const differences = services.handbooks.differences(record)
  if (differences?.length === 0) return true
  if (differences) {
    refuse({
      code: 'handbook.differs',
      message: `手册 ${handbookNo} 已在账内，与文件有 ${differences.length} 处不同，没有改动账内手册。${differences.slice(0, 5).join('；')}`,
      next: '账内手册以变更办理：如文件是要申报的变更，请把它导入为变更草稿；否则请核对是否选错了文件',
    })
  }
  await services.handbooks.add(record, fileId, (done, total) => call.step('写入手册', done, total))
  services.journal.record({ subject: `手册 ${handbookNo}`, what: '从工作簿导入手册', after: importedFigures(record) })
  return false
}

const importedFigures = ({ head, materials, products, consumptions }: HandbookRecord) => ({
  有效期: head.validTo,
  料件: String(materials.length),
  成品: String(products.length),
  单耗: String(consumptions.length),
})
