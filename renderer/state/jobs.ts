import { create } from 'zustand'
import type { JobProgress } from '../app/engine.ts'

interface Jobs {
  /** Newest first; ended ones stay until they are cleared. */
  jobs: readonly JobProgress[]
  trayOpen: boolean
  follow: (job: JobProgress) => void
  clearEnded: () => void
  setTrayOpen: (open: boolean) => void
}

export const useJobs = create<Jobs>()((set) => ({
  jobs: [],
  trayOpen: false,
  follow: (job) =>
    set(({ jobs }) => ({
      jobs: jobs.some(({ jobId }) => jobId === job.jobId)
        ? jobs.map((known) => (known.jobId === job.jobId ? job : known))
        : [job, ...jobs],
    })),
  clearEnded: () => set(({ jobs }) => ({ jobs: jobs.filter(({ state }) => state === 'running') })),
  setTrayOpen: (trayOpen) => set({ trayOpen }),
}))
