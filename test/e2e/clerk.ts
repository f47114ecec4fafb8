import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'
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
  await expect(page.getByRole('heading', { name: '工作台' })).toBeVisible()
}

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

/** The table on the page as the clerk reads it, cell by cell. The window must be large enough to show it whole. */
export function tableRows(page: Page): Promise<string[][]> {
  return page
    .locator('[data-index] > [role=row]')
    .evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('[role=gridcell]')].map((cell) => cell.textContent.trim())))
}

/** The cell of a table: row from 0 as shown, column from 0. */
export const cell = (page: Page, row: number, column: number) => page.locator(`[data-index="${row}"] [data-column="${column}"]`)
