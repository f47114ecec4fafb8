import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { chromium } from '@playwright/test'
import type { BrowserContext } from '@playwright/test'
import { installedChromium } from '../../build/browser.mjs'

/**
 * Chromium refuses to run as root with its own sandbox. A graphics card that is only imitated paints at twice the cost of none, and
 * Debian's Chromium would use it.
 */
export const chromiumArguments = ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])]

/** A Chromium for one window, and the address where a test can take hold of the same window. */
export async function openChromium(profile: string): Promise<{ context: BrowserContext; endpoint: string }> {
  const executablePath = installedChromium()
  const context = await chromium.launchPersistentContext(profile, {
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [...chromiumArguments, '--remote-debugging-port=0'],
    // The test that takes hold sets the size.
    viewport: null,
    handleSIGTERM: false,
    handleSIGINT: false,
  })
  return { context, endpoint: `http://127.0.0.1:${await debuggingPort(profile)}` }
}

async function debuggingPort(profile: string): Promise<string> {
  for (let tries = 0; tries < 100; tries++) {
    const text = await readFile(join(profile, 'DevToolsActivePort'), 'utf8').catch(() => '')
    const port = text.split('\n')[0]
    if (port) return port
    await pause(20)
  }
  throw new Error('Chromium names no debugging port')
}
