import { Textarea, TextInput } from '@mantine/core'
import { useEffect, useEffectEvent, useId, useState } from 'react'
import { normaliseCell } from '../../../shared/domain/handbook-record-cells.ts'
import type { RecordField } from '../../../shared/domain/handbook-record-fields.ts'
import { call } from '../../app/engine.ts'
import { queries } from '../../app/queries.ts'
import { showError } from '../../components/export-table.ts'
import { CodeField } from '../../components/fields/code-field.tsx'
import { DayField } from '../../components/fields/day-field.tsx'
import { QuantityField } from '../../components/fields/quantity-field.tsx'
import { shownText } from './draft-columns.tsx'
import type { DraftDetail } from './draft-words.ts'
import classes from './draft.module.css'

/** Every declaration says these anew: they are no change. */
const ofTheDeclaration = new Set(['declaredOn', 'inputOn'])

/** One field of the head with what is wrong with it, and in a change with what it was. */
export function HeadField({ draft, field, editable }: { draft: DraftDetail; field: RecordField; editable: boolean }) {
  const { draftId } = draft
  const { id } = field
  const name = useId()
  const saved = draft.head[id] ?? ''
  const [typed, setTyped] = useState<string>()
  const value = typed ?? saved
  const before = draft.headBefore?.[id] ?? ''
  const changed = draft.headBefore !== null && before !== saved && !ofTheDeclaration.has(id)
  const locked = !editable || field.given === true

  async function keep(text: string) {
    const clean = normaliseCell('head', id, text)
    if (clean !== saved) {
      setTyped(clean)
      try {
        await call('handbookDrafts.saveHead', { draftId, cells: { [id]: clean } })
        await queries.invalidateQueries({ queryKey: ['handbookDrafts.get', { draftId }] })
      } catch (error) {
        showError(error)
        return
      }
    }
    setTyped(undefined)
  }
  const leave = () => {
    if (typed !== undefined) void keep(typed)
  }
  // A page that is left keeps what was typed.
  const onUnmount = useEffectEvent(leave)
  useEffect(() => () => onUnmount(), [])

  const problem = draft.headProblems.find(({ column }) => column === id)?.message
  const common = {
    id: name,
    value,
    'aria-label': field.label,
    onBlur: leave,
    // While it is being put right, the old complaint is quiet.
    ...(problem !== undefined && typed === undefined && { error: problem.replace(`“${field.label}”`, '') }),
  }
  return (
    <div
      className={classes.field}
      data-field={id}
      data-changed={changed || undefined}
      data-wide={id === 'remark' || id === 'ports' || undefined}
    >
      <label htmlFor={name} className={classes.label}>
        {field.label}
        {field.required !== 'never' && !locked && <span className={classes.needed} />}
      </label>
      <div>
        {locked ? (
          <div className={classes.given}>{shownText('head', id, saved) || <span className={classes.derived}>未填写</span>}</div>
        ) : field.kind === 'table' && field.table ? (
          <CodeField {...common} codes={field.table.codes} placeholder="" onChange={(code) => void keep(code)} />
        ) : field.kind === 'day' ? (
          <DayField {...common} placeholder="" onChange={setTyped} />
        ) : field.kind === 'quantity' ? (
          <QuantityField {...common} onChange={setTyped} />
        ) : id === 'remark' ? (
          <Textarea {...common} autosize minRows={1} maxRows={6} onChange={(event) => setTyped(event.currentTarget.value)} />
        ) : (
          <TextInput
            {...common}
            autoComplete="off"
            {...(field.kind === 'code' && { classNames: { input: 'mono' } })}
            {...(field.kind === 'tables' && { placeholder: '可填几个，用逗号分开' })}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        )}
        {changed && (
          <div className={classes.before}>
            改前 <s>{shownText('head', id, before) || '未填写'}</s>
          </div>
        )}
      </div>
    </div>
  )
}
