import { spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A process that says lines of JSON and is killed by this one, as by a power cut to the program alone. */
export class Child<Line> {
  /** All it has said, in order. */
  readonly lines: Line[] = []
  private readonly process: ChildProcessWithoutNullStreams
  private readonly ended: Promise<unknown>
  private readonly allRead: Promise<unknown>
  private complaint = ''
  private waiting: { wanted: () => boolean; resolve: () => void } | undefined

  constructor(script: string, args: readonly string[] = []) {
    this.process = spawn(process.execPath, ['--no-warnings', fileURLToPath(new URL(script, import.meta.url)), ...args], {
      // Compiled once, not two hundred times.
      env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'bonded-ledger-compile-cache'), NODE_OPTIONS: '', VITEST: '' },
    })
    this.ended = once(this.process, 'exit')
    const lines = createInterface(this.process.stdout)
    this.allRead = once(lines, 'close')
    lines.on('line', (text) => {
      // A line that the kill cut off has not been said.
      const line = parsed<Line>(text)
      if (line === undefined) return
      this.lines.push(line)
      if (this.waiting?.wanted()) this.waiting.resolve()
    })
    this.process.stderr.on('data', (text: Buffer) => (this.complaint += text.toString()))
    // It may be dead before it has read what it is told.
    this.process.stdin.on('error', () => undefined)
  }

  tell(message: unknown): void {
    this.process.stdin.write(`${JSON.stringify(message)}\n`)
  }

  said(wanted: (line: Line) => boolean): Promise<void> {
    return this.until(() => this.lines.some(wanted))
  }

  saidAtLeast(lines: number): Promise<void> {
    return this.until(() => this.lines.length >= lines)
  }

  /** @throws where the process ends first. */
  private async until(wanted: () => boolean): Promise<void> {
    if (wanted()) return
    const said = new Promise<void>((resolve) => (this.waiting = { wanted, resolve }))
    await Promise.race([said, Promise.all([this.ended, this.allRead])])
    if (!wanted()) throw new Error(`the child ended: ${this.complaint}`)
  }

  /** SIGKILL, and all that it had said before. @throws where it had already failed by itself. */
  async kill(): Promise<Line[]> {
    this.process.kill('SIGKILL')
    await Promise.all([this.ended, this.allRead])
    if (this.process.signalCode !== 'SIGKILL' && this.process.exitCode !== 0)
      throw new Error(`the child failed: ${this.complaint}`)
    return this.lines
  }
}

function parsed<Line>(text: string): Line | undefined {
  try {
    return JSON.parse(text) as Line
  } catch {
    return undefined
  }
}
