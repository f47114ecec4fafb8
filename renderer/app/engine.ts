import * as z from 'zod'
import { contract } from '../../shared/contract/contract.ts'
import type { EngineEvent, OperationName, Output, Request } from '../../shared/contract/contract.ts'
import type { Answer, Failure } from '../../shared/contract/errors.ts'
import type { Job } from '../../shared/contract/house.ts'
import { transport } from './transport.ts'

/** What the engine refused, as it said it. */
export class EngineError extends Error {
  readonly failure: Failure
  constructor(failure: Failure) {
    super(failure.message)
    this.failure = failure
  }
}

export const isCancelled = (error: unknown): boolean => error instanceof EngineError && error.failure.code === cancelled.code
const cancelled: Failure = { code: 'job.cancelled', message: '已取消，没有写入任何数据' }
/** Events may be lost while the connection is made again: the state is asked for when nothing has come for this long. */
const silence = 1000

function unwrap<T>(answer: Answer<T>): T {
  if (!answer.ok) throw new EngineError(answer.error)
  return answer.value
}

/** The engine answers by the contract (its tests hold it to that); the window does not check a long table a second time. */
function asOutput<N extends OperationName>(_name: N, value: unknown): Output<N> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return value as Output<N>
}

const startedJob = z.object({ jobId: z.uuid() })

/** Runs an operation that answers at once. @throws EngineError */
export async function call<N extends OperationName>(name: N, input: Request<N>): Promise<Output<N>> {
  return asOutput(name, unwrap(await transport.call(name, input)))
}

export type JobProgress = Omit<Job, 'value'>

export interface Follow {
  onProgress?: (job: JobProgress) => void
  signal?: AbortSignal
}

/** Starts a job and follows it to its end; aborting the signal cancels it in the engine. @throws EngineError */
export async function runJob<N extends OperationName>(name: N, input: Request<N>, follow: Follow = {}): Promise<Output<N>> {
  if (!contract[name].job) return call(name, input)
  const { jobId } = startedJob.parse(unwrap(await transport.call(name, input)))
  return followJob(name, jobId, follow)
}

/** Follows a job that runs already, or says how it has ended. @throws EngineError */
export async function followJob<N extends OperationName>(
  name: N,
  jobId: string,
  { onProgress, signal }: Follow = {},
): Promise<Output<N>> {
  const cancel = () => void transport.call('jobs.cancel', { jobId })
  if (signal?.aborted) cancel()
  signal?.addEventListener('abort', cancel)
  try {
    await ended(jobId, onProgress)
  } finally {
    signal?.removeEventListener('abort', cancel)
  }
  const job = await call('jobs.get', { jobId })
  if (job.state === 'done') return asOutput(name, job.value)
  throw new EngineError(job.error ?? cancelled)
}

function ended(jobId: string, onProgress?: (job: JobProgress) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => void call('jobs.get', { jobId }).then(follow, fail)
    let over = false
    let timer = setInterval(look, silence)
    const stop = transport.subscribe((event) => {
      if (event.type === 'job' && event.job.jobId === jobId) follow(event.job)
    })
    function finish() {
      over = true
      clearInterval(timer)
      stop()
    }
    function fail(error: unknown) {
      finish()
      reject(error instanceof Error ? error : new Error(String(error)))
    }
    function follow(job: JobProgress) {
      // An answer that was on its way when the end had been told.
      if (over) return
      clearInterval(timer)
      onProgress?.(job)
      if (job.state === 'running') {
        timer = setInterval(look, silence)
      } else {
        finish()
        resolve()
      }
    }
    // It may have ended before anybody listened.
    look()
  })
}

/** Takes a file of the person into the engine. @throws EngineError */
export async function putFile(file: File): Promise<string> {
  return unwrap(await transport.putFile(file.name, new Uint8Array(await file.arrayBuffer()))).fileId
}

/** Hands a stored file to the person. False when they gave up the dialog. @throws EngineError */
export async function saveFile(fileId: string): Promise<boolean> {
  return unwrap(await transport.saveFile(fileId)).saved
}

const writePdf = transport.savePdf?.bind(transport)
/** Saves the page as it would be printed; undefined where only the print dialog of the browser can. False when they gave up. */
export const savePdf = writePdf && (async (name: string): Promise<boolean> => unwrap(await writePdf(name)).saved)

export const subscribe = (listener: (event: EngineEvent) => void): (() => void) => transport.subscribe(listener)
