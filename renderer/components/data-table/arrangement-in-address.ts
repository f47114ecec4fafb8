import { useCallback, useMemo } from 'react'
import { NavigationType, useLocation, useNavigationType, useSearchParams } from 'react-router'
import type { Arrangement, KeptArrangement } from './column.ts'

const filterPrefix = 'f.'
const isPart = (name: string): boolean => name === 'find' || name === 'sort' || name.startsWith(filterPrefix)

/** `sort=-declaredOn&f.mode=进料&find=铜箔`: short enough to be read, and to be sent to a colleague. */
export function readArrangement(search: URLSearchParams): Arrangement {
  const sort = search.get('sort') ?? ''
  return {
    filter: Object.fromEntries(
      [...search].flatMap(([name, text]) => (name.startsWith(filterPrefix) ? [[name.slice(filterPrefix.length), text]] : [])),
    ),
    find: search.get('find') ?? '',
    ...(sort !== '' && { sort: { column: sort.replace(/^-/, ''), descending: sort.startsWith('-') } }),
  }
}

/** The address with this arrangement in it; what else it holds stays. */
export function writeArrangement(search: URLSearchParams, { sort, filter, find }: Arrangement): URLSearchParams {
  const next = withoutArrangement(search)
  if (find !== '') next.set('find', find)
  if (sort) next.set('sort', `${sort.descending ? '-' : ''}${sort.column}`)
  for (const [column, text] of Object.entries(filter)) if (text !== '') next.set(filterPrefix + column, text)
  return next
}

/** For another table of the same page. */
export const withoutArrangement = (search: URLSearchParams): URLSearchParams =>
  new URLSearchParams([...search].filter(([name]) => !isPart(name)))

/** For the one table of a page: what it is filtered and sorted by stands in the address, so that Back and a reload find it again. */
export function useArrangementInAddress(): KeptArrangement {
  const [search, setSearch] = useSearchParams()
  const { key } = useLocation()
  const typing = useNavigationType() === NavigationType.Replace
  const keep = useCallback(
    (arrangement: Arrangement) => setSearch((before) => writeArrangement(before, arrangement), { replace: true }),
    [setSearch],
  )
  return useMemo(
    () => ({ arrangement: readArrangement(search), visit: typing ? undefined : key, keep }),
    [search, typing, key, keep],
  )
}
