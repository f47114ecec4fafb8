import { chromium } from '@playwright/test'
import { installedChromium } from '../../build/browser.mjs'
import { chromiumArguments } from '../electron-stand-in/chromium.ts'
import { serveTablePage } from '../table-page/serve.ts'

/** Times between frames while a table of 100 000 rows is scrolled, in milliseconds. */
export interface ScrollMeasurement {
  frames: number
  median: number
  worst: number
  /** Frames that took more than 25 ms: each is one that the eye sees at 60 Hz. */
  longFrames: number
}

/** Two seconds and more of even scrolling, as a wheel that is kept turning: every frame brings new rows. */
const frames = 300

/** `pixelsPerFrame`: 100 is a turning wheel, 3 000 a dragged scroll bar that draws wholly new rows in every frame. */
export async function measureScroll(pixelsPerFrame = 100): Promise<ScrollMeasurement> {
  const executablePath = installedChromium()
  const served = await serveTablePage()
  const browser = await chromium.launch({ args: chromiumArguments, ...(executablePath === undefined ? {} : { executablePath }) })
  try {
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } })
    await page.goto(served.url)
    await page.locator('[data-index="5"]').waitFor()
    const times = await page.evaluate(
      async ([count, step]) => {
        const scroller = document.querySelector('[role=grid]')
        if (!scroller) throw new Error('no table')
        // The function runs in the page: it can use nothing from outside.
        // oxlint-disable-next-line unicorn/consistent-function-scoping
        const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve))
        for (let index = 0; index < 30; index += 1) await frame()
        const taken: number[] = []
        let before = await frame()
        for (let index = 0; index < count; index += 1) {
          scroller.scrollTop += step
          const now = await frame()
          taken.push(now - before)
          before = now
        }
        return taken
      },
      [frames, pixelsPerFrame] as const,
    )
    const ordered = times.toSorted((a, b) => a - b)
    return {
      frames: times.length,
      median: ordered[Math.floor(ordered.length / 2)] ?? 0,
      worst: ordered.at(-1) ?? 0,
      longFrames: times.filter((time) => time > 25).length,
    }
  } finally {
    await browser.close()
    await served.close()
  }
}
