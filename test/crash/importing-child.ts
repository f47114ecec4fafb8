import { readFileSync } from 'node:fs'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { enterprise, handbookNo, handbookWorkbook } from './factory.ts'
import type { PlannedImport } from './factory.ts'
import { openEngine } from './engine.ts'

/**
 * The engine in a process of its own, to be killed. Told where to begin, it imports one workbook after another and prints a line
 * for every answered call: what is printed has been acknowledged.
 */
export interface Start {
  dataFolder: string
  planFile: string
  from: number
}
export type Acknowledged =
  | { ready: true }
  | { opened: { cleanShutdown: boolean } }
  | { imported: number }
  | { settled: number }
  | { saved: number }
  | { done: true }

const say = (line: Acknowledged): void => void process.stdout.write(`${JSON.stringify(line)}\n`)

// Loaded before it is told to begin, so that the next child stands by while the last one is examined.
say({ ready: true })
const [told] = (await once(createInterface(process.stdin), 'line')) as [string]
const { dataFolder, planFile, from } = JSON.parse(told) as Start
const plan = JSON.parse(readFileSync(planFile, 'utf8')) as PlannedImport[]

const { application, call, put } = await openEngine(dataFolder)
const { startCheck } = await call('house.status', {})
say({ opened: { cleanShutdown: startCheck.cleanShutdown } })
if ((await call('handbooks.list', {})).handbooks.length === 0) {
  await call('handbooks.importWorkbook', { fileId: await put('手册.xlsx', await handbookWorkbook()) })
}
for (const [at, { file, onBadRows, refusals }] of plan.entries()) {
  if (at < from) continue
  const fileId = await put(`清单 ${at}.xlsx`, readFileSync(file))
  await call('bondedLists.importWorkbook', { handbookNo, fileId, onBadRows })
  say({ imported: at })
  if (refusals > 0) {
    const { imports } = await call('bondedLists.imports', { handbookNo })
    await call('bondedLists.settleRefusals', { importId: imports[0]?.importId ?? 0 })
    say({ settled: at })
  }
  if (at % 3 === 0) {
    await call('enterprise.save', { ...enterprise, customsDistrict: '', contact: String(at), phone: '', address: '' })
    say({ saved: at })
  }
}
await application.close()
say({ done: true })
