import { useEffect, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { listField, listFields } from '../../../shared/domain/list-fields.ts'
import { shownListText } from './list-draft-columns.tsx'
import type { ListDraftDocument, PlacedGuard } from './list-draft-document.ts'
import classes from './list-draft.module.css'
import type { Cells, ListDraftDetail } from './list-draft-words.ts'
import { ListHeadField } from './list-head-field.tsx'

/** What a clerk says of every list; of a transfer also the other side. The rest is filled in and folded away. */
const always = ['innerNo', 'declaredOn', 'port', 'transportMode', 'country', 'remark']
const ofTransfers = ['relatedHandbookNo', 'relatedListNo', 'applyNo']
const order = ['innerNo', 'declaredOn', 'port', 'transportMode', 'country', ...ofTransfers, 'remark']
const transfers = new Set(['transferIn', 'transferOut', 'surplusIn', 'surplusOut'])
/** Every declaration says these anew: they are no change. */
const ofTheDeclaration = new Set(['declaredOn'])

/** Where in the head the cursor is to go: a new object is a new wish. */
export interface WantedField {
  readonly column: string
}

export function ListHead({
  draft,
  document,
  head,
  guards,
  editable,
  goTo,
  onDone,
}: {
  draft: ListDraftDetail
  document: ListDraftDocument
  head: Cells
  guards: readonly PlacedGuard[]
  editable: boolean
  goTo: WantedField | undefined
  /** Enter in the last field that is shown. */
  onDone: () => void
}) {
  const form = useRef<HTMLFormElement>(null)
  const [open, setOpen] = useState(false)
  const first = new Set(
    [...(transfers.has(draft.business) ? ofTransfers : []), ...always].toSorted((a, b) => order.indexOf(a) - order.indexOf(b)),
  )
  const problems = new Map(
    guards.flatMap(({ guard, key }) =>
      key === undefined && guard.severity === 'blocks' && guard.column !== ''
        ? [[guard.column, guard.message.replace(`“${listField('head', guard.column)?.label ?? ''}”`, '')] as const]
        : [],
    ),
  )
  // Who declares elsewhere is asked of the kind of declaration alone (FORMATS §5.2: DclcusTypecd).
  const link = head['declarationLink']
  const asked = (id: string) =>
    id.startsWith('correspondingDeclarant')
      ? link === '2'
      : /^related(Operator|Processor|Declarant)/.test(id)
        ? link === '1'
        : true
  const rest = listFields.head.filter(({ id }) => !first.has(id) && (asked(id) || (head[id] ?? '') !== '' || problems.has(id)))
  const wrongInside = rest.some(({ id }) => problems.has(id))
  const [gone, setGone] = useState<WantedField>()
  if (goTo !== gone) {
    setGone(goTo)
    if (goTo && !first.has(goTo.column)) setOpen(true)
  }

  useEffect(() => {
    if (!goTo) return
    const input = form.current?.querySelector<HTMLInputElement>(`[data-field="${CSS.escape(goTo.column)}"] input`)
    input?.focus()
    input?.select()
  }, [goTo])

  function onKeyDown(event: KeyboardEvent<HTMLFormElement>) {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
    // One Enter takes the code and moves on, as in the grid; where nothing is found it stays.
    const { target } = event
    if (!(target instanceof HTMLInputElement)) return
    if (target.getAttribute('aria-expanded') === 'true' && !target.hasAttribute('aria-activedescendant')) return
    const fields = [...event.currentTarget.querySelectorAll('input')]
    const next = fields[fields.indexOf(target) + 1]
    event.preventDefault()
    if (next) next.focus()
    else onDone()
  }
  const field = (id: string) => {
    const known = listField('head', id)
    return (
      known && (
        <ListHeadField
          key={id}
          field={known}
          value={head[id] ?? ''}
          before={draft.headBefore && !ofTheDeclaration.has(id) ? (draft.headBefore[id] ?? '') : null}
          problem={problems.get(id)}
          editable={editable}
          onKeep={(column, text) => document.edit((written) => ({ ...written, head: { ...written.head, [column]: text } }))}
        />
      )
    )
  }
  return (
    <form
      ref={form}
      className={classes.head}
      aria-label="表头"
      onKeyDown={onKeyDown}
      onSubmit={(event) => event.preventDefault()}
      noValidate
    >
      <div className={classes.fields}>{[...first].map(field)}</div>
      {open && <div className={`${classes.fields} ${classes.more}`}>{rest.map(({ id }) => field(id))}</div>}
      <div className={classes.folded}>
        <button type="button" className={classes.unfold} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? '收起' : `其余 ${rest.length} 项`}
        </button>
        {!open && (
          <span className={classes.foldedText} style={wrongInside ? { color: 'var(--blocks)' } : undefined}>
            {rest
              .filter(({ id }) => (head[id] ?? '') !== '')
              .map(({ id, label }) => `${label} ${shownListText('head', id, head[id] ?? '')}`)
              .join('　')}
          </span>
        )}
      </div>
    </form>
  )
}
