import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from '@playwright/test'
import type { Page } from '@playwright/test'
import { AuthorityProcess } from '../crash/authority-process.ts'
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
  /** The day on which the story of a spec begins; without it the host has today. On the local host only. */
  startsOn: string | undefined
}

interface Fixtures {
  dataFolder: string
  /** The file that holds what is now for every process of the story, where it has a day. */
  clock: string | undefined
  host: OpenHost
  engine: Engine
  /** Another enterprise's program on a ledger of its own, with the same clock. On the local host only. */
  partner: OpenHost
  /** The receiving authority in a process of its own, with the same clock. */
  authority: AuthorityProcess
  /** Lets days pass, where the spec has said when it begins. */
  passTo: (day: string) => Promise<void>
}

const clockFile = (dataFolder: string) => `${dataFolder}.clock`
/** Nine in the morning in China. */
async function setClock(dataFolder: string, day: string): Promise<void> {
  const file = clockFile(dataFolder)
  // It is read at every moment: whole, or not yet.
  await writeFile(`${file}.new`, `${day}T01:00:00.000Z`)
  await rename(`${file}.new`, file)
}

export const test = base.extend<HostOptions & Fixtures>({
  hostKind: ['local-host', { option: true }],
  startsOn: [undefined, { option: true }],
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the fixtures that are needed from the pattern
  async dataFolder({}, use) {
    const folder = await mkdtemp(join(tmpdir(), 'bonded-ledger-'))
    await use(folder)
    await rm(clockFile(folder), { force: true })
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  },
  async clock({ startsOn, dataFolder }, use) {
    if (startsOn !== undefined) await setClock(dataFolder, startsOn)
    await use(startsOn && clockFile(dataFolder))
  },
  async host({ hostKind, clock, dataFolder, playwright, launchOptions, viewport, locale, timezoneId }, use, testInfo) {
    const opened = await {
      'local-host': async () => {
        const browser = await playwright.chromium.launch(launchOptions)
        const options = { viewport, locale: locale ?? 'zh-CN', timezoneId: timezoneId ?? 'Asia/Shanghai' }
        return openLocalHost(dataFolder, browser, options, clock)
      },
      'desktop-stand-in': () => openStandIn(dataFolder),
      electron: () => openElectron(dataFolder, testInfo),
    }[hostKind]()
    if (viewport) await opened.page.setViewportSize(viewport)
    await use(opened)
    await opened.close()
  },
  async partner({ clock, playwright, launchOptions, viewport, locale, timezoneId }, use) {
    const folder = await mkdtemp(join(tmpdir(), 'bonded-ledger-partner-'))
    const browser = await playwright.chromium.launch(launchOptions)
    const options = { viewport, locale: locale ?? 'zh-CN', timezoneId: timezoneId ?? 'Asia/Shanghai' }
    const opened = await openLocalHost(folder, browser, options, clock)
    await use(opened)
    await opened.close()
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  },
  async authority({ clock }, use) {
    const folder = await mkdtemp(join(tmpdir(), 'bonded-ledger-authority-'))
    const process = new AuthorityProcess(join(folder, 'books'), [], clock)
    await process.start()
    await use(process)
    await process.end()
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  },
  async page({ host: { page } }, use) {
    // Heard from the start: a dialog for a file that opens before anybody listens would be the browser's own, and stay open.
    page.on('filechooser', () => undefined)
    await use(page)
  },
  engine: ({ host }, use) => use(new Engine(host.wire)),
  passTo: ({ dataFolder }, use) => use((day) => setClock(dataFolder, day)),
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
