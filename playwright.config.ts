import { defineConfig } from '@playwright/test'
import { installedChromium } from './build/browser.mjs'
import type { HostOptions } from './test/e2e/host.ts'
import { chromiumArguments } from './test/electron-stand-in/chromium.ts'

const executablePath = installedChromium()

/** The same specs over each host. They run on the built program: see test/e2e/build-first.ts. */
export default defineConfig<HostOptions>({
  testDir: 'test/e2e',
  outputDir: 'test-results/e2e',
  globalSetup: './test/e2e/build-first.ts',
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  // A browser on a busy machine may be late once; what passes only the second time is named at the end of the run.
  retries: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    viewport: { width: 1366, height: 768 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    // A trace of every test costs a tenth of the run; what fails once is traced when it is tried again.
    trace: 'on-first-retry',
    launchOptions: { args: chromiumArguments, ...(executablePath === undefined ? {} : { executablePath }) },
  },
  // A folder with the name of a project holds what only that host has.
  projects: [
    { name: 'local-host', use: { hostKind: 'local-host' }, testIgnore: '**/e2e/desktop-stand-in/**' },
    {
      name: 'desktop-stand-in',
      use: { hostKind: 'desktop-stand-in' },
      // What is typed into a page is the same over any host.
      testIgnore: ['**/e2e/local-host/**', '**/{keyboard,handbook-drafts,operators,address}.spec.ts'],
    },
    { name: 'electron', use: { hostKind: 'electron' }, testIgnore: ['**/e2e/local-host/**', '**/e2e/desktop-stand-in/**'] },
  ],
})
