import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openApplication } from '../electron/engine/application.ts'
import type { OperationName, Output, Request } from '../shared/contract/contract.ts'
import type { Failure } from '../shared/contract/errors.ts'

/** The factories' workbooks and their independently computed results. */
export const samples = fileURLToPath(new URL('./fixtures/samples/', import.meta.url))

/** A real engine on a data folder of its own, at a fixed moment. */
export async function openEngine(options: { now?: string; dataFolder?: string } = {}) {
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'bonded-ledger-'))
  let now = options.now ?? '2025-12-31T02:00:00.000Z'
  const application = await openApplication({ dataFolder, clock: { now: () => now }, programVersion: 'test' })
  return {
    application,
    dataFolder,
    setNow(instant: string) {
      now = instant
    },
    /** The value of an operation that must succeed; jobs are waited for. */
    async call<N extends OperationName>(name: N, input: Request<N>): Promise<Output<N>> {
      const answer = await application.call(name, input, { wait: true })
      if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.error)}`)
      return answer.value as Output<N>
    },
    /** The failure of an operation that must not. */
    async refused<N extends OperationName>(name: N, input: Request<N>): Promise<Failure> {
      const answer = await application.call(name, input, { wait: true })
      if (answer.ok) throw new Error(`${name} was not refused`)
      return answer.error
    },
    async put(name: string, bytes: Uint8Array): Promise<string> {
      const answer = await application.putFile(name, once(bytes))
      if (!answer.ok) throw new Error(JSON.stringify(answer.error))
      return answer.value.fileId
    },
    putFile(path: string): Promise<string> {
      return this.put(basename(path), readFileSync(path))
    },
    async bytesOf(fileId: string): Promise<Uint8Array> {
      const answer = await application.getFile(fileId)
      if (!answer.ok) throw new Error(JSON.stringify(answer.error))
      return readFileSync(answer.value.path)
    },
    async close() {
      await application.close()
      if (!options.dataFolder) rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}
export type Engine = Awaited<ReturnType<typeof openEngine>>

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes
}
