import { useCallback, useEffect, useId, useMemo, useRef, useState } from 'react'
import type { KeyboardEvent, MouseEvent, ReactElement } from 'react'
import type { AfterEdit } from './cell-editor.tsx'
import { CellEditor } from './cell-editor.tsx'
import { useClipboard } from './clipboard.ts'
import { useColumnChoices } from './column-choices.ts'
import { useColumnLayout, useWidthOf } from './column-layout.ts'
import type { DataTableProps, WantedCell } from './column.ts'
import classes from './data-table.module.css'
import { useEditing } from './editing.ts'
import { EmptyState } from './empty-state.tsx'
import { fold } from './filter-expression.ts'
import { commandOf } from './keyboard.ts'
import { cleaned } from './paste-plan.ts'
import { PastePreview } from './paste-preview.tsx'
import { usePointerSelection } from './pointer-selection.ts'
import { useRowSource } from './row-source.ts'
import { rowsHere, useBlockSum } from './selection-sum.ts'
import type { Place, Selection, Step } from './selection.ts'
import { at, blockOf, clampPlace, stepFrom } from './selection.ts'
import { StatusLine } from './status-line.tsx'
import { clampWidth, headHeightOf, Headings, headRowsOf } from './table-headings.tsx'
import { TableRow } from './table-row.tsx'
import { Toolbar } from './table-toolbar.tsx'
import { useArrangement } from './use-arrangement.ts'
import { useViewport } from './viewport.ts'
import { nextWrongCell } from './wrong-cells.ts'

export type { Change, Column, ColumnKind, DataTableProps, EditRules, ExportedTable, Source, TableQuery } from './column.ts'

/** Room around a text in its cell, its border and the sort arrow included. */
const fitMargin = 26

/**
 * The table of every page: the clerk's Excel. `columns`, `rowKey`, `marks` and the rows of a source in memory should keep
 * their identity between renders, else every row is drawn anew.
 */
export function DataTable<Row>(props: DataTableProps<Row>): ReactElement {
  const { columns, source, rowKey, edit, marks, detail, onOpenRow, onExport } = props
  const gridId = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const findInput = useRef<HTMLInputElement>(null)
  const [choices, changeChoices] = useColumnChoices(props.id)
  const { arrangement, arrange, cleared, showAll } = useArrangement(props.kept)
  const [selection, setSelection] = useState<Selection>(at({ row: 0, column: 0 }))
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set())
  const [notice, setNotice] = useState<string>()

  const layout = useColumnLayout(columns, choices, props.frozen ?? 0, useWidthOf(scroller))
  const rows = useRowSource(source, columns, arrangement)
  const shownColumns = useMemo(() => layout.placed.map(({ column }) => column), [layout])
  const headings = useMemo(
    () => ({ group: layout.placed.some(({ column }) => column.groupTitle), filter: choices.filterRow }),
    [layout, choices.filterRow],
  )
  const keyAt = useCallback(
    (index: number): string | number => {
      const row = rows.at(index)
      return row === undefined ? index : rowKey(row)
    },
    [rows, rowKey],
  )
  const viewport = useViewport(
    scroller,
    layout,
    rows.total,
    headHeightOf(headings),
    // Heights follow their rows through a sort only where rows differ in height.
    detail ? keyAt : undefined,
  )

  const extent = { rows: rows.total, columns: layout.placed.length }
  const placed = { cursor: clampPlace(selection.cursor, extent), anchor: clampPlace(selection.anchor, extent) }
  const { cursor } = placed
  const block = extent.rows > 0 && extent.columns > 0 ? blockOf(placed) : undefined
  const sum = useBlockSum(block, shownColumns, rows)
  const cursorRow = rows.at(cursor.row)
  const cursorColumn = shownColumns[cursor.column]
  const editor = useEditing(edit, rowKey)
  const clipboard = useClipboard({ rows, columns: shownColumns, block, edit, say: setNotice })

  const first = viewport.items[0]?.index ?? 0
  const last = viewport.items.at(-1)?.index ?? 0
  const { show } = rows
  useEffect(() => {
    // A dragged scroll bar passes thousands of rows: only where it rests are they asked for.
    const timer = setTimeout(() => show(first, last + 1), 60)
    return () => clearTimeout(timer)
  }, [show, first, last])

  const focusGrid = useCallback(() => (input.current ?? scroller.current)?.focus({ preventScroll: true }), [])
  useEffect(() => {
    // A page that opens with its table is worked in at once, unless the keyboard is somewhere already.
    const holder = document.activeElement
    if (holder === document.body || holder?.contains(scroller.current)) focusGrid()
  }, [focusGrid])
  const select = (place: Place, extend = false): void => {
    setNotice(undefined)
    setSelection((previous) => ({ cursor: place, anchor: extend ? previous.anchor : place }))
  }
  const goTo = (place: Place, extend = false): void => {
    select(place, extend)
    viewport.reveal(place)
  }
  const filled = ({ row, column }: Place): boolean => {
    const held = rows.at(row)
    return held === undefined || shownColumns[column]?.text(held) !== ''
  }
  const move = (step: Step, extend = false): void => {
    if (!block) return
    goTo(stepFrom(cursor, step, extent, filled), extend)
  }

  const wanted = useRef<WantedCell<Row>>(undefined)
  const seen = useRef<WantedCell<Row>>(undefined)
  useEffect(() => {
    if (props.goTo !== seen.current) wanted.current = seen.current = props.goTo
    if (!wanted.current) return
    const { isRow, columnId } = wanted.current
    for (let row = 0; row < rows.total; row += 1) {
      const held = rows.at(row)
      if (held === undefined || !isRow(held)) continue
      wanted.current = undefined
      goTo({
        row,
        column: Math.max(
          0,
          shownColumns.findIndex(({ id }) => id === columnId),
        ),
      })
      focusGrid()
      return
    }
  })
  const { onSelect } = props
  const [top, bottom] = block ? [block.top, block.bottom] : [0, -1]
  useEffect(() => {
    onSelect?.(rowsHere(rows, top, bottom + 1) ?? [])
  }, [onSelect, rows, top, bottom])

  const canEdit =
    edit !== undefined && cursorRow !== undefined && cursorColumn !== undefined && edit.canEdit(cursorRow, cursorColumn.id)
  /** False where the cursor's cell cannot be edited. */
  const startEdit = (text: string | undefined): boolean => {
    if (!canEdit || cursorRow === undefined || cursorColumn === undefined) {
      if (edit)
        setNotice((cursorRow !== undefined && cursorColumn && edit.whyNot?.(cursorRow, cursorColumn.id)) || '此格不能修改')
      return false
    }
    const element = input.current
    if (element && text !== undefined) {
      element.value = text
      element.select()
    }
    viewport.reveal(cursor)
    editor.start({ place: cursor, row: cursorRow, column: cursorColumn, typed: text === undefined })
    return true
  }
  const finishEdit = (then: AfterEdit): boolean => {
    if (!editor.finish(input.current?.value ?? '')) return false
    const [down, right] = { stay: [0, 0], up: [-1, 0], down: [1, 0], left: [0, -1], right: [0, 1] }[then]
    if (down !== 0 || right !== 0) move({ kind: 'by', rows: down ?? 0, columns: right ?? 0 })
    return true
  }
  const open = (): void => {
    if (cursorRow === undefined) return
    if (canEdit) startEdit(cursorColumn?.text(cursorRow) ?? '')
    else if (cursorColumn?.onOpen) cursorColumn.onOpen(cursorRow)
    else if (onOpenRow) onOpenRow(cursorRow)
    else move({ kind: 'by', rows: 1, columns: 0 })
  }
  const unfold = useCallback(
    (row: Row) =>
      setUnfolded((previous) => {
        const next = new Set(previous)
        if (!next.delete(rowKey(row))) next.add(rowKey(row))
        return next
      }),
    [rowKey],
  )
  const goToWrong = async (direction: 1 | -1): Promise<void> => {
    if (!marks) return
    const place = await nextWrongCell(cursor, direction, rows, shownColumns, marks)
    if (place) goTo(place)
    else setNotice('没有有误的格')
  }

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.nativeEvent.isComposing || inHead(event.target)) return
    if (event.key === 'Tab' && !event.ctrlKey && !event.altKey) {
      // At the end of the row Tab leaves the table, so that nobody is caught in it.
      const column = cursor.column + (event.shiftKey ? -1 : 1)
      if (column < 0 || column >= extent.columns || !block) return
      event.preventDefault()
      goTo({ row: cursor.row, column })
      return
    }
    const command = commandOf(event, viewport.pageRows)
    // A space may begin what is typed; the table unfolds only where there is something to unfold.
    if (!command || (command.kind === 'unfold' && !detail) || (command.kind === 'wrong' && !marks)) return
    event.preventDefault()
    switch (command.kind) {
      case 'move':
        move(command.step, command.extend)
        break
      case 'edit':
        if (cursorRow !== undefined) startEdit(cursorColumn?.text(cursorRow) ?? '')
        break
      case 'enter':
        open()
        break
      case 'unfold':
        if (cursorRow !== undefined) unfold(cursorRow)
        break
      case 'selectAll':
        setSelection({ anchor: { row: 0, column: 0 }, cursor: { row: extent.rows - 1, column: extent.columns - 1 } })
        break
      case 'collapse':
        select(cursor)
        break
      case 'clear':
        startEdit('')
        break
      case 'wrong':
        void goToWrong(command.direction)
        break
      case 'find':
        findInput.current?.focus()
        break
    }
  }

  const pointer = usePointerSelection(scroller, viewport.placeAt, (place, extend) => {
    if (editor.editing && !finishEdit('stay')) return
    select(place, extend)
    focusGrid()
  })
  const onDoubleClick = (event: MouseEvent): void => {
    if (inHead(event.target) || (event.target instanceof Element && event.target.closest('button, a'))) return
    open()
  }

  const onSort = useCallback(
    (column: string) =>
      arrange(({ sort }) => {
        const now = sort?.column === column ? sort : undefined
        return { sort: !now ? { column, descending: false } : now.descending ? undefined : { column, descending: true } }
      }),
    [arrange],
  )
  const onFilter = useCallback(
    (column: string, text: string) => arrange(({ filter }) => ({ filter: { ...filter, [column]: text } })),
    [arrange],
  )
  const onFind = useCallback((find: string) => arrange(() => ({ find })), [arrange])
  const { widths } = choices
  const onResize = useCallback(
    (column: string, width: number) => changeChoices({ widths: { ...widths, [column]: clampWidth(width) } }),
    [changeChoices, widths],
  )
  const onFit = useCallback(
    (place: number) => {
      const column = layout.placed[place]?.column
      const cells = scroller.current?.querySelectorAll(
        `[data-column="${place}"] > :last-child, [data-head] [aria-colindex="${place + 1}"] button`,
      )
      const widest = Math.max(0, ...[...(cells ?? [])].map((cell) => cell.scrollWidth))
      if (column && widest > 0) onResize(column.id, widest + fitMargin)
    },
    [layout, onResize],
  )
  const exportSeen = useCallback(async (): Promise<void> => {
    try {
      const all = await rows.load(0, rows.total)
      onExport?.({
        columns: shownColumns.map(({ title, kind }) => ({ title, numeric: kind === 'quantity' })),
        rows: all.map((row) => shownColumns.map((column) => column.text(row))),
      })
    } catch (error) {
      setNotice(`没有导出：${error instanceof Error ? error.message : String(error)}`)
    }
  }, [rows, shownColumns, onExport])

  const filtered = arrangement.find.trim() !== '' || Object.values(arrangement.filter).some((text) => text.trim() !== '')
  const find = fold(arrangement.find.trim())
  const mark = cursorRow !== undefined && cursorColumn ? marks?.(cursorRow, cursorColumn.id) : undefined
  const headRows = headRowsOf(headings)
  const grid = {
    id: gridId,
    role: 'grid',
    'aria-multiselectable': true,
    'aria-rowcount': rows.total + headRows,
    'aria-colcount': extent.columns,
  }

  return (
    <div
      className={classes['table']}
      style={props.height === undefined ? undefined : { height: props.height, flex: 'none' }}
      data-table={props.id}
    >
      <Toolbar
        left={props.toolbar}
        columns={columns}
        choices={choices}
        onChoices={changeChoices}
        find={arrangement.find}
        onFind={onFind}
        cleared={cleared}
        findRef={findInput}
        onLeaveFind={focusGrid}
        onExport={onExport && exportSeen}
      />
      <div
        className={classes['frame']}
        onKeyDown={onKeyDown}
        onDoubleClick={onDoubleClick}
        onCopy={(event) => (editor.editing || inHead(event.target) ? undefined : clipboard.onCopy(event))}
        onPaste={(event) => (editor.editing || inHead(event.target) ? undefined : clipboard.onPaste(event))}
        {...pointer}
      >
        <div
          {...grid}
          ref={scroller}
          className={classes['scroller']}
          aria-busy={rows.loading}
          aria-activedescendant={block && `${gridId}-${cursor.row}-${cursor.column}`}
          tabIndex={edit ? -1 : 0}
          onFocus={(event) => {
            if (edit && event.target === event.currentTarget) focusGrid()
          }}
        >
          <Headings
            layout={layout}
            rows={headings}
            sort={arrangement.sort}
            filter={arrangement.filter}
            tabColumn={cursor.column}
            onSort={onSort}
            onFilter={onFilter}
            onResize={onResize}
            onFit={onFit}
            onLeave={focusGrid}
          />
          <div className={classes['body']} style={{ height: viewport.height, width: layout.width }} role="rowgroup">
            {viewport.items.map(({ key, index, start }) => {
              const row = rows.at(index)
              const selected = block !== undefined && index >= block.top && index <= block.bottom
              const isUnfolded = detail !== undefined && row !== undefined && unfolded.has(rowKey(row))
              return (
                <TableRow
                  key={key}
                  gridId={gridId}
                  row={row}
                  index={index}
                  rowKey={rowKey}
                  ariaIndex={index + headRows + 1}
                  top={start}
                  layout={layout}
                  first={viewport.firstColumn}
                  last={viewport.lastColumn}
                  selectedFrom={selected ? block.left : -1}
                  selectedTo={selected ? block.right : -1}
                  cursor={cursor.row === index ? cursor.column : -1}
                  find={find}
                  pending={editor.pending}
                  unfolded={isUnfolded}
                  measure={isUnfolded ? viewport.measure : undefined}
                  detail={detail}
                  marks={marks}
                  struck={row !== undefined && (props.struck?.(row) ?? false)}
                  onUnfold={unfold}
                />
              )
            })}
          </div>
        </div>
        {edit && (
          <CellEditor
            inputRef={input}
            scroller={scroller}
            viewport={viewport}
            state={editor}
            cursor={block && cursor}
            gridId={gridId}
            onType={() => startEdit(undefined)}
            isRight={(text) =>
              cursorRow !== undefined &&
              cursorColumn !== undefined &&
              edit.check(cursorRow, cursorColumn.id, cleaned(edit, cursorColumn, text)) === undefined
            }
            onFinish={finishEdit}
          />
        )}
        {rows.total === 0 && <EmptyState rows={rows} filtered={filtered} text={props.emptyText} onShowAll={showAll} />}
      </div>
      <StatusLine
        total={rows.total}
        filtered={filtered}
        block={block}
        sum={sum}
        problem={editor.editing?.problem ?? editor.failure ?? (rows.total > 0 ? rows.error : undefined) ?? mark}
        notice={notice}
      />
      {clipboard.plan && (
        <PastePreview
          plan={clipboard.plan}
          columns={columns}
          onCancel={() => {
            clipboard.close()
            focusGrid()
          }}
          onAccept={() => {
            void editor.save(clipboard.plan?.changes ?? [])
            clipboard.close()
            focusGrid()
          }}
        />
      )}
    </div>
  )
}

const inHead = (target: EventTarget): boolean => target instanceof Element && target.closest('[data-head]') !== null
