import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { cleanText } from '../../../shared/domain/cell.ts'
import type { Cells } from '../../../shared/domain/handbook-record-cells.ts'
import { normaliseListCell } from '../../../shared/domain/list-cells.ts'
import { listFields } from '../../../shared/domain/list-fields.ts'
import type { Call } from '../call.ts'
import { openStoredWorkbook } from '../files/open-stored-workbook.ts'
import { findTable } from '../workbook/table-reader.ts'
import type { TableSpec } from '../workbook/table-reader.ts'

const otherHeadings: Readonly<Record<string, readonly string[]>> = {
  itemSeq: ['序号(备案)', '底账序号', '项号'],
  version: ['版本号', '单耗版本'],
  quantity: ['数量', '申报计量数量'],
  unitPrice: ['单价', '企业申报单价'],
  total: ['总价', '企业申报总价', '金额'],
  currency: ['币种'],
  legalQuantity: ['第一法定数量', '法定计量数量'],
  secondLegalQuantity: ['法定第二数量', '第二数量'],
  originCountry: ['原产国', '原产国(地区)', '产销国', '产销国(地区)'],
  destinationCountry: ['最终目的国', '目的国'],
  levyMode: ['征免'],
  grossWeight: ['毛重(千克)'],
  netWeight: ['净重(千克)'],
  apart: ['单独列项'],
}

const table: TableSpec = {
  readAs: '清单表体',
  sheetNames: ['清单表体', '核注清单表体', '表体'],
  columns: listFields.line.map(({ id, label }) => ({
    id,
    heading: label,
    aliases: (otherHeadings[id] ?? []).filter((heading) => heading !== label),
    required: id === 'itemSeq' || id === 'quantity',
  })),
}
const mostLines = 10_000

/** The lines of a workbook in the place of those of the draft: wrong cells come in as they are. @throws Refusal workbook.*, listDraft.* */
export async function importListLines(
  { draftId, fileId }: Input<'listDrafts.importLines'>,
  call: Call,
): Promise<Output<'listDrafts.importLines'>> {
  call.read((services) => services.listDrafts.summary(draftId))
  const found = await findTable(await openStoredWorkbook(fileId, call), table)
  const lines: Cells[] = []
  for await (const { row, cells } of found.rows()) {
    await call.step('读取表体', lines.length, null)
    if (lines.length >= mostLines) {
      refuse({
        code: 'listDraft.tooManyLines',
        message: `工作表“${found.sheet}”第 ${row} 行起超过一份清单的 ${mostLines} 行，没有导入`,
        at: { sheet: found.sheet, row },
        next: '请分成几份清单',
      })
    }
    const line: Record<string, string> = {}
    for (const [id, cell] of Object.entries(cells)) {
      const text = cell ? normaliseListCell('line', id, cleanText(cell.text)) : ''
      if (text !== '') line[id] = text.slice(0, 4000)
    }
    lines.push(line)
  }
  await call.step('写入表体', 0, lines.length)
  return call.write((services) => {
    services.listDrafts.replaceLines(draftId, lines)
    return { lines: lines.length }
  })
}
