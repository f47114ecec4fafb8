import { createWriteStream } from 'node:fs'
import { spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { privateNode, root } from '../../build/install.mjs'

const program = join(root, 'test/authority/main.ts')
const setClock = pathToFileURL(join(root, 'test/e2e/set-clock.ts')).href

interface Ready {
  ready: true
  url: string
  ca: string
  pin: string
  page: string
  token: string
}

/** The receiving authority in a process of its own. When it crashes it is started again, on the same books and at the same address. */
export class AuthorityProcess {
  readonly crashes = { own: 0, killed: 0 }
  address: Ready = { ready: true, url: '', ca: '', pin: '', page: '', token: '' }
  private readonly folder: string
  private readonly folders: readonly string[]
  private readonly clockFile: string | undefined
  private process: ChildProcessWithoutNullStreams | undefined
  private ended = false
  private starting: Promise<void> = Promise.resolve()

  /** @param clockFile holds the instant that it takes for now; without it, it has the time of day */
  constructor(folder: string, folders: readonly string[], clockFile?: string) {
    this.folder = folder
    this.folders = folders
    this.clockFile = clockFile
  }

  start(): Promise<void> {
    this.starting = this.begin()
    return this.starting
  }

  private async begin(): Promise<void> {
    const port = new URL(this.address.url || 'https://127.0.0.1:0').port || '0'
    const roots = this.folders.flatMap((folders) => ['--folders', folders])
    const clock = this.clockFile === undefined ? [] : ['--import', setClock]
    const args = ['--no-warnings', ...clock, program, '--data', this.folder, ...roots, '--port', port, '--page', '0', '--json']
    const env = {
      ...process.env,
      NODE_COMPILE_CACHE: join(tmpdir(), 'bonded-ledger-compile-cache'),
      NODE_OPTIONS: '',
      VITEST: '',
      ...(this.clockFile !== undefined && { BONDED_LEDGER_TEST_CLOCK: this.clockFile }),
    }
    const child = spawn(privateNode, args, { env })
    this.process = child
    child.stderr.pipe(createWriteStream(join(this.folder, '..', 'authority-errors.txt'), { flags: 'a' }))
    child.stdin.on('error', () => undefined)
    const gone = once(child, 'exit').then(() => undefined)
    const [line] = (await Promise.race([once(createInterface(child.stdout), 'line'), gone])) ?? []
    if (typeof line !== 'string') throw new Error('the authority did not start: see authority-errors.txt')
    this.address = JSON.parse(line) as Ready
    void gone.then(() => {
      if (this.ended || this.process !== child) return
      this.crashes.own++
      void this.start()
    })
  }

  /** A command of its control, over the address that its page has. */
  async tell<Answer>(command: Record<string, unknown>): Promise<Answer> {
    for (let tries = 0; ; tries++) {
      await this.starting
      try {
        const { page, token } = this.address
        const headers = { 'x-control-token': token }
        const response = await fetch(new URL('/control', page), { method: 'POST', headers, body: JSON.stringify(command) })
        if (!response.ok) throw new Error(await response.text())
        return (await response.json()) as Answer
      } catch (error) {
        // It may have crashed under the question.
        if (tries === 20) throw error
        await new Promise((done) => setTimeout(done, 100))
      }
    }
  }

  async kill(): Promise<void> {
    await this.cut()
    await this.start()
  }

  /** As {@link kill}, until it is started again. */
  async cut(): Promise<void> {
    await this.starting
    const child = this.process
    this.process = undefined
    this.crashes.killed++
    if (child) {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      if (child.exitCode === null && child.signalCode === null) await gone
    }
  }

  async end(): Promise<void> {
    this.ended = true
    await this.starting.catch(() => undefined)
    const child = this.process
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGTERM')
    await gone
  }
}
