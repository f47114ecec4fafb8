import type { UtilityProcess } from 'electron'
import type { EngineEvent } from '../shared/contract/contract.ts'
import type { Answer, Failure } from '../shared/contract/errors.ts'
import type { EngineMessage, EngineQuestion } from './engine-port.ts'

interface EngineListener {
  event(event: EngineEvent): void
  /** It cannot open the data folder; the process is of no more use. */
  refused(failure: Failure): void
  /** The process ended without being asked to. */
  gone(): void
}

const goneFailure: Failure = {
  code: 'engine.gone',
  message: '账本引擎意外停止，这一步没有完成',
  next: '程序会重新启动引擎；请随后核对这一步是否已保存，再重试',
}

/** The engine's process as main.ts sees it: questions wait until it is ready, and none stays unanswered when it dies. */
export class EngineClient {
  private readonly process: UtilityProcess
  private readonly ready: Promise<boolean>
  private readonly waiting = new Map<number, (answer: Answer) => void>()
  private lastId = 0
  private closing = false

  constructor(process: UtilityProcess, listener: EngineListener) {
    this.process = process
    this.ready = new Promise((resolve) => {
      process.on('message', (message: EngineMessage) => {
        switch (message.type) {
          case 'ready':
            return resolve(true)
          case 'refused':
            this.closing = true
            resolve(false)
            return listener.refused(message.failure)
          case 'answer':
            this.waiting.get(message.id)?.(message.answer)
            return void this.waiting.delete(message.id)
          case 'event':
            return listener.event(message.event)
        }
      })
      process.once('exit', () => {
        resolve(false)
        for (const answer of this.waiting.values()) answer({ ok: false, error: goneFailure })
        this.waiting.clear()
        if (!this.closing) listener.gone()
      })
    })
  }

  async ask(question: EngineQuestion): Promise<Answer> {
    if (!(await this.ready)) return { ok: false, error: goneFailure }
    return new Promise((resolve) => {
      const id = ++this.lastId
      this.waiting.set(id, resolve)
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- the port of a process, not a window
      this.process.postMessage({ ...question, id })
    })
  }

  /** Lets the engine put its books in order, then ends its process; an engine that hangs is ended after `patience` ms. */
  async close(patience: number): Promise<void> {
    this.closing = true
    await Promise.race([this.ask({ type: 'close' }), new Promise((resolve) => setTimeout(resolve, patience))])
    this.process.kill()
  }
}
