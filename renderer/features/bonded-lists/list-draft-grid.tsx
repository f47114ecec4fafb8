import { Button } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useCallback, useMemo, useState } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import { listCellProblem, normaliseListCell } from '../../../shared/domain/list-cells.ts'
import { listField } from '../../../shared/domain/list-fields.ts'
import type { Change, EditRules, WantedCell } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { exportTable } from '../../components/export-table.ts'
import { useArrangementInAddress } from '../../components/data-table/arrangement-in-address.ts'
import { gridColumns } from './list-draft-columns.tsx'
import type { GridRow } from './list-draft-columns.tsx'
import type { ListDraftDocument } from './list-draft-document.ts'
import classes from './list-draft.module.css'
import { modeLabel } from './list-draft-words.ts'
import type { Cells, ListDraftDetail } from './list-draft-words.ts'
import { ImportLinesButton } from './import-lines-button.tsx'
import type { HandbookItems } from './use-handbook-items.ts'

const noRows: readonly GridRow[] = []
const nothing: ReadonlyMap<string, string> = new Map()
const blank = (): GridRow => ({
  key: 0,
  lineNo: 0,
  cells: {},
  facts: undefined,
  blocks: nothing,
  warns: nothing,
})
const always = (): boolean => true
const rowKey = (row: GridRow): string => String(row.key)
const marksOf = (row: GridRow, columnId: string): string | undefined => row.blocks.get(columnId)
/** What a new line says like the one before it, where the clerk has typed it there. */
const carried = ['currency', 'originCountry', 'destinationCountry', 'levyMode', 'use']
export const carriedOn = (cells: Cells = {}): Cells =>
  Object.fromEntries(carried.flatMap((id) => (cells[id] ? [[id, cells[id]]] : [])))

/** The body, edited as in Excel. What is wrong stays, marked, until it is right. */
export function ListDraftGrid({
  draft,
  document,
  rows,
  items,
  editable,
  goTo,
  onSelect,
  onAdd,
  choice,
}: {
  draft: ListDraftDetail
  document: ListDraftDocument
  rows: readonly GridRow[]
  items: HandbookItems
  editable: boolean
  goTo: WantedCell<GridRow> | undefined
  onSelect: (rows: readonly GridRow[]) => void
  onAdd: () => void
  /** What else there is to see in this place. */
  choice: ReactNode
}) {
  const kept = useArrangementInAddress()
  const [selected, setSelected] = useState<readonly GridRow[]>(noRows)
  const columns = useMemo(() => gridColumns(draft, items), [draft, items])
  const source = useMemo(() => ({ kind: 'rows', rows }) as const, [rows])
  const edit = useMemo(
    (): EditRules<GridRow> => ({
      blank,
      wrongMayStand: true,
      canEdit: (_row, columnId) => listField('line', columnId) !== undefined,
      whyNot: (_row, columnId) => (columnId === 'lineNo' || columnId === 'mark' ? '此格由程序算出' : '此格由手册给出'),
      check: (_row, columnId, text) => {
        const reason = listCellProblem('line', columnId, text)
        return reason && `“${listField('line', columnId)?.label ?? ''}”${reason}`
      },
      clean: (columnId, typed) => {
        const clean = normaliseListCell('line', columnId, typed)
        return columnId === 'itemSeq' && !/^\d{1,4}$/.test(clean) ? (items.seqOf(typed) ?? clean) : clean
      },
      commit: (changes) => {
        write(document, changes)
        return Promise.resolve()
      },
    }),
    [document, items],
  )

  // The table tells of its selection anew whenever this is another function.
  const select = useCallback(
    (chosen: readonly GridRow[]) => {
      setSelected(chosen)
      onSelect(chosen)
    },
    [onSelect],
  )
  const kill = new Set(selected.map(({ key }) => key))
  function remove() {
    if (kill.size > 0) document.edit(({ head, lines }) => ({ head, lines: lines.filter(({ key }) => !kill.has(key)) }))
  }
  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    if (!editable || !event.ctrlKey || event.nativeEvent.isComposing) return
    const idle = event.target instanceof HTMLElement && event.target.dataset['idle'] !== undefined
    if (event.key === 'Enter') {
      // What is being typed is finished by its own Enter first.
      if (idle) {
        event.preventDefault()
        event.stopPropagation()
      }
      onAdd()
    } else if (event.key === 'Delete' && idle) {
      event.preventDefault()
      event.stopPropagation()
      remove()
    }
  }

  return (
    <div className={classes.grid} onKeyDownCapture={onKeyDown} role="presentation">
      <DataTable
        id={`listDrafts.lines.${draft.goods}`}
        columns={columns}
        source={source}
        kept={kept}
        rowKey={rowKey}
        frozen={draft.declarationType === '1' ? 2 : 3}
        marks={marksOf}
        {...(draft.declarationType === '3' && { struck: always })}
        goTo={goTo}
        onSelect={select}
        {...(editable && { edit })}
        onExport={(table) => void exportTable(`${draft.innerNo || '清单草稿'} 表体`)(table)}
        toolbar={
          <>
            {choice}
            {editable && (
              <>
                <Button size="xs" variant="default" title="Ctrl+Enter" leftSection={<IconPlus size={14} />} onClick={onAdd}>
                  加行
                </Button>
                <Button
                  size="xs"
                  variant="default"
                  title="Ctrl+Delete"
                  leftSection={<IconTrash size={14} />}
                  disabled={kill.size === 0}
                  onClick={remove}
                >
                  删{kill.size > 1 ? ` ${kill.size} 行` : '行'}
                </Button>
              </>
            )}
            {editable && <ImportLinesButton draftId={draft.draftId} document={document} />}
          </>
        }
        emptyText={
          editable
            ? '还没有表体。直接粘贴从 Excel 复制的一块（带标题行更准），或按 Ctrl+Enter 加一行；Ctrl+Delete 删行，Ctrl+Z 撤回'
            : `${modeLabel(draft.mode)} 的这份草稿没有表体`
        }
      />
    </div>
  )
}

/** Changed cells line by line; cells of one new line share the very row object. */
function write(document: ListDraftDocument, changes: readonly Change<GridRow>[]): void {
  const changed = new Map<number, Record<string, string>>()
  const added = new Map<GridRow, Record<string, string>>()
  for (const { row, columnId, text } of changes) {
    const cells = row.key === 0 ? added.get(row) : changed.get(row.key)
    if (cells) cells[columnId] = text
    else if (row.key === 0) added.set(row, { [columnId]: text })
    else changed.set(row.key, { [columnId]: text })
  }
  document.edit(({ head, lines }) => ({
    head,
    lines: [
      ...lines.map((line) => {
        const cells = changed.get(line.key)
        return cells ? { ...line, cells: { ...line.cells, ...cells } } : line
      }),
      ...[...added.values()].map((cells) => document.line(cells)),
    ],
  }))
}
