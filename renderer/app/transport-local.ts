import type { EngineEvent } from '../../shared/contract/contract.ts'
import type { Answer, Failure } from '../../shared/contract/errors.ts'
import type { Transport } from './transport.ts'

const tokenKey = 'bonded-ledger.token'
const longestPause = 5000

const unreachable: Failure = {
  code: 'engine.unreachable',
  message: '与本机账本程序的连接已断开',
  next: '请确认程序仍在运行，然后重试',
}
const unauthorised: Failure = {
  code: 'engine.unauthorised',
  message: '此页面没有访问账本的凭据',
  next: '请关闭此页面，用程序启动时打开的窗口继续',
}

/**
 * The token of this start comes in the fragment of the address that the program opens. It is kept for this tab only,
 * so that a reload works, and taken out of the address, so that it is in no history and no screenshot.
 */
function takeToken(): string {
  const match = /[#&?]token=([\w-]+)/.exec(location.hash)
  if (match?.[1]) {
    sessionStorage.setItem(tokenKey, match[1])
    history.replaceState(null, '', location.pathname)
  }
  return sessionStorage.getItem(tokenKey) ?? ''
}

export function localTransport(): Transport {
  const headers = { Authorization: `Bearer ${takeToken()}` }
  const listeners = new Set<(event: EngineEvent) => void>()
  const watchers = new Set<(connected: boolean) => void>()
  const tell = (connected: boolean) => {
    for (const watcher of watchers) watcher(connected)
  }

  /** Server-sent events read by fetch, since EventSource cannot carry the token in a header. */
  async function listenOnce(onOpen: () => void): Promise<void> {
    const response = await fetch('/events', { headers })
    if (!response.ok || !response.body) throw new Error(String(response.status))
    onOpen()
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    let rest = ''
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const lines = (rest + part.value).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines.filter((text) => text.startsWith('data:'))) {
        const event: EngineEvent = JSON.parse(line.slice(5))
        for (const listener of listeners) listener(event)
      }
    }
  }

  async function listen(): Promise<void> {
    let pause = 250
    while (listeners.size > 0) {
      let opened = false
      const onOpen = () => {
        opened = true
        pause = 250
        tell(true)
      }
      await listenOnce(onOpen).catch(() => undefined)
      // A connection that breaks off is made again at once: only where that fails is the program away.
      if (!opened) tell(false)
      await new Promise((resolve) => setTimeout(resolve, pause))
      pause = Math.min(pause * 2, longestPause)
    }
  }

  return {
    call: (name, input) =>
      ask(`/operations/${name}`, {
        method: 'POST',
        headers: { ...headers, 'Content-Type': 'application/json' },
        body: JSON.stringify(input),
      }),
    putFile: (name, bytes) =>
      ask(`/files?name=${encodeURIComponent(name)}`, { method: 'POST', headers, body: new Blob([bytes.slice().buffer]) }),
    async saveFile(fileId) {
      try {
        const response = await fetch(`/files/${fileId}`, { headers })
        if (!response.ok) return await answerOf<{ saved: boolean }>(response)
        const link = document.createElement('a')
        link.href = URL.createObjectURL(await response.blob())
        link.download = nameOf(response.headers.get('Content-Disposition')) ?? fileId
        link.click()
        setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
        return { ok: true, value: { saved: true } }
      } catch {
        return { ok: false, error: unreachable }
      }
    },
    subscribe(listener) {
      listeners.add(listener)
      if (listeners.size === 1) void listen()
      return () => listeners.delete(listener)
    },
    watch: (watcher) => void watchers.add(watcher),
  }
}

async function ask<T>(path: string, init: RequestInit): Promise<Answer<T>> {
  try {
    const response = await fetch(path, init)
    if (response.status === 401) return { ok: false, error: unauthorised }
    return await answerOf<T>(response)
  } catch {
    return { ok: false, error: unreachable }
  }
}

async function answerOf<T>(response: Response): Promise<Answer<T>> {
  const answer: Answer<T> = await response.json()
  return answer
}

/** RFC 6266: the extended form carries Chinese names. */
function nameOf(disposition: string | null): string | undefined {
  const extended = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1]
  return extended ? decodeURIComponent(extended) : /filename="([^"]+)"/.exec(disposition ?? '')?.[1]
}
