import { readFile } from 'node:fs/promises'
import { openWorkbook } from '../../../electron/engine/workbook/read-workbook.ts'
import { writeWorkbook } from '../../../electron/engine/workbook/write-workbook.ts'
import { cell, goTo, sample } from '../clerk.ts'
import { expect, screenshot, test } from '../host.ts'

/** In the validity of both handbooks, after the last list of the first. */
test.use({ startsOn: '2026-01-10' })

const from = 'C23325020251'
const to = 'C23325020252'

/** The same enterprise's next handbook: the record of the first under another number. */
async function nextHandbook(): Promise<Uint8Array> {
  const workbook = await openWorkbook(await readFile(sample('factory-a/手册.xlsx')))
  const sheets = []
  for (const [index, { name }] of workbook.sheets.entries()) {
    const rows: string[][] = []
    for await (const { cells } of workbook.rows(index)) rows.push(cells.map(({ text }) => (text === from ? to : text)))
    const [headings = [], ...rest] = rows
    sheets.push({ name, columns: headings.map((title) => ({ title })), rows: rest })
  }
  return writeWorkbook(sheets)
}

test('what is left of a handbook goes to the next one by keyboard: two lists that name each other, in before out', async ({
  page,
  engine,
}) => {
  await engine.call('enterprise.save', {
    name: '示例电子（苏州）有限公司',
    creditCode: '91320594MA1202516U',
    customsCode: '3205940251',
  })
  for (const bytes of [await readFile(sample('factory-a/手册.xlsx')), await nextHandbook()])
    await engine.call('handbooks.importWorkbook', { fileId: await engine.putFile('手册.xlsx', bytes) })
  const fileId = await engine.putFile('核注清单.xlsx', await readFile(sample('factory-a/核注清单.xlsx')))
  await engine.call('bondedLists.importWorkbook', { handbookNo: from, fileId, onBadRows: 'skip' })
  await page.reload()
  await goTo(page, `/transfers/surplus?from=${from}`)
  await page.getByLabel('转入手册').first().focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.type(to)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: /^建立余料结转（\d+ 项）/ })).toBeVisible()
  await screenshot(page, 'surplus')

  // More than is left is marked; the whole of what is left is proposed.
  await (await cell(page, 0, '结转数量')).click()
  await page.keyboard.type('60')
  await page.keyboard.press('Enter')
  await expect(await cell(page, 0, '结转数量')).toHaveText('60')
  await page.keyboard.press('Control+s')
  await expect(page.getByText('已建立两份互相关联的清单草稿')).toBeVisible()
  await screenshot(page, 'surplus-made')
  await page.getByRole('link', { name: '转入：进口清单草稿' }).click()
  await expect(page).toHaveURL(/#\/list-drafts\//)
  await expect(page.getByLabel('关联备案编号')).toHaveValue(from)
  await expect(await cell(page, 0, '申报数量')).toContainText('60')
  await screenshot(page, 'surplus-in')
  await page.getByText(/^来自/).getByRole('link').click()
  await expect(page.getByRole('tab', { name: '余料结转' })).toHaveAttribute('aria-selected', 'true')
})
