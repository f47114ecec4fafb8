import { create } from 'zustand'
import { persist } from 'zustand/middleware'

interface Preferences {
  railCollapsed: boolean
  /** The handbook last worked in: what 清单 and 核销 of the rail open. */
  handbookNo: string | null
  toggleRail: () => void
  workIn: (handbookNo: string) => void
}

export const usePreferences = create<Preferences>()(
  persist(
    (set) => ({
      railCollapsed: false,
      handbookNo: null,
      toggleRail: () => set((state) => ({ railCollapsed: !state.railCollapsed })),
      workIn: (handbookNo) => set({ handbookNo }),
    }),
    { name: 'bonded-ledger.preferences' },
  ),
)
