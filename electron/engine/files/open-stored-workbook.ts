import type { Call } from '../call.ts'
import { openWorkbook } from '../workbook/read-workbook.ts'
import type { Workbook } from '../workbook/read-workbook.ts'
import { readStoredFile } from './service.ts'

/** How every import begins. @throws Refusal file.*, workbook.* */
export async function openStoredWorkbook(fileId: string, call: Call): Promise<Workbook> {
  await call.step('打开工作簿', 0, null)
  return openWorkbook(await readStoredFile(call.read((services) => services.files.require(fileId))))
}
