import { openWorkbook } from '../../../electron/engine/workbook/read-workbook.ts'
import { writeWorkbook } from '../../../electron/engine/workbook/write-workbook.ts'
import { addQuantities, printQuantity, quantity } from '../../../shared/domain/exact.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import { cell, goTo, paste } from '../clerk.ts'
import { expect, screenshot, test } from '../host.ts'
import type { Engine } from '../engine.ts'

/** The year's lists of factory-a are booked; the store and the workshop have counted on the last evening. */
test.use({ startsOn: '2026-01-05' })

const handbookNo = 'C23325020251'

/** The engine's empty sheet as the store fills it in: every material as the book says, but for some. */
async function filledSheet(engine: Engine, stocktakeId: string, off: Readonly<Record<number, string>>): Promise<Buffer> {
  const { materials } = await engine.call('writeOff.balance', { handbookNo })
  const counted = new Map(
    materials.map(({ seq, balance }) => [
      String(seq),
      printQuantity(addQuantities(quantity(balance), quantity(off[seq] ?? '0'))),
    ]),
  )
  const { fileId } = await engine.call('stocktakes.template', { stocktakeId })
  const workbook = await openWorkbook(await engine.file(fileId))
  const lines: string[][] = []
  for await (const { cells } of workbook.rows(0)) lines.push(cells.map(({ text }) => text))
  const top = lines.findIndex((line) => line.includes('备案序号'))
  const headings = lines[top] ?? []
  const at = (title: RegExp) => headings.findIndex((heading) => title.test(heading))
  const [kind, goods, seq, amount] = [at(/类别/), at(/^料件成品$/), at(/^备案序号/), at(/^数量|盘点数量|清点数量/)]
  const rows = lines.slice(top + 1).map((line) =>
    headings.map((_, column) => {
      if (column === kind && line[goods] === '料件') return '料件库存'
      return column === amount && line[goods] === '料件' ? (counted.get(line[seq] ?? '') ?? '') : (line[column] ?? '')
    }),
  )
  return Buffer.from(
    await writeWorkbook([
      { name: '盘点表', columns: headings.map((title) => ({ title })), rows: rows.filter((row) => row[goods] === '料件') },
    ]),
  )
}

const differenceOf = ({ differences }: Output<'stocktakes.get'>, seq: number) => differences.find((each) => each.seq === seq)

test('stock is counted by keyboard: a workbook and a typed sheet, what each figure is made of, reasons, drafts, settled', async ({
  page,
  engine,
}) => {
  await engine.call('enterprise.loadSample', {})
  await page.reload()
  await goTo(page, `/write-off/stocktakes?handbook=${handbookNo}`)
  const add = page.getByRole('button', { name: '新建盘点' })
  await expect(add).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('名称')).toBeFocused()
  await page.keyboard.type('2025 年终盘点')
  await page.keyboard.press('Enter')
  await page.keyboard.type('20260104')
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('heading', { name: '2025 年终盘点' })).toBeVisible()
  const [made] = (await engine.call('stocktakes.list', { handbookNo })).stocktakes
  const stocktakeId = made?.stocktakeId ?? ''
  expect(made).toMatchObject({ cutOff: '2026-01-04', handbookNos: [handbookNo], state: 'counting' })

  // The store's workbook: two short, one over, the rest as the book says.
  const sheet = await filledSheet(engine, stocktakeId, { 3: '-1500', 5: '-700', 8: '9000' })
  await expect(page.getByRole('button', { name: '导入工作簿' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: '选择文件' })).toBeFocused()
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')])
  await chooser.setFiles({ name: '原材料仓.xlsx', mimeType: 'application/octet-stream', buffer: sheet })
  await expect(page.getByRole('button', { name: '导入', exact: true })).toBeFocused()
  await screenshot(page, 'stocktake-import')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('link', { name: '看差异' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('tab', { name: /差异/, selected: true })).toBeVisible()
  await expect(page.getByText('3 项', { exact: true })).toBeVisible()
  await screenshot(page, 'stocktake-differences')

  // The workshop's work in progress is pasted from Excel: 60 % of two pieces of the first product.
  await goTo(page, `/write-off/stocktakes/${stocktakeId}?view=sheets&sheet=new`)
  await expect(page.getByLabel('盘点表名称')).toHaveValue('清点 2')
  await page.locator('[data-table="stocktakes.typed"] [role=grid]').focus()
  await paste(page, [['在制品', handbookNo, '成品', '1', '', '', '1', '60%', '2', '', '总装']])
  await expect(page.getByRole('dialog').getByRole('button', { name: /^写入 / })).toBeFocused()
  await expect(page.getByRole('button', { name: /^写入 \d+ 格$/ })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(await cell(page, 0, '类别')).toHaveText('在制品')
  await expect(await cell(page, 0, '完工%')).toHaveText('60')
  await screenshot(page, 'stocktake-typed')
  await page.keyboard.press('Control+s')
  await expect(page.getByText('已保存盘点表“清点 2”，1 行')).toBeVisible()
  await screenshot(page, 'stocktake-sheets')

  // How a figure came about: the rows of both sheets, converted.
  await goTo(page, `/write-off/stocktakes/${stocktakeId}?view=differences&rows=open`)
  await (await cell(page, 0, '单位')).click()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  const drawer = page.getByRole('dialog', { name: '这个数怎么来的' })
  await expect(drawer.getByText('公式')).toBeVisible()
  await expect(drawer.getByRole('gridcell', { name: '料件库存' })).toBeVisible()
  await screenshot(page, 'stocktake-explained')
  await page.keyboard.press('Escape')
  await expect(drawer).toBeHidden()

  // One reason for both that are short, in one go; the surplus is carried, said in the cell by the letters of its sound.
  await (await cell(page, 0, '名称')).click()
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('dialog', { name: '2 项差异的原因与处理' })).toBeVisible()
  await expect(page.getByRole('textbox', { name: '原因', exact: true })).toBeFocused()
  await page.keyboard.type('qt')
  await expect(page.getByRole('option', { name: '其他' })).toHaveAttribute('data-combobox-selected')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: '处理', exact: true })).toBeFocused()
  await page.keyboard.type('bs')
  await expect(page.getByRole('option', { name: '补税' })).toHaveAttribute('data-combobox-selected')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+s')
  await expect(page.getByText('已写下 2 项的原因与处理')).toBeVisible()
  await expect(page.getByText('1 项', { exact: true })).toBeVisible()
  await (await cell(page, 0, '原因')).click()
  await page.keyboard.type('gfds')
  await expect(page.getByRole('option', { name: '供方多送' })).toBeVisible()
  await page.keyboard.press('Tab')
  await page.keyboard.type('jz')
  await expect(page.getByRole('option', { name: '结转' })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await engine.call('stocktakes.get', { stocktakeId })).open).toBe(0)

  // The shortage becomes a draft of a sale.
  await page.getByRole('button', { name: '生成草稿（2）' }).press('Enter')
  await expect(page.getByText('已生成 1 份草稿')).toBeVisible()
  const taxed = await engine.call('stocktakes.get', { stocktakeId })
  expect(differenceOf(taxed, 3)).toMatchObject({ reason: 'other', disposal: 'tax' })
  expect(differenceOf(taxed, 3)?.made?.to).toMatch(/^\/domestic-sales\/sales\//)
  expect(differenceOf(taxed, 8)).toMatchObject({ reason: 'overDelivery', disposal: 'carry' })

  await goTo(page, `/write-off/stocktakes/${stocktakeId}?view=checks`)
  await screenshot(page, 'stocktake-checks')
  await page.getByRole('button', { name: '定下盘点' }).press('Enter')
  const deed = page.getByRole('dialog', { name: '定下“2025 年终盘点”' })
  await expect(deed).toBeVisible()
  await page.keyboard.press('Control+s')
  await expect(page.getByText('已定下', { exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: '定下盘点' })).toBeHidden()

  // The clean-up knows of it.
  await goTo(page, `/write-off/clean-up?handbook=${handbookNo}`)
  await expect(page.getByRole('heading', { name: '报核前的检查' })).toBeVisible()
  await expect(page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: '盘点' }) })).toContainText('已了')
  await screenshot(page, 'clean-up')
})
