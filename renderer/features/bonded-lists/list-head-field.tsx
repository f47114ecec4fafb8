import { TextInput } from '@mantine/core'
import { useEffect, useEffectEvent, useId, useState } from 'react'
import { normaliseListCell } from '../../../shared/domain/list-cells.ts'
import type { ListField } from '../../../shared/domain/list-fields.ts'
import { CodeField } from '../../components/fields/code-field.tsx'
import { DayField } from '../../components/fields/day-field.tsx'
import { shownListText } from './list-draft-columns.tsx'
import classes from './list-draft.module.css'

/** One field of the head, with what is wrong with it, and in a change with what it was. */
export function ListHeadField({
  field,
  value: saved,
  before,
  problem,
  editable,
  onKeep,
}: {
  field: ListField
  value: string
  /** As the list in the books has it; null in a new list. */
  before: string | null
  problem: string | undefined
  editable: boolean
  onKeep: (id: string, text: string) => void
}) {
  const { id } = field
  const name = useId()
  const [typed, setTyped] = useState<string>()
  const changed = before !== null && before !== saved
  function keep(text: string) {
    const clean = normaliseListCell('head', id, text)
    if (clean !== saved) onKeep(id, clean)
    setTyped(undefined)
  }
  const leave = () => {
    if (typed !== undefined) keep(typed)
  }
  // A page that is left keeps what was typed.
  const onUnmount = useEffectEvent(leave)
  useEffect(() => () => onUnmount(), [])
  const common = {
    id: name,
    value: typed ?? saved,
    'aria-label': field.label,
    onBlur: leave,
    // While it is being put right, the old complaint is quiet.
    ...(problem !== undefined && typed === undefined && { error: problem }),
  }
  return (
    <div className={classes.field} data-field={id} data-changed={changed || undefined}>
      <label htmlFor={name} className={classes.label} title={field.label}>
        {field.label}
        {field.required === 'filled' && editable && <span className={classes.needed} />}
      </label>
      {!editable ? (
        <div className={classes.given}>{shownListText('head', id, saved) || <span className={classes.derived}>未填写</span>}</div>
      ) : field.table ? (
        <CodeField {...common} codes={field.table.codes} placeholder="" onChange={keep} />
      ) : field.kind === 'day' ? (
        <DayField {...common} placeholder="" onChange={setTyped} />
      ) : (
        <TextInput
          {...common}
          autoComplete="off"
          {...(field.kind === 'code' && { classNames: { input: 'mono' } })}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      {changed && (
        <div className={classes.before}>
          改前 <s>{shownListText('head', id, before) || '未填写'}</s>
        </div>
      )}
    </div>
  )
}
