import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { cell, goTo, sample } from '../clerk.ts'
import { expect, screenshot, test } from '../host.ts'
import type { Engine } from '../engine.ts'
import { writeWorkbook } from '../../../electron/engine/workbook/write-workbook.ts'

/** 结转 as a clerk of factory-a works in it early in a month, for the month before: a partner, slips, and what is declared of them. */
test.use({ startsOn: '2025-11-05' })

const handbookNo = 'C23325020251'
const partner = {
  name: '昆山联创精密电子有限公司',
  creditCode: '91320583MA2025111X',
  customsCode: '3223940117',
  handbookNo: 'C23325020888',
}
const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}
const type = (page: Page, text: string) => page.keyboard.type(text)

async function arrange(engine: Engine): Promise<void> {
  await engine.call('enterprise.save', {
    name: '示例电子（苏州）有限公司',
    creditCode: '91320594MA1202516U',
    customsCode: '3205940251',
  })
  const fileId = await engine.putFile('手册.xlsx', await readFile(sample('factory-a/手册.xlsx')))
  await engine.call('handbooks.importWorkbook', { fileId })
}

test('a partner and a slip are typed without a mouse; what is delivered and not declared shows its deadline', async ({
  page,
  engine,
}) => {
  await arrange(engine)
  await page.reload()
  await goTo(page, '/transfers/matching')
  await page.getByRole('button', { name: '登记往来企业' }).focus()
  await press(page, 'Enter')
  await expect(page.getByLabel('企业名称')).toBeFocused()
  await type(page, partner.name)
  await press(page, 'Enter')
  await type(page, partner.creditCode)
  await press(page, 'Enter')
  await type(page, partner.customsCode)
  for (let field = 0; field < 5; field += 1) await press(page, 'Enter')
  await expect(page.getByLabel('对方手册、账册编号')).toBeFocused()
  await type(page, partner.handbookNo)
  await press(page, 'Control+s')
  await expect(page.getByText('还没有收发货')).toBeVisible()
  await screenshot(page, 'transfers-empty')

  await page.getByRole('button', { name: '登记收发货单' }).focus()
  await press(page, 'Enter')
  // The only partner and its only handbook are there already.
  await expect(page.getByLabel('单号')).toBeFocused()
  await type(page, 'FH-2510-001')
  await press(page, 'Enter')
  await type(page, '20251014')
  for (let field = 0; field < 6; field += 1) await press(page, 'Enter')
  // Item, quantity, price: the name, the unit and the only version are the handbook's.
  await type(page, '2')
  await press(page, 'Tab', 'Tab', 'Tab')
  await type(page, '1500')
  await press(page, 'Tab', 'Tab')
  await type(page, '12.5')
  await press(page, 'Enter')
  await screenshot(page, 'slip-typed')
  await press(page, 'Control+s')
  await expect(page.getByText('已登记发货单 FH-2510-001')).toBeVisible()

  await expect(await cell(page, 0, '已收发货未结转')).toContainText('1,500')
  await expect(await cell(page, 0, '最早月份')).toHaveText('2025-10')
  await expect(await cell(page, 0, '申报期限')).toHaveText('2025-11-30剩 25 天')
})

test('slips come from a workbook; a month of them becomes a transfer with the draft of its list', async ({ page, engine }) => {
  await arrange(engine)
  const { handbookNo: theirs, ...rest } = partner
  await engine.call('partners.save', { ...rest, handbooks: [theirs] })
  await page.reload()
  await goTo(page, '/import/deliveries')
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: '选择文件' }).click()])
  await chooser.setFiles({ name: '收发货单.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from(await slips()) })
  await expect(page.getByText('“备案序号”').or(page.getByText('999')).first()).toBeVisible()
  await screenshot(page, 'slips-import')
  await page.getByRole('button', { name: /^导入合格的行/ }).click()
  await page.getByRole('link', { name: '看收发货对照' }).click()
  await expect(await cell(page, 0, '已收发货未结转')).toContainText('900')

  // Enter on the row: the end of the oldest month is proposed, so the slip of November stays out.
  await page.getByRole('grid').focus()
  await press(page, 'Enter')
  const drawer = page.getByRole('dialog')
  await expect(drawer.getByLabel('收发货截至')).toHaveValue('2025-10-31')
  await expect(drawer.getByText('列入的单据（2 张）')).toBeVisible()
  await expect(drawer.getByText('R-49').first()).toBeVisible()
  await screenshot(page, 'transfer-proposal')
  await drawer.getByRole('button', { name: '建立结转' }).click()
  await expect(page).toHaveURL(/#\/list-drafts\//)

  const [transfer] = (await engine.call('transfers.list', {})).transfers
  expect(transfer).toMatchObject({ way: 'out', state: 'draft', slips: 2, to: expect.stringMatching(/^2025-10/) })
  // The draft names what it came from.
  await page.getByText(/^来自/).getByRole('link').click()
  await expect(page.getByText('我方清单申报')).toBeVisible()
  await expect(await cell(page, 0, '数量')).toHaveText('700 台')
  await screenshot(page, 'transfer')

  await page.getByRole('button', { name: '撤销', exact: true }).click()
  await page.getByRole('button', { name: '撤销结转' }).click()
  await expect(page.getByText('已撤销')).toBeVisible()
  const { rows } = await engine.call('transfers.matching', {})
  expect(rows[0]).toMatchObject({ undeclared: '900', oldestMonth: '2025-10' })
})

/** Two slips of October, one of November, and one whose item is not in the handbook. */
function slips(): Promise<Uint8Array> {
  const columns = '单号 收发 日期 往来企业 手册编号 对方手册编号 备案序号 单耗版本号 数量 单价 币制'
    .split(' ')
    .map((title) => ({ title }))
  const row = (no: string, on: string, seq: string, quantity: string) => [
    no,
    '发货',
    on,
    partner.name,
    handbookNo,
    partner.handbookNo,
    seq,
    '',
    quantity,
    '12.5',
    '502',
  ]
  return writeWorkbook([
    {
      name: '收发货单',
      columns,
      rows: [
        row('FH-2510-001', '2025-10-14', '2', '400'),
        row('FH-2510-002', '2025-10-20', '2', '300'),
        row('FH-2511-001', '2025-11-03', '2', '200'),
        row('FH-2511-002', '2025-11-04', '999', '100'),
      ],
    },
  ])
}
