import { fromWire, toWire } from './wire.ts'

export const bindingName = '__electronStandIn'
export const deliveryKey = 'electron-stand-in.deliver'

/**
 * The script that runs before anything else in the window's main frame: gives the preload script the `electron` that a
 * sandboxed preload script has, runs it, and leaves nothing in the page but what it exposes.
 */
export function preloadScript(preload: string, origin: string): string {
  return `(${withPreload.toString()})(
    (require, module, exports) => {${preload}\n},
    ${JSON.stringify({ origin, bindingName, deliveryKey })}, ${toWire.toString()}, ${fromWire.toString()})`
}

type Listener = (event: object, ...args: unknown[]) => void

function withPreload(
  preload: (require: (name: string) => unknown, module: { exports: object }, exports: object) => void,
  names: { origin: string; bindingName: string; deliveryKey: string },
  write: typeof toWire,
  read: typeof fromWire,
): void {
  // Also runs in sub-frames and on blank pages, where Electron runs no preload script.
  if (window.top !== window || location.origin !== names.origin) return
  const scope = window as unknown as Record<string, (text: string) => Promise<string>>
  const ask = scope[names.bindingName]
  delete scope[names.bindingName]
  if (ask === undefined) throw new Error('the stand-in has no binding')
  type Base64 = typeof Uint8Array & { fromBase64(text: string): Uint8Array }
  const encode = (value: unknown) => write(value, (bytes) => (bytes as Uint8Array & { toBase64(): string }).toBase64())
  const decode = (text: string) => read(text, (base64) => (Uint8Array as Base64).fromBase64(base64))
  const listeners = new Map<string, Set<Listener>>()

  Object.defineProperty(window, Symbol.for(names.deliveryKey), {
    value: (channel: string, text: string) => {
      for (const listener of listeners.get(channel) ?? []) listener({}, ...(decode(text) as unknown[]))
    },
  })

  const ipcRenderer = {
    async invoke(channel: string, ...args: unknown[]): Promise<unknown> {
      const reply = decode(await ask(encode([channel, ...structuredClone(args)]))) as { value?: unknown; error?: string }
      if (reply.error !== undefined) throw new Error(`Error invoking remote method '${channel}': ${reply.error}`)
      return reply.value
    },
    on(channel: string, listener: Listener) {
      listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener))
    },
    off(channel: string, listener: Listener) {
      listeners.get(channel)?.delete(listener)
    },
  }

  // The context bridge: functions and promises are passed through, everything else is copied, the whole is frozen.
  const across = (value: unknown): unknown => {
    if (typeof value === 'function') return (...args: unknown[]) => across(value(...args.map(across)))
    if (value instanceof Promise) return value.then(across)
    if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
      return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, across(inner)])))
    }
    return structuredClone(value)
  }
  const contextBridge = {
    exposeInMainWorld: (key: string, api: unknown) =>
      Object.defineProperty(window, key, { value: across(api), enumerable: true }),
  }

  const module = { exports: {} }
  preload(
    (name) => {
      if (name === 'electron') return { contextBridge, ipcRenderer }
      throw new Error(`module not found: ${name}`)
    },
    module,
    module.exports,
  )
}
