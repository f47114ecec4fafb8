import { Button, Group, SegmentedControl, Text } from '@mantine/core'
import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { listField } from '../../../shared/domain/list-fields.ts'
import { call, EngineError } from '../../app/engine.ts'
import { queries } from '../../app/queries.ts'
import { useJob } from '../../app/use-job.ts'
import type { WantedCell } from '../../components/data-table/column.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { formatQuantity } from '../../components/fields/format.ts'
import { showError } from '../../components/export-table.ts'
import { useSaveKey } from '../../components/form-keys.ts'
import { JobProgress } from '../../components/job-progress.tsx'
import { printInstant } from '../../components/moment.ts'
import { Notice } from '../../components/notice.tsx'
import { Page } from '../../components/page.tsx'
import { CompareEdition } from './compare-edition.tsx'
import { DeclarationPreview } from './declaration-preview.tsx'
import { leftFor } from './fill-left.ts'
import { LineFactsCard } from './line-facts.tsx'
import { leftName } from './list-draft-columns.tsx'
import type { GridRow } from './list-draft-columns.tsx'
import { ListDraftDocument } from './list-draft-document.ts'
import type { DraftLine, PlacedGuard } from './list-draft-document.ts'
import { carriedOn, ListDraftGrid } from './list-draft-grid.tsx'
import { ListDraftStrip } from './list-draft-strip.tsx'
import classes from './list-draft.module.css'
import { isOpenDraft } from './list-draft-words.ts'
import type { ListDraftDetail } from './list-draft-words.ts'
import { ListGuards } from './list-guards.tsx'
import type { Mend } from './list-guards.tsx'
import { ListHead } from './list-head.tsx'
import type { WantedField } from './list-head.tsx'
import { useGridRows } from './use-grid-rows.ts'
import { useHandbookItems } from './use-handbook-items.ts'

type View = 'lines' | 'declaration' | 'compare'

/** The draft as it is written: head, body, what the handbook and the rules say of it, and what it will be merged into. */
export function ListDraftDesk({ draft }: { draft: ListDraftDetail }) {
  const { draftId } = draft
  const navigate = useNavigate()
  const [search, setSearch] = useSearchParams()
  const view = viewOf(search.get('view'), draft)
  const [document] = useState(
    () =>
      new ListDraftDocument(draft, async ({ head, lines, savedAt }) => {
        const saved = await call('listDrafts.save', { draftId, head, lines, savedAt })
        return saved.savedAt
      }),
  )
  const state = useSyncExternalStore(document.subscribe, document.read)
  useEffect(() => {
    // What comes while a save is on its way is looked at again when that has ended.
    if (state.progress === 'saved') document.take(draft)
  }, [document, draft, state.progress])
  const editable = isOpenDraft(draft)
  const items = useHandbookItems(draft.handbookNo, draft.goods)
  const rows = useGridRows(state, draft.declarationType !== '1')
  /** Of the line that the cursor is in. */
  const [currentKey, setCurrentKey] = useState<number>()
  const current = rows.find(({ key }) => key === currentKey)
  const onSelect = useCallback((chosen: readonly GridRow[]) => setCurrentKey(chosen[0]?.key), [])
  const [wantedCell, setWantedCell] = useState<WantedCell<GridRow>>()
  // A draft that nobody has touched opens at what its head lacks, any other in its body.
  const [wantedField, setWantedField] = useState<WantedField | undefined>(() =>
    draft.savedAt === draft.createdAt ? firstOfHead(draft) : undefined,
  )
  const filing = useJob('filings.createBondedList')
  const [blocked, setBlocked] = useState(false)
  // To save it once more would be refused once more.
  const overtaken = state.error instanceof EngineError && state.error.failure.code === 'listDraft.savedMeanwhile'
  const blocks = state.guards.filter(({ guard }) => guard.severity === 'blocks')

  const show = useCallback((next: View) => setSearch(next === 'lines' ? {} : { view: next }, { replace: true }), [setSearch])
  const goToLine = useCallback(
    (isRow: (row: GridRow) => boolean, columnId: string) => {
      show('lines')
      setWantedCell({ isRow, columnId })
    },
    [show],
  )
  const goToGuard = useCallback(
    ({ guard, key }: PlacedGuard) => {
      if (key !== undefined) goToLine((row) => row.key === key, guard.column || 'itemSeq')
      else if (listField('head', guard.column)) setWantedField({ column: guard.column })
      else if (guard.to) void navigate(guard.to)
    },
    [goToLine, navigate],
  )
  const goToLineNo = useCallback((lineNo: number) => goToLine((row) => row.lineNo === lineNo, 'itemSeq'), [goToLine])

  /** More than the handbook leaves can be cut down to what it leaves. */
  function mendOf(placed: PlacedGuard): Mend | undefined {
    const { rule, column } = placed.guard
    const row = editable && overRecorded.has(rule) && column === 'quantity' && rows.find(({ key }) => key === placed.key)
    const most = row ? leftFor(row, rows) : undefined
    if (most === undefined) return undefined
    const fill = (line: DraftLine) => (line.key === placed.key ? { ...line, cells: { ...line.cells, quantity: most } } : line)
    return {
      label: `按${leftName(draft)}量填写 ${formatQuantity(most)}`,
      do: () => {
        document.edit(({ head, lines }) => ({ head, lines: lines.map(fill) }))
        goToGuard(placed)
      },
    }
  }

  function addLine() {
    const last = current ?? rows.at(-1)
    const line = document.line(carriedOn(last?.cells))
    document.edit(({ head, lines }) => ({ head, lines: [...lines, line] }))
    goToLine((row) => row.key === line.key, 'itemSeq')
  }

  /** Leaving a field keeps what is typed in it; the cursor stays. */
  function settle() {
    const field = window.document.activeElement
    if (!(field instanceof HTMLElement)) return
    field.blur()
    field.focus()
  }
  useSaveKey(() => {
    settle()
    void document.flush()
  })
  /** The next place after the last one looked at, head first, then line by line. */
  const looked = useRef<string>(undefined)
  function mendNext() {
    const order = new Map(state.lines.map(({ key }, place) => [key, place + 1]))
    const placed = blocks
      .filter(({ guard, key }) => key !== undefined || listField('head', guard.column))
      .toSorted((a, b) => (order.get(a.key ?? 0) ?? 0) - (order.get(b.key ?? 0) ?? 0))
    const names = placed.map(({ guard, key }) => `${key ?? ''}.${guard.column}`)
    const next = placed[(names.indexOf(looked.current ?? '') + 1) % Math.max(placed.length, 1)] ?? blocks[0]
    if (!next) return
    looked.current = `${next.key ?? ''}.${next.guard.column}`
    goToGuard(next)
  }
  async function file() {
    setBlocked(false)
    settle()
    try {
      await document.flush()
      if (document.read().progress === 'failed') return
      const { guards } = await call('listDrafts.get', { draftId })
      if (guards.some(({ severity }) => severity === 'blocks')) {
        setBlocked(true)
        return mendNext()
      }
      const made = await filing.start({ draftId })
      if (made) await navigate(paths.filing(made.filingId))
    } catch (problem) {
      showError(problem)
    }
  }
  /** From the head into the body: an empty one gets its first line. */
  function enterBody() {
    const [first] = state.lines
    if (first) goToLine((row) => row.key === first.key, 'itemSeq')
    else addLine()
  }
  async function reload() {
    try {
      const now = await call('listDrafts.get', { draftId })
      document.reload(now)
      await queries.invalidateQueries({ queryKey: ['listDrafts.get', { draftId }] })
    } catch (problem) {
      showError(problem)
    }
  }
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.isComposing || !editable || window.document.querySelector('[role=dialog]')) return
    const letter = event.key.toLowerCase()
    const control = event.ctrlKey || event.metaKey
    if (event.key === 'F10') {
      event.preventDefault()
      // Twice pressed is once meant.
      if (!event.repeat && filing.running === null) void file()
    } else if (event.key === 'F8') {
      event.preventDefault()
      event.stopPropagation()
      mendNext()
    } else if (control && event.key === 'Enter' && !isInTable(event.target)) {
      event.preventDefault()
      event.stopPropagation()
      addLine()
    } else if (control && (letter === 'z' || letter === 'y') && !isTyping(event.target)) {
      event.preventDefault()
      if (letter === 'y' || event.shiftKey) document.redo()
      else document.undo()
    }
  })
  useEffect(() => {
    const controller = new AbortController()
    // Before the table: F8 goes from the head on into the body and around.
    window.addEventListener('keydown', (event) => onKey(event), { signal: controller.signal, capture: true })
    return () => controller.abort()
  }, [])

  const lineNoOf = useMemo(() => new Map(rows.map(({ key, lineNo }) => [key, lineNo])), [rows])
  const views = [
    { value: 'lines', label: `表体 ${state.lines.length}` },
    { value: 'declaration', label: `合并预览 ${draft.declaration.length}` },
    ...(draft.declarationType === '1' ? [] : [{ value: 'compare', label: '改前改后' }]),
  ]
  const choice = (
    <SegmentedControl size="xs" data={views} value={view} onChange={(next) => show(viewOf(next, draft))} aria-label="看什么" />
  )
  return (
    <Page fill>
      <ListDraftStrip draft={draft} state={state} filing={filing.running !== null} onMend={mendNext} onFile={() => void file()} />
      {state.progress === 'failed' && (
        <div>
          <ErrorNotice error={state.error} />
          <Group gap="sm" mt={8}>
            <Button size="xs" onClick={() => void reload()}>
              重新读取（放弃没有保存的改动）
            </Button>
            {overtaken ? (
              <Text size="sm" c="dimmed">
                窗口里是您的改动；账本里是 {printInstant(draft.savedAt)} 保存的一份。
              </Text>
            ) : (
              <Button size="xs" variant="default" onClick={() => void document.flush()}>
                再次保存
              </Button>
            )}
          </Group>
        </div>
      )}
      {blocked && blocks.length > 0 && (
        <Notice severity="blocks">有 {blocks.length} 处须先处理，才能生成申报。光标已在第一处，改好后按 F8 到下一处。</Notice>
      )}
      {filing.running && <JobProgress job={filing.running} what="正在核对并生成申报" />}
      <ErrorNotice error={filing.error} />
      <ListHead
        draft={draft}
        document={document}
        head={state.head}
        guards={state.guards}
        editable={editable}
        goTo={wantedField}
        onDone={enterBody}
      />
      <div className={classes.work}>
        <div className={classes.room}>
          {view === 'lines' && (
            <ListDraftGrid
              draft={draft}
              document={document}
              rows={rows}
              items={items}
              editable={editable && draft.declarationType !== '3'}
              goTo={wantedCell}
              onSelect={onSelect}
              onAdd={addLine}
              choice={choice}
            />
          )}
          {view === 'declaration' && <DeclarationPreview draft={draft} onGo={goToLineNo} toolbar={choice} />}
          {view === 'compare' && (
            <>
              <Group>{choice}</Group>
              <div className={`${classes.sheet} ${classes.compareRoom}`}>
                <CompareEdition draft={draft} />
              </div>
            </>
          )}
        </div>
        {view === 'lines' && (
          <aside className={classes.aside}>
            <LineFactsCard draft={draft} row={current} />
            <section className={`${classes.sheet} ${classes.checks}`} aria-label="核对">
              <ListGuards
                guards={state.guards}
                editable={editable}
                placeOf={(key) => lineNoOf.get(key)}
                labelOf={({ guard, key }) => listField(key === undefined ? 'head' : 'line', guard.column)?.label ?? ''}
                mendOf={mendOf}
                onGo={goToGuard}
              />
            </section>
          </aside>
        )}
      </div>
    </Page>
  )
}

/** more in all than the handbook has recorded. */
const overRecorded = new Set(['R-114', 'R-115'])

function firstOfHead({ guards }: ListDraftDetail): WantedField | undefined {
  const first = guards.find(
    ({ severity, lineNo, column }) => severity === 'blocks' && lineNo === null && listField('head', column),
  )
  return first && { column: first.column }
}

const viewOf = (asked: string | null, draft: ListDraftDetail): View =>
  asked === 'declaration' ? asked : asked === 'compare' && draft.declarationType !== '1' ? asked : 'lines'

/** There Ctrl+Enter is the table's: it finishes what is being typed first. */
const isInTable = (target: EventTarget | null): boolean => target instanceof Element && target.closest('[data-table]') !== null

/** Text that is being typed has its own way back. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement && target.dataset['idle'] === undefined && !target.readOnly
