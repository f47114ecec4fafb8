import type { Input, Output } from '../../../shared/contract/contract.ts'
import type { Call } from '../call.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'
import type { FileFolder } from './service.ts'

/** What the window shows of a table, as a workbook. */
export async function exportTable(
  input: Input<'files.exportTable'>,
  call: Call,
  folder: FileFolder,
): Promise<Output<'files.exportTable'>> {
  await call.step('生成工作簿', 0, input.rows.length)
  const bytes = await writeWorkbook(
    [input, ...input.besides].map(({ sheet, columns, rows }) => ({
      name: sheet,
      columns: columns.map(({ title, numeric }, at) => ({
        title,
        width: widthOf([title, ...rows.map((row) => row[at] ?? '')]),
        kind: numeric ? 'number' : 'text',
      })),
      rows,
    })),
  )
  const taken = await folder.take([bytes])
  return call.write((services) => {
    const { fileId, name } = services.files.record(`${input.name}.xlsx`, taken)
    services.journal.record({ subject: input.name, what: `导出表格 ${input.rows.length} 行` })
    return { fileId, name }
  })
}

const [narrowest, widest] = [10, 60]

/** In characters of the standard font, of which a Chinese one takes two; with room to either side. */
function widthOf(texts: readonly string[]): number {
  const longest = texts.reduce((most, text) => Math.max(most, text.length + (text.match(wide)?.length ?? 0)), 0)
  return Math.min(widest, Math.max(narrowest, longest + 2))
}
const wide = /[\u2e80-\uffef]/g
