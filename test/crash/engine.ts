import { openApplication } from '../../electron/engine/application.ts'
import type { Application } from '../../electron/engine/application.ts'
import { systemClock } from '../../electron/engine/clock.ts'
import type { Input, OperationName, Output } from '../../shared/contract/contract.ts'

/** The engine as a host has it, with answers taken apart: the value, or a loud end. */
export async function openEngine(dataFolder: string) {
  const application = await openApplication({ dataFolder, clock: systemClock, programVersion: '0.0.0' })
  return { application, ...callsOf(application) }
}

export function callsOf(application: Application) {
  const call = async <N extends OperationName>(name: N, input: Input<N>): Promise<Output<N>> => {
    const answer = await application.call(name, input, { wait: true })
    if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.error)}`)
    return answer.value as Output<N>
  }
  const put = async (name: string, bytes: Uint8Array): Promise<string> => {
    const answer = await application.putFile(name, toStream(bytes))
    if (!answer.ok) throw new Error(JSON.stringify(answer.error))
    return answer.value.fileId
  }
  return { call, put }
}

export async function* toStream(...chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array, void, undefined> {
  yield* chunks
}
