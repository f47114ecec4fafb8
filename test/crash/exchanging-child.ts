import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { createInterface } from 'node:readline'
import { openApplication } from '../../electron/engine/application.ts'
import type { Input, OperationName } from '../../shared/contract/contract.ts'
import { callsOf } from './engine.ts'

/** A call that the parent asks for, at a moment that may lie ahead of now: so nobody waits for the next try. */
export interface Asked {
  id: number
  /** putFile: the file of the path that is its input. */
  name: OperationName | 'putFile'
  input: unknown
  aheadMs: number
}
export type ExchangeLine = { ready: true } | { id: number; value: unknown } | { id: number; failed: string }

const say = (line: ExchangeLine) => process.stdout.write(`${JSON.stringify(line)}\n`)

const [dataFolder = ''] = process.argv.slice(2)
let ahead = 0
const clock = { now: () => new Date(Date.now() + ahead).toISOString() }
const application = await openApplication({ dataFolder, clock, programVersion: '0.0.0' })
const { call, put } = callsOf(application)
say({ ready: true })
for await (const text of createInterface(process.stdin)) {
  const { id, name, input, aheadMs } = JSON.parse(text) as Asked
  ahead = Math.max(ahead, aheadMs)
  const answered =
    name === 'putFile'
      ? put(basename(String(input)), readFileSync(String(input))).then((fileId) => ({ fileId }))
      : call(name, input as Input<OperationName>)
  answered.then(
    (value) => say({ id, value }),
    (error: unknown) => say({ id, failed: String(error) }),
  )
}
await application.close()
