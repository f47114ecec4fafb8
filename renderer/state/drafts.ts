import { create } from 'zustand'
import { persist } from 'zustand/middleware'

/** The fields of a form that was left before it was saved. Never a passphrase. */
export type Draft = Record<string, string>

interface Drafts {
  drafts: Record<string, Draft>
  keep: (form: string, draft: Draft) => void
  drop: (form: string) => void
}

export const useDrafts = create<Drafts>()(
  persist(
    (set) => ({
      drafts: {},
      keep: (form, draft) => set((state) => ({ drafts: { ...state.drafts, [form]: draft } })),
      drop: (form) =>
        set((state) => ({ drafts: Object.fromEntries(Object.entries(state.drafts).filter(([name]) => name !== form)) })),
    }),
    { name: 'bonded-ledger.drafts' },
  ),
)
