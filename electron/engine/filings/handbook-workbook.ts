import { cellsOf, headCells } from '../../../shared/domain/handbook-record-cells.ts'
import { bodyLabels, headFields, modificationMarks, recordFields } from '../../../shared/domain/handbook-record-fields.ts'
import type { FieldKind, RecordBody, RecordField } from '../../../shared/domain/handbook-record-fields.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import type { Proposal } from '../handbook-drafts/service.ts'
import { text } from '../workbook/columns.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'
import type { SheetToWrite } from '../workbook/write-workbook.ts'
import { checkSheet } from './check-sheet.ts'
import type { CheckRow, FigureRow } from './store.ts'

const bodies = ['materials', 'products', 'consumptions'] as const
const numbers: ReadonlySet<FieldKind> = new Set(['quantity', 'money', 'rate', 'percent', 'seq'])

/** `035 千克`: a code is read with its word. */
function shown({ table }: RecordField, value: string): string {
  if (!table || value === '') return value
  return value
    .split(',')
    .map((each) => [each, table.codes.find(({ code }) => code === each)?.name].filter(Boolean).join(' '))
    .join('，')
}

const markName = (mark: string): string =>
  `${mark} ${modificationMarks.codes.find(({ code }) => code === mark)?.name ?? ''}`.trim()

/** The head of what is filed as a person reads it: the fields that are filled. */
export function headOfProposal({ kind, head, bodies: rows }: Proposal): FigureRow[] {
  const cells = headCells(head)
  return [
    ...headFields.flatMap((field) => {
      const value = cells[field.id] ?? ''
      return value === '' ? [] : [{ label: field.label, value: shown(field, value) }]
    }),
    ...bodies.map((body) => {
      const of = (mark: string) => rows[body].filter((row) => row.mark === mark).length
      const changes = Object.entries({ 增: of('3'), 改: of('1'), 删: of('2') }).filter(([, count]) => count > 0)
      const said =
        kind === 'change' && changes.length > 0 ? `（${changes.map(([name, count]) => `${name} ${count}`).join('、')}）` : ''
      return { label: `${bodyLabels[body]}项数`, value: `${rows[body].length - of('2')}${said}` }
    }),
  ]
}

function bodySheet({ bodies: rows }: Proposal, body: RecordBody): SheetToWrite {
  const fields = recordFields[body]
  return {
    name: bodyLabels[body],
    columns: [
      text('修改标志', 10),
      ...fields.map((field) => ({
        title: field.label,
        width: field.most > 100 ? 28 : 14,
        kind: numbers.has(field.kind) ? ('number' as const) : ('text' as const),
      })),
    ],
    rows: rows[body].map(({ mark, row }) => {
      const cells = cellsOf(body, row as never)
      return [markName(mark), ...fields.map((field) => shown(field, cells[field.id] ?? ''))]
    }),
  }
}

/** What changes, field by field; a new row has nothing before, a deleted one nothing after. */
function comparison({ head, bodies: compared }: Output<'handbookDrafts.compare'>): SheetToWrite {
  return {
    name: '变更对照',
    columns: [text('所在', 8), text('序号', 12), text('修改标志', 10), text('栏目', 20), text('改前', 36), text('改后', 36)],
    rows: [
      ...head.map(({ label, before, after }) => ['表头', '', markName('1'), label, before, after]),
      ...compared.flatMap(({ body, rows }) =>
        rows.flatMap(({ key, mark, fields }) =>
          fields.map(({ label, before, after }) => [bodyLabels[body], key, markName(mark), label, before, after]),
        ),
      ),
    ],
  }
}

/** The filing to be read by people, sheet by sheet as the message has it, with its documents and what was checked. */
export function handbookWorkbook(
  proposal: Proposal,
  title: string,
  compared: Output<'handbookDrafts.compare'>,
  documents: readonly { name: string; file: string; savedAs: string }[],
  checks: readonly CheckRow[],
): Promise<Uint8Array> {
  return writeWorkbook([
    {
      name: '表头',
      title,
      columns: [text('项目', 20), text('内容', 60)],
      rows: headOfProposal(proposal).map(({ label, value }) => [label, value]),
    },
    ...bodies.map((body) => bodySheet(proposal, body)),
    comparison(compared),
    {
      name: '随附单证',
      columns: [text('单证', 36), text('包内文件', 36), text('原文件名', 48)],
      rows: documents.map(({ name, file, savedAs }) => [name, file, savedAs]),
    },
    checkSheet(checks),
  ])
}
