import { writeWorkbook } from '../../../electron/engine/workbook/write-workbook.ts'
import { cell, goTo, loadSample } from '../clerk.ts'
import { expect, screenshot, test } from '../host.ts'

/** In the validity of the sample's handbook, after the last of its lists. */
test.use({ startsOn: '2026-08-20' })

const handbookNo = 'C23325020251'

test('a line in the middle of a booked list is taken out: it alone is marked, the others keep their numbers', async ({
  page,
  engine,
}) => {
  await loadSample(page)
  const { rows } = await engine.call('bondedLists.list', { handbookNo, limit: 500 })
  const list = rows.find(({ status, lines, mode }) => status === 'booked' && lines >= 4 && mode === '0615')
  if (!list) throw new Error('the sample has no long list')
  await goTo(page, `/handbooks/${handbookNo}/lists?list=${list.listNo}`)
  await page.getByRole('dialog').getByRole('button', { name: '变更', exact: true }).click()
  await expect(page).toHaveURL(/#\/list-drafts\//)
  await (await cell(page, 1, '申报数量')).click()
  await page.keyboard.press('Control+Delete')
  await expect(await cell(page, 0, '行')).toHaveText('1')
  await expect(await cell(page, 1, '行')).toHaveText('3')
  await expect(await cell(page, 1, '修改标志')).toHaveText('')
  await screenshot(page, 'list-change')
  await page.getByText('改前改后').click()
  const differences = page.locator('tbody tr')
  await expect(differences).toHaveCount(1)
  await expect(differences).toContainText('第 2 行')
  await expect(differences).toContainText('（删除这一行）')
  await screenshot(page, 'list-change-compared')
})

test('a body comes from a workbook; what is over the recorded quantity is cut down to what is left by one key', async ({
  page,
  engine,
}) => {
  await loadSample(page)
  const { draftId } = await engine.call('listDrafts.create', { handbookNo, business: 'import' })
  await goTo(page, `/list-drafts/${draftId}`)
  await page.getByRole('button', { name: '导入表体' }).click()
  const bytes = await writeWorkbook([
    {
      name: '清单表体',
      columns: ['备案序号', '申报数量', '原产国'].map((title) => ({ title })),
      rows: [
        ['1', '999999999', '韩国'],
        ['2', '3x', '日本'],
        ['1', '1', '韩国'],
      ],
    },
  ])
  const dialog = page.getByRole('dialog')
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    dialog.getByRole('button', { name: '选择文件' }).click(),
  ])
  await chooser.setFiles({ name: '表体.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) })
  await expect(dialog).toContainText('已放入 3 行')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('radio', { name: '表体 3' })).toBeChecked()
  await expect(await cell(page, 1, '申报数量')).toContainText('3x')

  const [line] = (await engine.call('listDrafts.get', { draftId })).body
  const checks = page.getByRole('region', { name: '核对' })
  await expect(checks).toContainText('R-114')
  await screenshot(page, 'list-body-imported')
  await checks.getByRole('button', { name: /^按可进口量填写/ }).focus()
  await page.keyboard.press('Enter')
  await expect(checks).not.toContainText('R-114')
  const { body } = await engine.call('listDrafts.get', { draftId })
  expect(Number(body[0]?.cells['quantity'])).toBe(Number(line?.item.left) - 1)
})

test('a slip that was left half typed is there again after the program was closed, until it is given up', async ({
  page,
  engine,
}) => {
  await loadSample(page)
  await engine.call('partners.save', {
    name: '昆山联创精密电子有限公司',
    creditCode: '91320583MA2025111X',
    customsCode: '3223940117',
    handbooks: ['C23325020888'],
  })
  await goTo(page, '/transfers/deliveries')
  await page.getByRole('button', { name: '登记收发货单' }).first().click()
  await page.getByLabel('单号', { exact: true }).fill('FH-1')
  await page.reload()
  await goTo(page, '/transfers/deliveries?new=1')
  await expect(page.getByLabel('单号', { exact: true })).toHaveValue('FH-1')
  await expect(page.getByText(/接着上次没有保存的内容/)).toBeVisible()
  await screenshot(page, 'slip-kept')
  await page.getByRole('button', { name: '取消，不保留' }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.getByRole('button', { name: '登记收发货单' }).first().click()
  await expect(page.getByLabel('单号', { exact: true })).toHaveValue('')
})
