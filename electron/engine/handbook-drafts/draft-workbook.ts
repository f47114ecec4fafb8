import type { Input, Output } from '../../../shared/contract/contract.ts'
import { mostPlaces, refuse } from '../../../shared/contract/errors.ts'
import { readHead } from '../../../shared/domain/handbook-record-cells.ts'
import type { Cells } from '../../../shared/domain/handbook-record-cells.ts'
import { bodyLabels, headFields, recordFields } from '../../../shared/domain/handbook-record-fields.ts'
import type { RecordField } from '../../../shared/domain/handbook-record-fields.ts'
import type { Call } from '../call.ts'
import { openStoredWorkbook } from '../files/open-stored-workbook.ts'
import type { FileFolder } from '../files/service.ts'
import { readBodyGrid, readHandbookGrid } from '../handbooks/read-grid.ts'
import type { HandbookGrid } from '../handbooks/read-grid.ts'
import { bodyPlaces, countsOf, gridWarnings, headDoubts, headPlaces, sheetsOf } from '../handbooks/read-handbook.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'
import { bodies } from './draft-grid.ts'

/** The handbook in the books that the workbook is of. */
const changedBy = (grid: HandbookGrid, call: Call): string | null => {
  const handbookNo = grid.head.cells['handbookNo']
  return handbookNo !== undefined && call.read((services) => services.handbooks.find(handbookNo)) ? handbookNo : null
}

export async function inspectDraftWorkbook(
  { fileId }: Input<'handbookDrafts.inspectWorkbook'>,
  call: Call,
): Promise<Output<'handbookDrafts.inspectWorkbook'>> {
  const grid = await readHandbookGrid(await openStoredWorkbook(fileId, call), call.step)
  const head = readHead(grid.head.cells, 'book')
  const rejected = [
    ...grid.head.rejected,
    ...headPlaces(grid, 'problems' in head ? head.problems : []),
    ...bodies.flatMap((body) => bodyPlaces(grid, body)),
  ]
  return {
    sheets: sheetsOf(grid),
    ...countsOf(grid),
    changes: changedBy(grid, call),
    rejected: rejected.slice(0, mostPlaces),
    warnings: [...gridWarnings(grid), ...headDoubts(grid.head.cells)],
  }
}

/** Wrong cells come in as they are and are marked in the draft. @throws Refusal workbook.*, handbook.fieldTwice, draft.* */
export async function importDraft(
  { fileId }: Input<'handbookDrafts.importWorkbook'>,
  call: Call,
): Promise<Output<'handbookDrafts.importWorkbook'>> {
  const grid = await readHandbookGrid(await openStoredWorkbook(fileId, call), call.step)
  const [twice] = grid.head.rejected
  if (twice) {
    refuse({
      code: twice.code,
      message: twice.message,
      at: { sheet: twice.sheet, row: twice.row, column: twice.column },
      next: '请只留一行',
      rejected: grid.head.rejected,
    })
  }
  const handbookNo = changedBy(grid, call)
  await call.step('写入草稿', 0, null)
  return call.write((services) => {
    if (handbookNo !== null) return services.handbookDrafts.createChangeFrom(handbookNo, headOf(grid), grid)
    return services.handbookDrafts.createFrom(newHeadOf(grid.head.cells), grid)
  })
}

/** A field that the workbook has and leaves empty is empty; one that it does not have stays as it is in force. */
const headOf = ({ head }: HandbookGrid): Cells =>
  Object.fromEntries([...head.rowOf.keys()].map((id) => [id, head.cells[id] ?? '']))

/** What customs gives is not yet there, whatever the workbook was made from. */
const newHeadOf = (cells: Cells): Cells =>
  Object.fromEntries(Object.entries(cells).filter(([id]) => !headFields.some((field) => field.id === id && field.given)))

export async function importDraftBody(
  { draftId, body, fileId }: Input<'handbookDrafts.importBody'>,
  call: Call,
): Promise<Output<'handbookDrafts.importBody'>> {
  const { draft } = call.read((services) => services.handbookDrafts.contents(draftId))
  const grid = await readBodyGrid(await openStoredWorkbook(fileId, call), body, draft.head['kind'] ?? '', call.step)
  await call.step(`写入${bodyLabels[body]}`, 0, grid.rows.length)
  return call.write((services) => services.handbookDrafts.replaceBody(draftId, body, grid))
}

/** The draft as a workbook that imports back to it, wrong cells included. */
export async function exportDraft(
  { draftId }: Input<'handbookDrafts.exportWorkbook'>,
  call: Call,
  folder: FileFolder,
): Promise<Output<'handbookDrafts.exportWorkbook'>> {
  await call.step('生成工作簿', 0, null)
  const { draft, rows } = call.read((services) => services.handbookDrafts.contents(draftId))
  const bytes = await writeWorkbook([
    {
      name: '表头',
      columns: [
        { title: '项目', width: 22 },
        { title: '内容', width: 48 },
      ],
      rows: headFields.map(({ id, label }) => [label, draft.head[id] ?? '']),
    },
    ...bodies.map((body) => ({
      name: bodyLabels[body],
      columns: recordFields[body].map((field) => ({ title: field.label, width: 16, kind: cellKind(field) })),
      rows: rows[body].map(({ cells }) => recordFields[body].map(({ id }) => cells[id] ?? '')),
    })),
  ])
  const taken = await folder.take([bytes])
  const title = draft.head['handbookNo'] === undefined ? '备案' : `变更_${draft.head['handbookNo']}`
  const { fileId, name } = await call.write((services) =>
    services.files.record(`${title}_${draft.head['innerNo'] ?? '草稿'}.xlsx`, taken),
  )
  return { fileId, name }
}

const cellKind = ({ kind }: RecordField): 'text' | 'number' =>
  kind === 'quantity' || kind === 'money' || kind === 'rate' || kind === 'percent' || kind === 'seq' ? 'number' : 'text'
