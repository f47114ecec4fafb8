import type { Page } from '@playwright/test'
import { cell, goTo, loadSample, paste } from '../clerk.ts'
import { expect, screenshot, test } from '../host.ts'

/** In the validity of the sample's handbook, after the last of its lists. */
test.use({ startsOn: '2026-08-20' })

const handbookNo = 'C23325020251'
const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}
const checks = (page: Page) => page.getByRole('region', { name: '核对' })

test('an import list is typed and pasted, its wrong cells are found by key, over-import is mended, and it is filed', async ({
  page,
  engine,
}) => {
  await loadSample(page)
  const { rows } = await engine.call('handbooks.materials', { handbookNo, limit: 100_000 })
  const [first, second, third] = rows
  if (!first || !second || !third) throw new Error('the sample has no materials')

  await test.step('Ctrl+K, 新建清单, 料件进口: the head knows what the ledger knows, and the cursor is at what it lacks', async () => {
    await press(page, 'Control+k')
    await page.getByPlaceholder(/拼音首字母/).fill('xjqd')
    await press(page, 'Enter')
    await expect(page.getByRole('menuitem', { name: /料件进口/ })).toContainText('0615 进料对口')
    await screenshot(page, 'new-list-menu')
    await press(page, 'ArrowDown', 'Enter')
    await expect(page.getByRole('heading', { name: /^L20260820-/ })).toBeVisible()
    await expect(page.getByLabel('进出境关别')).toBeFocused()
    for (const [label, typed] of [
      ['进出境关别', '2332'],
      ['运输方式', 'hk'],
      ['启运/运抵国(地区)', '韩国'],
    ] as const) {
      await expect(page.getByLabel(label)).toBeFocused()
      await page.keyboard.type(typed)
      await expect(page.getByRole('option').first()).toHaveAttribute('data-combobox-selected', 'true')
      await press(page, 'Enter')
    }
    await expect(page.getByLabel('运输方式')).toHaveValue('5 航空运输')
    await expect(page.getByLabel('备注', { exact: true })).toBeFocused()
    await screenshot(page, 'list-draft-new')
    await press(page, 'Enter')
  })

  await test.step('a line is typed by part number, others are pasted; what follows is proposed', async () => {
    await expect(page.getByLabel('单元格')).toBeFocused()
    await page.keyboard.type(first.partNo)
    await press(page, 'Tab')
    await page.keyboard.type('１，０００')
    await press(page, 'Control+s')
    await expect(await cell(page, 0, '备案序号')).toHaveText(`1 ${first.name}`)
    await expect(await cell(page, 0, '币制')).toHaveText('502 美元')
    await press(page, 'Control+Enter')
    await paste(page, [
      ['备案序号', '申报数量', '申报单价', '原产国(地区)'],
      [String(second.seq), '20', '', '韩国'],
      [third.name, '3x', '', '日本'],
      [second.partNo, '30', '', '韩国'],
    ])
    await expect(page.getByRole('dialog')).toContainText('不是数字')
    await expect(page.getByRole('dialog').getByRole('button', { name: /写入/ })).toBeFocused()
    await press(page, 'Enter')
    await expect(await cell(page, 2, '备案序号')).toHaveText(`${third.seq} ${third.name}`)
    await expect(await cell(page, 3, '备案序号')).toHaveText(`${second.seq} ${second.name}`)
    await screenshot(page, 'list-draft-wrong')
  })

  await test.step('F10 files nothing while it is blocked: the cursor is led from one wrong cell to the next, and each is mended', async () => {
    await press(page, 'F10')
    await expect(page.getByRole('alert')).toContainText('须先处理')
    await expect(checks(page)).toContainText('R-114')
    await expect(page.getByRole('status').filter({ hasText: /超过备案数量/ })).toBeVisible()
    await screenshot(page, 'list-draft-blocked')
    await page.keyboard.type('10')
    await press(page, 'Tab')
    await expect(checks(page)).not.toContainText('R-114')
    await press(page, 'F8')
    await expect(page.getByRole('status').filter({ hasText: '不是数字' })).toBeVisible()
    await page.keyboard.type('3')
    await press(page, 'Tab')
    await expect(page.getByText('没有须处理之处')).toBeVisible()
  })

  await test.step('a step is taken back and done again; a draft that is left is found by Ctrl+K as it was', async () => {
    await press(page, 'Control+Delete')
    await expect(page.getByRole('radio', { name: '表体 3' })).toBeChecked()
    await press(page, 'Control+z')
    await expect(page.getByRole('radio', { name: '表体 4' })).toBeChecked()
    await expect(page.getByText('没有须处理之处')).toBeVisible()
    await goTo(page, '/lists?view=drafts')
    await expect(page.getByRole('gridcell', { name: '料件进口', exact: true })).toBeVisible()
    await screenshot(page, 'list-drafts')
    await press(page, 'Control+k')
    await page.getByPlaceholder(/拼音首字母/).fill('L20260820')
    await expect(page.getByRole('dialog').getByRole('button', { name: /L20260820-001/ })).toContainText('料件进口')
    await press(page, 'Enter')
    await expect(page.getByRole('radio', { name: '表体 4' })).toBeChecked()
  })

  await test.step('lines that are alike will be one line of the declaration; the list is filed with its lines in sight', async () => {
    await page.getByText(/^合并预览/).click()
    await expect(await cell(page, 1, '由清单行合并')).toHaveText('2、4')
    await expect(await cell(page, 1, '成交数量')).toContainText('50')
    await screenshot(page, 'list-draft-declaration')
    await press(page, 'F10')
    await expect(page.getByRole('heading', { name: '核注清单' })).toBeVisible()
    await expect(page.getByRole('link', { name: '看清单草稿' })).toBeVisible()
    await expect(await cell(page, 3, '申报数量')).toContainText('30')
    await screenshot(page, 'list-filing')
  })
})
