import type { Input, Output } from '../../../shared/contract/contract.ts'
import { mostPlaces, refuse } from '../../../shared/contract/errors.ts'
import type { Call } from '../call.ts'
import { readStoredFile } from '../files/service.ts'
import { openWorkbook } from '../workbook/read-workbook.ts'
import { readHandbook } from './read-handbook.ts'
import type { ReadHandbook } from './read-handbook.ts'
import type { Services } from '../services.ts'

async function read(fileId: string, call: Call): Promise<ReadHandbook> {
  await call.step('打开工作簿', 0, null)
  const bytes = await readStoredFile(call.read((services) => services.files.require(fileId)))
  const handbook = await readHandbook(await openWorkbook(bytes), call.step)
  warnOfOwner(handbook, call)
  return handbook
}

/** A handbook of somebody else in these books is a slip far more often than a wish; but the books of a group may hold it. */
function warnOfOwner(handbook: ReadHandbook, call: Call): void {
  const enterprise = call.read((services) => services.enterprise.get())
  const owners = [handbook.head.operator_customs_code, handbook.head.processor_customs_code]
  if (enterprise && !owners.includes(enterprise.customsCode)) {
    handbook.warnings.push(`手册的经营企业和加工企业都不是本企业（${enterprise.name} ${enterprise.customsCode}）`)
  }
}

const counts = (handbook: ReadHandbook) => ({
  handbookNo: handbook.head.handbook_no,
  materials: handbook.materials.length,
  products: handbook.products.length,
  consumptions: handbook.consumption.length,
})

/** What an import would do, without doing it. */
export async function inspectHandbook(
  input: Input<'handbooks.inspectWorkbook'>,
  call: Call,
): Promise<Output<'handbooks.inspectWorkbook'>> {
  const handbook = await read(input.fileId, call)
  const differences = handbook.rejected.length > 0 ? null : call.read((services) => services.handbooks.differences(handbook))
  return {
    ...counts(handbook),
    sheets: handbook.sheets,
    rejected: handbook.rejected.slice(0, mostPlaces),
    warnings: [...handbook.warnings, ...(differences ?? []).slice(0, 20)],
    state: differences === null ? 'new' : differences.length === 0 ? 'same' : 'differs',
  }
}

/** Reads, checks and writes a handbook: whole or not at all. @throws Refusal workbook.*, handbook.* */
export async function importHandbook(
  input: Input<'handbooks.importWorkbook'>,
  call: Call,
): Promise<Output<'handbooks.importWorkbook'>> {
  const handbook = await read(input.fileId, call)
  if (handbook.rejected.length > 0) {
    refuse({
      code: 'handbook.badRows',
      message: `手册工作簿有 ${handbook.rejected.length} 处不合格，没有写入任何数据。${handbook.rejected[0]?.message ?? ''}`,
      at: { sheet: handbook.rejected[0]?.sheet, row: handbook.rejected[0]?.row, column: handbook.rejected[0]?.column },
      next: '请按列出的位置改正后再导入',
      rejected: handbook.rejected.slice(0, mostPlaces),
      total: handbook.rejected.length,
    })
  }
  return call.write((services) => addUnlessThere(handbook, input.fileId, services, call))
}

async function addUnlessThere(handbook: ReadHandbook, fileId: string, services: Services, call: Call) {
  const result = { ...counts(handbook), warnings: handbook.warnings }
  const differences = services.handbooks.differences(handbook)
  if (differences?.length === 0) return { ...result, unchanged: true }
  if (differences) {
    refuse({
      code: 'handbook.differs',
      message: `手册 ${result.handbookNo} 已在账内，与文件有 ${differences.length} 处不同，没有改动账内手册。${differences.slice(0, 5).join('；')}`,
      next: '账内手册以变更办理，不能用导入覆盖；请核对是否选错了文件',
    })
  }
  await services.handbooks.add(handbook, fileId, (done, total) => call.step('写入手册', done, total))
  return { ...result, unchanged: false }
}
