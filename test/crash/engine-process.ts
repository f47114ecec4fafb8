import type { OperationName, Output, Request } from '../../shared/contract/contract.ts'
import { Child } from './child-process.ts'
import type { Asked, ExchangeLine } from './exchanging-child.ts'

/** The engine in a process of its own, one call at a time; killed, it is started again on the same ledger. */
export class EngineProcess {
  private readonly dataFolder: string
  private child: Child<ExchangeLine> | undefined
  private asked = 0
  /** How far its clock is ahead, in milliseconds. */
  aheadMs = 0

  constructor(dataFolder: string) {
    this.dataFolder = dataFolder
  }

  async start(): Promise<void> {
    this.child = new Child<ExchangeLine>('./exchanging-child.ts', [this.dataFolder])
    await this.child.said((line) => 'ready' in line)
  }

  /** @throws where it fails, or the process ends first */
  async call<N extends OperationName>(name: N, input: Request<N>): Promise<Output<N>> {
    return this.ask<Output<N>>({ name, input })
  }

  private async ask<Answer>({ name, input }: Pick<Asked, 'name' | 'input'>): Promise<Answer> {
    if (!this.child) await this.start()
    const { child } = this
    const id = ++this.asked
    child?.tell({ id, name, input, aheadMs: this.aheadMs })
    await child?.said((line) => 'id' in line && line.id === id)
    const answer = child?.lines.findLast((line) => 'id' in line && line.id === id)
    if (!answer || !('value' in answer)) throw new Error(`${name}: ${answer && 'failed' in answer ? answer.failed : 'no answer'}`)
    return answer.value as Answer
  }

  /** A file of this computer into the ledger's own; its id. */
  async putFile(path: string): Promise<string> {
    return (await this.ask<{ fileId: string }>({ name: 'putFile', input: path })).fileId
  }

  /** SIGKILL: at once, whatever it is doing. */
  async kill(): Promise<void> {
    const { child } = this
    this.child = undefined
    await child?.kill()
  }
}
