import { Button } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useCallback, useMemo, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { useSearchParams } from 'react-router'
import { checkCell, keyColumns, normaliseCell } from '../../../shared/domain/handbook-record-cells.ts'
import { recordField } from '../../../shared/domain/handbook-record-fields.ts'
import { call } from '../../app/engine.ts'
import { queries, useOperation } from '../../app/queries.ts'
import { useArrangementInAddress } from '../../components/data-table/arrangement-in-address.ts'
import type { Change, EditRules, WantedCell } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { exportTable, showError } from '../../components/export-table.ts'
import { Room } from '../../components/page.tsx'
import { draftColumns, draftRowKey } from './draft-columns.tsx'
import { bodyNames, isOpen } from './draft-words.ts'
import type { DraftBody, DraftDetail, DraftRow } from './draft-words.ts'
import classes from './draft.module.css'
import { ImportBodyButton } from './import-body-button.tsx'
import { useItemNames } from './item-names.ts'
import { copyAsNewVersion, useFrozenVersions } from './new-version.ts'

const noRows: readonly DraftRow[] = []
const blank = (): DraftRow => ({ rowId: null, cells: {}, mark: '3', before: null, problems: [] })
const isRow = (rowId: number) => (row: DraftRow) => row.rowId === rowId
const struck = (row: DraftRow): boolean => row.mark === '2'
const marksOf = (row: DraftRow, columnId: string): string | undefined =>
  row.problems.find(({ column }) => column === columnId)?.message
/** Of a frozen version these may still be changed: they say nothing about how much is used. */
const freeOfFreeze = new Set(['declarationState', 'executionMark', 'validTo', 'remark'])

/** 料件, 成品 or 单耗 of a draft, edited as in Excel. What is wrong stays, marked, until it is right. */
export function DraftGrid({ draft, body }: { draft: DraftDetail; body: DraftBody }) {
  const { draftId } = draft
  const [search] = useSearchParams()
  const kept = useArrangementInAddress()
  const answer = useOperation('handbookDrafts.rows', { draftId, body })
  const rows = answer.data?.rows ?? noRows
  const names = useItemNames(draftId, body === 'consumptions')
  const frozen = useFrozenVersions(draft.handbookNo, body)
  const [selected, setSelected] = useState<readonly DraftRow[]>(noRows)
  /** A row that was just added, until the address asks for another place. */
  const [added, setAdded] = useState<{ asked: string; cell: WantedCell<DraftRow> }>()
  const editable = isOpen(draft)

  const columns = useMemo(() => draftColumns(body, draft.kind === 'change', names), [body, draft.kind, names])
  /** Where the address asks to be: a check, or F8, leads here. A row that the draft deletes has no number. */
  const asked = `${search.get('cell') ?? ''} ${search.get('at') ?? ''}`
  const askedCell = useMemo((): WantedCell<DraftRow> | undefined => {
    const [rowId = '', columnId = ''] = asked.split(' ')[0]?.split('.') ?? []
    if (columnId === '') return undefined
    return {
      isRow: rowId === '' ? (row) => row.rowId === null && marksOf(row, columnId) !== undefined : isRow(Number(rowId)),
      columnId,
    }
  }, [asked])
  const refetched = useCallback(
    () => queries.invalidateQueries({ queryKey: ['handbookDrafts.rows', { draftId, body }] }),
    [draftId, body],
  )

  const edit = useMemo(
    (): EditRules<DraftRow> => ({
      blank,
      wrongMayStand: true,
      canEdit: (row, columnId) =>
        row.mark !== '2' &&
        recordField(body, columnId) !== undefined &&
        (freeOfFreeze.has(columnId) || row.before === null || !frozen(row.before)),
      whyNot: (row, columnId) =>
        row.mark === '2'
          ? '这一行已删除，先点恢复再改'
          : recordField(body, columnId) && row.before && frozen(row.before)
            ? `${frozen(row.before) ?? ''}，不能修改；点另立新版本`
            : '此格由程序算出',
      check: (_row, columnId, text) => {
        const reason = checkCell(body, columnId, text)
        return reason && `“${recordField(body, columnId)?.label ?? ''}”${reason}`
      },
      clean: (columnId, typed) => normaliseCell(body, columnId, typed),
      commit: async (changes) => {
        await call('handbookDrafts.saveRows', { draftId, body, rows: byRow(changes) })
        await refetched()
      },
    }),
    [draftId, body, frozen, refetched],
  )

  async function add(cellsOfRows: readonly Record<string, string>[], columnId: string) {
    try {
      const { rowIds } = await call('handbookDrafts.saveRows', {
        draftId,
        body,
        rows: cellsOfRows.map((cells) => ({ rowId: null, cells })),
      })
      await refetched()
      if (rowIds[0] !== undefined) setAdded({ asked, cell: { isRow: isRow(rowIds[0]), columnId } })
    } catch (error) {
      showError(error)
    }
  }
  /** A new line of consumption goes on with the product of the line that the cursor is in. */
  const addRow = () => {
    const last = body === 'consumptions' ? (selected[0] ?? rows.findLast((row) => row.mark !== '2')) : undefined
    const { productSeq = '', version = '' } = last?.cells ?? {}
    const cells = { ...(productSeq && { productSeq }), ...(version && { version }) }
    void add([cells], body === 'consumptions' ? (productSeq ? 'materialSeq' : 'productSeq') : 'partNo')
  }
  const kill = selected.flatMap(({ rowId, mark }) => (rowId === null || mark === '2' ? [] : [rowId]))
  async function remove() {
    if (kill.length === 0) return
    try {
      await call('handbookDrafts.removeRows', { draftId, body, rowIds: kill })
      await refetched()
    } catch (error) {
      showError(error)
    }
  }
  const gone = selected.filter(({ mark }) => mark === '2')
  async function restore() {
    try {
      for (const { before } of gone) {
        const key = Object.fromEntries(keyColumns[body].map((column) => [column, before?.[column] ?? '']))
        await call('handbookDrafts.restoreRow', { draftId, body, before: key })
      }
      await refetched()
    } catch (error) {
      showError(error)
    }
  }
  const line = body === 'consumptions' ? selected[0] : undefined
  function newVersion() {
    if (line) void add(copyAsNewVersion(rows, line), 'netConsumption')
  }
  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    if (!editable || !event.ctrlKey || event.nativeEvent.isComposing) return
    const idle = event.target instanceof HTMLElement && event.target.dataset['idle'] !== undefined
    if (event.key.toLowerCase() === 's') {
      // Leaving a cell saves it; what was typed before is saved already.
      event.preventDefault()
      if (event.target instanceof HTMLElement) {
        event.target.blur()
        event.target.focus()
      }
    } else if (event.key === 'Enter') {
      // What is being typed is finished by its own Enter first.
      if (idle) {
        event.preventDefault()
        event.stopPropagation()
      }
      addRow()
    } else if (event.key === 'Delete' && idle) {
      event.preventDefault()
      event.stopPropagation()
      void remove()
    }
  }

  return (
    <Room>
      <ErrorNotice error={answer.error} />
      <div className={classes.grid} onKeyDownCapture={onKeyDown} role="presentation">
        {answer.data && (
          <DataTable
            id={`handbookDrafts.${body}`}
            columns={columns}
            source={{ kind: 'rows', rows }}
            kept={kept}
            rowKey={draftRowKey}
            frozen={(draft.kind === 'change' ? 1 : 0) + (body === 'consumptions' ? 3 : 1)}
            marks={marksOf}
            struck={struck}
            goTo={added?.asked === asked ? added.cell : askedCell}
            onSelect={setSelected}
            {...(editable && { edit })}
            onExport={(table) => void exportTable(`${draft.innerNo || '草稿'} ${bodyNames[body]}`)(table)}
            toolbar={
              editable && (
                <>
                  <Button size="xs" variant="default" leftSection={<IconPlus size={14} />} onClick={addRow}>
                    加一行 Ctrl+Enter
                  </Button>
                  <Button
                    size="xs"
                    variant="default"
                    leftSection={<IconTrash size={14} />}
                    disabled={kill.length === 0}
                    onClick={() => void remove()}
                  >
                    删除{kill.length > 1 ? ` ${kill.length} 行` : '行'} Ctrl+Delete
                  </Button>
                  {gone.length > 0 && (
                    <Button size="xs" onClick={() => void restore()}>
                      恢复{gone.length > 1 ? ` ${gone.length} 行` : '这一行'}
                    </Button>
                  )}
                  {line && line.mark !== '2' && (
                    <Button size="xs" variant={frozen(line.before) ? 'filled' : 'default'} onClick={newVersion}>
                      另立新版本
                    </Button>
                  )}
                  <ImportBodyButton draftId={draftId} body={body} />
                </>
              )
            }
            emptyText={
              editable
                ? `还没有${bodyNames[body]}。直接粘贴从 Excel 复制的一块，或按 Ctrl+Enter 加一行`
                : `没有${bodyNames[body]}`
            }
          />
        )}
      </div>
    </Room>
  )
}

/** Changed cells row by row; cells of one new row share the very row object. */
function byRow(changes: readonly Change<DraftRow>[]): { rowId: number | null; cells: Record<string, string> }[] {
  const rows = new Map<DraftRow, { rowId: number | null; cells: Record<string, string> }>()
  for (const { row, columnId, text } of changes) {
    const saved = rows.get(row) ?? { rowId: row.rowId, cells: {} }
    saved.cells[columnId] = text
    rows.set(row, saved)
  }
  return [...rows.values()]
}
