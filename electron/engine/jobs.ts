import { randomUUID } from 'node:crypto'
import { Refusal, refuse } from '../../shared/contract/errors.ts'
import type { Answer } from '../../shared/contract/errors.ts'
import type { Job } from '../../shared/contract/house.ts'
import type { Call, Emit } from './call.ts'
import type { Clock } from './clock.ts'

const mostKept = 100
/** How long a job computes before it lets other calls in, and how often it reports. */
const slice = 15
const reportEvery = 100

/** What listeners are told; the answer itself is asked for. */
type JobProgress = Omit<Job, 'value'>

interface Running {
  job: JobProgress
  value?: unknown
  cancelled: boolean
  finished: Promise<Answer>
}

/** Long work in this process: progress, cancel, result (DESIGN §4). Kept in memory only: what a killed job had begun is rolled back. */
export class Jobs {
  private readonly jobs = new Map<string, Running>()
  private readonly clock: Clock
  private readonly emit: Emit

  constructor(clock: Clock, emit: Emit) {
    this.clock = clock
    this.emit = emit
  }

  start(operation: string, work: (step: Call['step']) => Promise<Answer>): { jobId: string; finished: Promise<Answer> } {
    const job: JobProgress = {
      jobId: randomUUID(),
      operation,
      state: 'running',
      done: 0,
      total: null,
      what: '正在准备',
      startedAt: this.clock.now(),
      finishedAt: null,
    }
    const running: Running = { job, cancelled: false, finished: Promise.resolve({ ok: true, value: null }) }
    this.jobs.set(job.jobId, running)
    this.announce(job)
    running.finished = work(this.stepOf(running)).then((answer) => this.finish(running, answer))
    return { jobId: job.jobId, finished: running.finished }
  }

  list(): JobProgress[] {
    return [...this.jobs.values()].map(({ job }) => job).toReversed()
  }

  get(jobId: string): Job {
    const { job, value } = this.require(jobId)
    return { ...job, value }
  }

  /** False where the job had already ended. It ends at its next step. */
  cancel(jobId: string): boolean {
    const running = this.require(jobId)
    if (running.job.state !== 'running') return false
    running.cancelled = true
    return true
  }

  async cancelAll(): Promise<void> {
    for (const running of this.jobs.values()) running.cancelled = true
    await Promise.all([...this.jobs.values()].map((running) => running.finished))
  }

  private stepOf(running: Running): Call['step'] {
    let yieldedAt = performance.now()
    let reportedAt = 0
    return async (what, done, total) => {
      const now = performance.now()
      const changed = running.job.what !== what
      running.job = { ...running.job, what, done, total }
      if (changed || now - reportedAt > reportEvery) {
        reportedAt = now
        this.announce(running.job)
      }
      if (changed || now - yieldedAt > slice) {
        await new Promise((resolve) => setImmediate(resolve))
        yieldedAt = performance.now()
      }
      if (running.cancelled) refuse({ code: 'job.cancelled', message: '任务已取消，没有写入任何数据' })
    }
  }

  private finish(running: Running, answer: Answer): Answer {
    const ended = { ...running.job, finishedAt: this.clock.now() }
    if (answer.ok) {
      running.job = { ...ended, state: 'done', done: ended.total ?? ended.done }
      running.value = answer.value
    } else running.job = { ...ended, state: answer.error.code === 'job.cancelled' ? 'cancelled' : 'failed', error: answer.error }
    this.announce(running.job)
    for (const [jobId, each] of this.jobs) {
      if (this.jobs.size <= mostKept) break
      if (each.job.state !== 'running') this.jobs.delete(jobId)
    }
    return answer
  }

  private announce(job: JobProgress): void {
    this.emit({ type: 'job', job })
  }

  private require(jobId: string): Running {
    const running = this.jobs.get(jobId)
    if (!running) throw new Refusal({ code: 'job.notFound', message: '没有这个任务，可能程序已重新启动', next: '请重新操作' })
    return running
  }
}
