import { create } from 'zustand'

/** 换人 is opened from the top bar, by F9, by Ctrl+K, and by itself when nobody is at the desk. */
export const useOperatorChange = create<{ opened: boolean; open: () => void; close: () => void }>()((set) => ({
  opened: false,
  open: () => set({ opened: true }),
  close: () => set({ opened: false }),
}))
