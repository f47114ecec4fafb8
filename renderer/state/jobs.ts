import { create } from 'zustand'
import { contract, isOperationName } from '../../shared/contract/contract.ts'
import type { JobProgress } from '../app/engine.ts'

interface Jobs {
  /** Newest first; ended ones stay until the tray has been opened and closed. */
  jobs: readonly JobProgress[]
  trayOpen: boolean
  /** The address that shows what became of a job, by its id. */
  ways: Readonly<Record<string, string>>
  follow: (job: JobProgress) => void
  leadTo: (jobId: string, to: string) => void
  setTrayOpen: (open: boolean) => void
}

/** Reading a workbook for a preview changes nothing: once it is done the page shows it, and the tray has nothing to tell. */
const isFinishedLook = ({ operation, state }: JobProgress): boolean =>
  state !== 'running' && isOperationName(operation) && contract[operation].changes.length === 0

export const useJobs = create<Jobs>()((set) => ({
  jobs: [],
  trayOpen: false,
  ways: {},
  follow: (job) =>
    set(({ jobs }) => ({
      jobs: isFinishedLook(job)
        ? jobs.filter(({ jobId }) => jobId !== job.jobId)
        : jobs.some(({ jobId }) => jobId === job.jobId)
          ? jobs.map((known) => (known.jobId === job.jobId ? job : known))
          : [job, ...jobs],
    })),
  leadTo: (jobId, to) => set(({ ways }) => ({ ways: { ...ways, [jobId]: to } })),
  setTrayOpen: (trayOpen) =>
    set(({ jobs }) => ({ trayOpen, jobs: trayOpen ? jobs : jobs.filter(({ state }) => state === 'running') })),
}))
