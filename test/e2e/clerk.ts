import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'
import { readyForReport } from '../ready-for-report.ts'
import type { Engine } from './engine.ts'
import type { OpenHost } from './open-host.ts'

/** What a clerk does in the window, in the clerk's words. */
export const sample = (path: string): string => fileURLToPath(new URL(`../fixtures/samples/${path}`, import.meta.url))

export async function fillEnterprise(page: Page): Promise<void> {
  await page.getByLabel('企业名称').fill('示例电子（苏州）有限公司')
  await page.getByLabel('统一社会信用代码').fill('91320594MA1202516U')
  await page.getByLabel('海关编码').fill('3205940251')
  await page.getByRole('button', { name: '保存，下一步' }).click()
  await expect(page.getByRole('heading', { name: '为申报包准备一把签名密钥' })).toBeVisible()
}

export async function loadSample(page: Page): Promise<void> {
  await page.getByRole('button', { name: '载入示例企业' }).click()
  // A year of lists is read: on a busy machine that is more than a page takes to open.
  await expect(page.getByRole('heading', { name: '工作台' })).toBeVisible({ timeout: 45_000 })
}

/** lists that wait are given up by customs, and the stock is counted. */
export const readyToReport = (engine: Engine, handbookNo: string): Promise<void> =>
  readyForReport(
    { call: (name, input) => engine.call(name, input), put: (name, bytes) => engine.putFile(name, bytes) },
    handbookNo,
  )

export async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to
  }, path)
}

/** Chooses a workbook in the import that is open, and waits for what was recognised in it. */
export async function chooseWorkbook(page: Page, path: string): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: '选择文件' }).click()])
  await chooser.setFiles(path)
  await expect(page.getByRole('heading', { name: '识别到的内容' })).toBeVisible()
}

/** Clicks what saves a file, and gives the bytes that the person then has. */
export async function saved(host: OpenHost, dataFolder: string, click: () => Promise<void>): Promise<Uint8Array> {
  if (host.saveTo) {
    const path = join(dataFolder, `saved-${Date.now()}`)
    await host.saveTo(path)
    await click()
    await expect
      .poll(() =>
        readFile(path).then(
          ({ length }) => length,
          () => 0,
        ),
      )
      .toBeGreaterThan(0)
    return readFile(path)
  }
  const [download] = await Promise.all([host.page.waitForEvent('download'), click()])
  return readFile(await download.path())
}

/** The headings of the table on the page, without those over several columns, in the order of its columns. */
const headings = (page: Page): Promise<string[]> =>
  page.locator('[role=columnheader]:not([aria-colspan])').evaluateAll((all) => all.map((each) => each.textContent.trim()))

/** The table on the page as the clerk reads it: heading → text. The window must be large enough to show it whole. */
export async function tableRows(page: Page): Promise<Record<string, string>[]> {
  const titles = await headings(page)
  const rows = await page
    .locator('[data-index] > [role=row]')
    .evaluateAll((all) => all.map((row) => [...row.querySelectorAll('[role=gridcell]')].map((each) => each.textContent.trim())))
  return rows.map((cells) => Object.fromEntries(cells.map((text, place) => [titles[place] ?? '', text])))
}

/** One cell of the table: row from 0 as shown, column by its heading. */
export async function cell(page: Page, row: number, heading: string): Promise<Locator> {
  await expect.poll(() => headings(page)).toContain(heading)
  const column = (await headings(page)).indexOf(heading)
  return page.locator(`[data-index="${row}"] [data-column="${column}"]`)
}

/** Ctrl+V of a block that was copied in Excel, where the keyboard is. */
export const paste = (page: Page, rows: readonly (readonly string[])[]): Promise<void> =>
  page.evaluate(
    (text) => {
      const data = new DataTransfer()
      data.setData('text/plain', text)
      document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
    },
    rows.map((cells) => cells.join('\t')).join('\r\n'),
  )
