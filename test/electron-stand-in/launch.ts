import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import type { Page } from '@playwright/test'
import { privateNode, root } from '../../build/install.mjs'
import type { News, Request } from './control.ts'

export interface StandIn {
  page: Page
  /** Everything the stand-in has told so far. */
  news: News[]
  ask(request: Request): Promise<unknown>
  close(): Promise<void>
}

/** The built desktop host on the stand-in, from its first moment: it may end before it has a window. */
export function startStandIn(dataFolder: string) {
  const child = fork(join(root, 'dist/electron/main.js'), ['--data', dataFolder], {
    execPath: privateNode,
    execArgv: ['--import', join(root, 'test/electron-stand-in/register.ts')],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const news: News[] = []
  child.on('message', (item: News) => void (item.type === 'reply' || news.push(item)))
  return { child, news, ended: once(child, 'exit') }
}

/** Starts the built desktop host on the stand-in; resolves when its window shows the page. @throws Error with its last words */
export async function launchStandIn(dataFolder: string): Promise<StandIn> {
  const { child, news, ended } = startStandIn(dataFolder)
  const replies = new Map<number, (value: unknown) => void>()
  let lastId = 0
  await new Promise<void>((resolve, reject) => {
    child.on('message', (item: News) => {
      if (item.type === 'reply') replies.get(item.id)?.(item.value)
      if (item.type === 'loaded') resolve()
    })
    child.once('exit', (code) => reject(new Error(`the desktop host ended with ${code}: ${JSON.stringify(news)}`)))
  })
  const window = news.find((item) => item.type === 'window')
  if (window === undefined) throw new Error('the desktop host opened no window')
  const browser = await chromium.connectOverCDP(window.endpoint)
  const page = browser.contexts()[0]?.pages()[0]
  if (page === undefined) throw new Error('the window shows no page')
  return {
    page,
    news,
    ask: (request) =>
      new Promise((resolve) => {
        const id = ++lastId
        replies.set(id, resolve)
        child.send({ ...request, id })
      }),
    async close() {
      await browser.close()
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      await ended
    },
  }
}
