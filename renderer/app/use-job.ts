import { useCallback, useRef, useState } from 'react'
import type { OperationName, Output, Request } from '../../shared/contract/contract.ts'
import { isCancelled, runJob } from './engine.ts'
import type { JobProgress } from './engine.ts'

/** Progress is null until the engine has said something. */
export interface RunningJob {
  progress: JobProgress | null
  cancel: () => void
}

/**
 * One job at a time of one button or page. It goes on when the page is left (the tray shows it);
 * a job given up by the person is no error.
 */
export function useJob<N extends OperationName>(name: N) {
  const [running, setRunning] = useState<RunningJob | null>(null)
  const [error, setError] = useState<unknown>(null)
  const controller = useRef<AbortController | null>(null)

  const start = useCallback(
    async (input: Request<N>): Promise<Output<N> | undefined> => {
      const abort = new AbortController()
      controller.current = abort
      const cancel = () => abort.abort()
      setError(null)
      setRunning({ progress: null, cancel })
      try {
        return await runJob(name, input, { signal: abort.signal, onProgress: (progress) => setRunning({ progress, cancel }) })
      } catch (problem) {
        if (!isCancelled(problem)) setError(problem)
        return undefined
      } finally {
        setRunning(null)
      }
    },
    [name],
  )
  const clear = useCallback(() => setError(null), [])
  return { start, running, error, clear }
}
