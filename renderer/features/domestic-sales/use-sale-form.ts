import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { Output } from '../../../shared/contract/contract.ts'
import { call } from '../../app/engine.ts'
import { useDrafts } from '../../state/drafts.ts'
import { inputOf, readKept, textOf } from './sale-form.ts'
import type { SaleForm } from './sale-form.ts'

/** What was in the books when typing began: a text, and when that had been saved. */
interface Ground {
  text: string
  savedAt: string
}

/**
 * A sale while it is typed. What is not saved is kept under `name` when the page is left, with the moment of the sale it was
 * typed over, so that nobody's work is overwritten.
 */
export function useSaleForm(name: string, inBooks: SaleForm, savedAt: string) {
  const [kept] = useState(() => useDrafts.getState().drafts[name])
  const keptForm = useMemo(() => readKept(kept?.['form']), [kept])
  const [ground, setGround] = useState<Ground>(() => ({
    text: textOf(inBooks),
    savedAt: keptForm ? (kept?.['savedAt'] ?? savedAt) : savedAt,
  }))
  const [form, setForm] = useState<SaleForm>(keptForm ?? inBooks)
  const [restored, setRestored] = useState(keptForm !== undefined)
  const text = textOf(form)
  const dirty = text !== ground.text

  useEffect(() => {
    const { keep, drop, drafts } = useDrafts.getState()
    if (dirty) keep(name, { form: text, savedAt: ground.savedAt })
    else if (drafts[name]) drop(name)
  }, [name, dirty, text, ground.savedAt])

  /** Takes what is in the books for what is typed. */
  const takeBooks = useCallback((books: SaleForm, at: string) => {
    setForm(books)
    setGround({ text: textOf(books), savedAt: at })
    setRestored(false)
  }, [])
  const change = useCallback((part: Partial<SaleForm> | ((before: SaleForm) => Partial<SaleForm>)) => {
    setForm((before) => ({ ...before, ...(typeof part === 'function' ? part(before) : part) }))
  }, [])
  /** What was typed has been saved. */
  const saved = useCallback(
    (as: string, at: string) => {
      useDrafts.getState().drop(name)
      setGround({ text: as, savedAt: at })
      setRestored(false)
    },
    [name],
  )
  return { form, text, dirty, restored, savedAt: ground.savedAt, change, saved, takeBooks }
}

export type Reckoned = Output<'domesticSales.preview'>

/** What the engine makes of the form, a moment after the last key; the last answer stands until the next is there. */
export function useReckoned(form: SaleForm, enabled: boolean) {
  const wanted = useMemo(() => JSON.stringify(inputOf(form) ?? null), [form])
  const [asked] = useDebouncedValue(wanted, 200)
  const input = useMemo<ReturnType<typeof inputOf> | null>(() => JSON.parse(asked), [asked])
  const answer = useQuery<Reckoned>({
    queryKey: ['domesticSales.preview', input],
    queryFn: () => call('domesticSales.preview', input ?? { handbookNo: '', kind: form.kind, soldOn: '', lines: [] }),
    enabled: enabled && input !== null,
    placeholderData: keepPreviousData,
  })
  return {
    reckoned: input === null ? undefined : answer.data,
    error: input === null ? null : answer.error,
    behind: enabled && (wanted !== asked || answer.isFetching),
  }
}
