import { createInterface } from 'node:readline'
import type { Input, OperationName } from '../../shared/contract/contract.ts'
import { callsOf, openEngine } from './engine.ts'

/** A call that the parent asks for, and how it went. */
export interface Asked {
  id: number
  name: OperationName
  input: unknown
}
export type ExchangeLine = { ready: true } | { id: number; value: unknown } | { id: number; failed: string }

const say = (line: ExchangeLine) => process.stdout.write(`${JSON.stringify(line)}\n`)

const [dataFolder = ''] = process.argv.slice(2)
const { application } = await openEngine(dataFolder)
const { call } = callsOf(application)
say({ ready: true })
for await (const text of createInterface(process.stdin)) {
  const { id, name, input } = JSON.parse(text) as Asked
  call(name, input as Input<OperationName>).then(
    (value) => say({ id, value }),
    (error: unknown) => say({ id, failed: String(error) }),
  )
}
await application.close()
