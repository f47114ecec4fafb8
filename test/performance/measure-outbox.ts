import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { foundEnterprise, makeListFiling, passphrase } from '../crash/filing-maker.ts'
import { openEngine } from '../engine.ts'
import { quantile } from './timing.ts'

const filings = 1000
/** What the window asks for anew each time the outbox changes, and what a clerk may do meanwhile. */
const asked = ['outbox.list', 'filings.list', 'channels.list', 'house.status', 'workbench.today', 'handbooks.list'] as const

interface Run {
  plain: number
  sent: number
  bytes: number
  waits: number[]
  slowest: string
}

/** One run in a process of its own: signed lists through a folder channel, then the same bytes written, synced and renamed alone. */
async function run(): Promise<void> {
  const engine = await openEngine({ now: '2025-06-01T02:00:00.000Z' })
  const keyId = await foundEnterprise(engine)
  const filingIds: string[] = []
  for (let at = 0; at < filings; at++) filingIds.push(await makeListFiling(engine, `${1 + (at % 97)}`, '2025-06-01'))
  await engine.call('filings.signMany', { filingIds, keyId, passphrase })
  const boxes = ['OutBox', 'SentBox', 'InBox', 'FailBox', 'Plain'].map((name) => join(engine.dataFolder, 'client', name))
  for (const path of boxes) mkdirSync(path, { recursive: true })
  const [outBox = '', sentBox = '', inBox = '', failBox = '', plainBox = ''] = boxes
  await engine.call('channels.save', {
    authority: 'customs',
    kind: 'folders',
    folders: { outBox, sentBox, inBox, failBox, form: 'package' },
    gateway: { url: '', pin: '', caFileId: null },
    automatic: false,
  })
  await engine.call('outbox.queue', { filingIds })

  let changes = 0
  const stop = engine.application.subscribe((event) => void (event.type === 'changed' && changes++))
  const waits: { name: string; ms: number }[] = []
  const startedAt = performance.now()
  const exchange = { over: false }
  const round = engine.call('outbox.exchange', {}).finally(() => (exchange.over = true))
  for (let seen = -1; !exchange.over;) {
    await new Promise((resolve) => setTimeout(resolve, 20))
    // The window fetches once for the changes that have come meanwhile.
    const names = seen === changes ? (['handbooks.list'] as const) : asked
    seen = changes
    for (const name of names) {
      const askedAt = performance.now()
      await engine.call(name, {})
      waits.push({ name, ms: performance.now() - askedAt })
    }
  }
  await round
  const sent = performance.now() - startedAt
  stop()

  const names = readdirSync(outBox).filter((name) => statSync(join(outBox, name)).isFile())
  const contents = names.map((name) => ({ name, bytes: readFileSync(join(outBox, name)) }))
  const plainAt = performance.now()
  for (const { name, bytes } of contents) await writePlainly(plainBox, name, bytes)
  const plain = performance.now() - plainAt
  await engine.close()
  if (names.length !== filings) throw new Error(`${names.length} of ${filings} are in OutBox`)
  const slowest = waits.toSorted((a, b) => b.ms - a.ms)[0]?.name ?? ''
  const bytes = contents.reduce((sum, each) => sum + each.bytes.length, 0)
  process.stdout.write(JSON.stringify({ plain, sent, bytes, slowest, waits: waits.map(({ ms }) => ms) } satisfies Run))
}

/** What any careful program does to put a file where another looks: so that it is whole, and on the disk. */
async function writePlainly(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const working = join(folder, `${name}.tmp`)
  const file = await open(working, 'w')
  await file.writeFile(bytes)
  await file.sync()
  await file.close()
  await rename(working, join(folder, name))
  const directory = await open(folder, 'r')
  await directory.sync()
  await directory.close()
}

/** Many filings through a folder channel against their bytes put there alone, and how long the window waits meanwhile. */
export async function measureOutbox(): Promise<string[]> {
  const { plain, sent, bytes, waits, slowest } = JSON.parse(
    execFileSync(process.execPath, [fileURLToPath(import.meta.url), 'run'], { encoding: 'utf8' }),
  ) as Run
  const ms = (of: number) => `${of.toFixed(0)} ms`
  return [
    `收发（${filings} 份申报经文件夹通道，${(bytes / 2 ** 20).toFixed(0)} MB）`,
    `  writing, syncing, renaming alone   ${ms(plain)}`,
    `  a round of the outbox              ${ms(sent)}   ratio ${(sent / plain).toFixed(2)}   (each filing is written down before and after besides)`,
    `  an operation meanwhile             median ${ms(quantile(waits, 0.5))}, 99 % ${ms(quantile(waits, 0.99))}, longest ${ms(quantile(waits, 1))} (${slowest})`,
  ]
}

const [, script, argument] = process.argv
if (script === fileURLToPath(import.meta.url) && argument === 'run') await run()
