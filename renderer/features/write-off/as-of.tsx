import { useSearchParams } from 'react-router'
import { parseDay } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { DayField } from '../../components/fields/day-field.tsx'
import classes from './balance.module.css'

/** The day up to which lists count, in the address; undefined for all of them. */
export function useAsOf(): Day | undefined {
  const [search] = useSearchParams()
  return parseDay(search.get('asOf') ?? '')
}

export function AsOfField() {
  const [, setSearch] = useSearchParams()
  const asOf = useAsOf()
  const change = (text: string) =>
    setSearch((before) => {
      if (text === '') before.delete('asOf')
      else before.set('asOf', text)
      return before
    })
  return (
    <label className={classes.asOf}>
      截至
      <DayField
        aria-label="截至日期"
        placeholder="全部"
        size="xs"
        value={asOf ?? ''}
        onChange={(text) => (text === '' || parseDay(text)) && change(text)}
      />
    </label>
  )
}
