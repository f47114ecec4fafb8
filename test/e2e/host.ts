import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from '@playwright/test'
import type { Page } from '@playwright/test'
import { Engine } from './engine.ts'
import { openElectron } from './host-electron.ts'
import { openLocalHost } from './host-local.ts'
import { openStandIn } from './host-stand-in.ts'
import type { OpenHost } from './open-host.ts'

/**
 * `test` and `expect` of all end-to-end specs. Each test has a ledger of its own in a fresh folder, opened by the host of the
 * project: `page` is its window, `engine` the engine behind it.
 */
export interface HostOptions {
  hostKind: 'local-host' | 'desktop-stand-in' | 'electron'
}

interface Fixtures {
  dataFolder: string
  host: OpenHost
  engine: Engine
}

export const test = base.extend<HostOptions & Fixtures>({
  hostKind: ['local-host', { option: true }],
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the fixtures that are needed from the pattern
  async dataFolder({}, use) {
    const folder = await mkdtemp(join(tmpdir(), 'bonded-ledger-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  },
  async host({ hostKind, dataFolder, playwright, launchOptions, viewport, locale, timezoneId }, use, testInfo) {
    const opened = await {
      'local-host': async () => {
        const browser = await playwright.chromium.launch(launchOptions)
        return openLocalHost(dataFolder, browser, {
          viewport,
          locale: locale ?? 'zh-CN',
          timezoneId: timezoneId ?? 'Asia/Shanghai',
        })
      },
      'desktop-stand-in': () => openStandIn(dataFolder),
      electron: () => openElectron(dataFolder, testInfo),
    }[hostKind]()
    if (viewport) await opened.page.setViewportSize(viewport)
    await use(opened)
    await opened.close()
  },
  page: ({ host }, use) => use(host.page),
  engine: ({ host }, use) => use(new Engine(host.wire)),
})

export { expect } from '@playwright/test'

/** The page in both sizes that WINDOW asks for, into test-results/screens/. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = join('test-results/screens', test.info().project.name)
  await mkdir(folder, { recursive: true })
  const before = page.viewportSize() ?? { width: 1366, height: 768 }
  for (const size of [
    { width: 1366, height: 768 },
    { width: 1920, height: 1080 },
  ]) {
    await page.setViewportSize(size)
    await page.screenshot({ path: join(folder, `${name}-${size.width}x${size.height}.png`), animations: 'disabled' })
  }
  await page.setViewportSize(before)
}
