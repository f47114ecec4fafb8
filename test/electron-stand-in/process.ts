import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { CustomScheme } from 'electron'

/** The parts of Electron's main process that have no window: life cycle, schemes, calls, the engine's process. */

class App extends EventEmitter {
  readonly isPackaged = false
  sandboxed = false
  private readonly paths = new Map([
    ['userData', tmpdir()],
    ['documents', tmpdir()],
  ])

  enableSandbox() {
    this.sandboxed = true
  }
  setPath(name: string, path: string) {
    this.paths.set(name, path)
  }
  getPath(name: string): string {
    const path = this.paths.get(name)
    if (path === undefined) throw new Error(`Failed to get '${name}' path`)
    return path
  }
  requestSingleInstanceLock = () => true
  whenReady = () => new Promise<void>((resolve) => setImmediate(resolve))
  quit() {
    let prevented = false
    this.emit('will-quit', { preventDefault: () => (prevented = true) })
    if (!prevented) process.exit(0)
  }
}

export const app = new App()

export const schemes = new Map<string, (request: Request) => Promise<Response>>()
export const privileged: CustomScheme[] = []
export const protocol = {
  registerSchemesAsPrivileged: (schemesToRegister: CustomScheme[]) => void privileged.push(...schemesToRegister),
  handle: (scheme: string, handler: (request: Request) => Promise<Response>) => void schemes.set(scheme, handler),
}

type Handler = (event: object, ...args: unknown[]) => unknown

class Ipc {
  readonly handlers = new Map<string, Handler>()

  async invoke(channel: string, event: object, args: unknown[]): Promise<{ value?: unknown; error?: string }> {
    const handler = this.handlers.get(channel)
    if (handler === undefined) return { error: `Error: No handler registered for '${channel}'` }
    try {
      return { value: await handler(event, ...args) }
    } catch (error) {
      return { error: String(error) }
    }
  }
}

export const ipc = new Ipc()
export const ipcMain = { handle: (channel: string, handler: Handler) => void ipc.handlers.set(channel, handler) }

class UtilityProcess extends EventEmitter {
  readonly child: ChildProcess
  constructor(path: string, args: string[]) {
    super()
    this.child = fork(path, args, {
      execArgv: ['--import', fileURLToPath(new URL('./parent-port.ts', import.meta.url))],
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    this.child.on('message', (message) => this.emit('message', message))
    this.child.on('exit', (code) => this.emit('exit', code))
  }
  postMessage(message: object) {
    if (this.child.connected) this.child.send(message)
  }
  kill = () => this.child.kill()
}

export const engines: UtilityProcess[] = []
export const utilityProcess = {
  fork(path: string, args: string[]) {
    const engine = new UtilityProcess(path, args)
    engines.push(engine)
    return engine
  },
}
