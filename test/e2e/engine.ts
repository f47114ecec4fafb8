import { contract } from '../../shared/contract/contract.ts'
import type { OperationName, Output, Request } from '../../shared/contract/contract.ts'
import type { Answer } from '../../shared/contract/errors.ts'

/** The engine behind the window, asked the way the window asks: over HTTP or over the desktop bridge. */
export interface EngineWire {
  call(name: string, input: unknown): Promise<Answer>
  putFile(name: string, bytes: Uint8Array): Promise<Answer<{ fileId: string }>>
  file(fileId: string): Promise<Uint8Array>
}

/** For arranging and checking in a spec: what a clerk would see is asked of the page. */
export class Engine {
  private readonly wire: EngineWire
  constructor(wire: EngineWire) {
    this.wire = wire
  }

  /** The answer as it is, a refusal included; a job is waited for. */
  async ask<N extends OperationName>(name: N, input: Request<N>): Promise<Answer<Output<N>>> {
    const answer = await this.wire.call(name, input)
    return (answer.ok && contract[name].job ? this.result(answer.value) : answer) as Promise<Answer<Output<N>>>
  }

  /** @throws Error with code and message where it is refused */
  async call<N extends OperationName>(name: N, input: Request<N>): Promise<Output<N>> {
    return unwrap(await this.ask(name, input))
  }

  async putFile(name: string, bytes: Uint8Array): Promise<string> {
    return unwrap(await this.wire.putFile(name, bytes)).fileId
  }

  file(fileId: string): Promise<Uint8Array> {
    return this.wire.file(fileId)
  }

  private async result(started: unknown): Promise<Answer> {
    const { jobId } = started as { jobId: string }
    for (;;) {
      const job = await this.call('jobs.get', { jobId })
      if (job.state === 'done') return { ok: true, value: job.value }
      if (job.state !== 'running') return { ok: false, error: job.error ?? { code: 'job.cancelled', message: '任务已取消' } }
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

function unwrap<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.value
  throw new Error(`${answer.error.code}: ${answer.error.message} ${JSON.stringify(answer.error.at ?? {})}`)
}
