import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, BrowserContextOptions } from '@playwright/test'
import { privateNode, root } from '../../build/install.mjs'
import type { Answer } from '../../shared/contract/errors.ts'
import type { OpenHost } from './open-host.ts'

/** The built local host in a process of its own, and its window in a page of the browser. */
export async function openLocalHost(
  dataFolder: string,
  browser: Browser,
  options: BrowserContextOptions,
  clockFile?: string,
): Promise<OpenHost> {
  let host = await startLocalHost(dataFolder, clockFile)
  const page = await browser.newPage({ ...options, acceptDownloads: true })
  const openWindow = () => page.goto(`${host.url}/#token=${host.token}`)
  await openWindow()
  const headers = () => ({ Authorization: `Bearer ${host.token}` })
  const post = async <T>(path: string, body: BodyInit) => {
    const response = await fetch(host.url + path, { method: 'POST', headers: headers(), body })
    return (await response.json()) as Answer<T>
  }
  return {
    page,
    local: {
      url: host.url,
      token: host.token,
      kill: () => host.kill(),
      async startAgain() {
        host = await startLocalHost(dataFolder, clockFile, new URL(host.url).port)
        // The program opens a new window; with another token alone the page would stay as it is.
        await page.goto('about:blank')
        await openWindow()
      },
    },
    wire: {
      call: (name, input) => post(`/operations/${name}`, JSON.stringify(input)),
      putFile: (name, bytes) => post(`/files?name=${encodeURIComponent(name)}`, new Blob([Uint8Array.from(bytes)])),
      file: async (fileId) =>
        new Uint8Array(await (await fetch(`${host.url}/files/${fileId}`, { headers: headers() })).arrayBuffer()),
    },
    async close() {
      await browser.close()
      await host.stop()
    },
  }
}

/**
 * @param clockFile holds the instant that the host takes for now; without it, the host has the time of day
 * @throws Error when it ends before it is ready; what it says is on the test's own stderr
 */
export async function startLocalHost(
  dataFolder: string,
  clockFile?: string,
  port = '0',
): Promise<{ url: string; token: string; stop(): Promise<void>; kill(): Promise<void> }> {
  const clock = clockFile === undefined ? [] : ['--import', pathToFileURL(join(root, 'test/e2e/set-clock.ts')).href]
  const host = [...clock, join(root, 'dist/electron/local-host.js'), '--data', dataFolder, '--port', port]
  const child = spawn(privateNode, host, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...(clockFile !== undefined && { BONDED_LEDGER_TEST_CLOCK: clockFile }) },
  })
  const exited = once(child, 'exit')
  const line = await Promise.race([
    once(child.stdout.setEncoding('utf8'), 'data'),
    exited.then(([code]) => Promise.reject(new Error(`the local host ended with ${code}`))),
  ])
  const { url, token } = JSON.parse(String(line[0])) as { url: string; token: string }
  return {
    url,
    token,
    async stop() {
      child.kill('SIGTERM')
      await exited
    },
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}
