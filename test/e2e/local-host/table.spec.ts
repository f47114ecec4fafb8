import { expect, test } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'
import type { TableQuery } from '../../../renderer/components/data-table/column.ts'
import { serveTablePage } from '../../table-page/serve.ts'

/** The table alone, with 100 000 rows, driven as a clerk drives Excel. */
let served: Awaited<ReturnType<typeof serveTablePage>>
test.beforeAll(async () => {
  served = await serveTablePage()
})
test.afterAll(() => served.close())
test.use({ permissions: ['clipboard-read', 'clipboard-write'] })
test.describe.configure({ mode: 'default' })

interface Seen {
  opened: string[]
  exported?: { columns: { title: string; numeric: boolean }[]; rows: string[][] }
  queries: TableQuery[]
  committed: number
}
const seen = (page: Page): Promise<Seen> => page.evaluate(() => Reflect.get(globalThis, 'seen') as Seen)
const grid = (page: Page): Locator => page.getByRole('grid')
const status = (page: Page): Locator => page.getByRole('status')
const cell = (page: Page, row: number, column: number): Locator => page.locator(`[data-index="${row}"] [data-column="${column}"]`)
const columnOf = (page: Page, column: number): Locator => page.locator(`[role=gridcell][data-column="${column}"]`)
const filter = (page: Page, title: string): Locator => page.getByLabel(`筛选 ${title}`, { exact: true })
/** Row and column of the cursor, counted from 0. */
async function cursor(page: Page): Promise<string> {
  const id = await page.locator('[aria-activedescendant]:focus').getAttribute('aria-activedescendant')
  return id?.split('-').slice(-2).join(',') ?? ''
}
async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key)
}
async function open(page: Page, query = ''): Promise<void> {
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  await page.goto(`${served.url}?${query}`)
  await expect(cell(page, 0, 0)).toHaveText('QD53162025I0000000')
  expect(problems).toEqual([])
}
const columns = {
  listNo: 0,
  seq: 1,
  partNo: 2,
  name: 3,
  unit: 5,
  bookedOn: 7,
  quantity: 8,
  price: 9,
  amount: 10,
  balance: 13,
  remark: 16,
}

test('says its size to assistive technology and draws only what is seen', async ({ page }) => {
  await open(page)
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '100003')
  await expect(grid(page)).toHaveAttribute('aria-colcount', '17')
  expect(await page.locator('[data-index]').count()).toBeLessThan(60)
  await expect(page.locator('[data-index="0"] [role=row]')).toHaveAttribute('aria-rowindex', '4')
})

test('the cursor goes everywhere by keyboard', async ({ page }) => {
  await open(page)
  await cell(page, 0, columns.partNo).click()
  await press(page, 'ArrowDown', 'ArrowDown', 'ArrowRight')
  expect(await cursor(page)).toBe('2,3')
  await press(page, 'Control+End')
  expect(await cursor(page)).toBe('99999,16')
  await expect(cell(page, 99_999, columns.remark)).toBeInViewport({ ratio: 1 })
  await press(page, 'Home', 'Control+ArrowUp')
  expect(await cursor(page)).toBe('0,0')
  await expect(cell(page, 0, 0)).toBeInViewport({ ratio: 1 })
  await press(page, 'PageDown')
  const [row = 0] = (await cursor(page)).split(',').map(Number)
  expect(row).toBeGreaterThan(10)
  await press(page, 'PageUp', 'Tab', 'Tab')
  expect(await cursor(page)).toBe('0,2')
  await press(page, 'Shift+Tab', 'End')
  expect(await cursor(page)).toBe('0,16')
  await press(page, 'Control+Home')
  expect(await cursor(page)).toBe('0,0')
})

test('a block is selected by Shift and by mouse, counted and added exactly', async ({ page }) => {
  await open(page)
  await cell(page, 1, columns.quantity).click()
  await press(page, 'Shift+ArrowDown', 'Shift+ArrowDown')
  // 10.84903 + 21.69806 + 32.54709
  await expect(status(page)).toContainText('已选 3 行 × 1 列，3 格')
  await expect(status(page).locator('[data-sum]')).toHaveText('合计 65.09418')
  await expect(cell(page, 2, columns.quantity)).toHaveAttribute('aria-selected', 'true')
  await cell(page, 1, columns.price).hover()
  await page.mouse.down()
  await cell(page, 3, columns.amount).hover()
  await page.mouse.up()
  await expect(status(page)).toContainText('已选 3 行 × 2 列，6 格')
  await press(page, 'Control+a')
  await expect(status(page)).toContainText('1,700,000 格')
  await expect(status(page).locator('[data-sum]')).toContainText('合计', { timeout: 30_000 })
})

test('a block is copied as Excel copies it: raw figures, quoted text', async ({ page }) => {
  await open(page)
  await cell(page, 0, columns.partNo).click()
  await press(page, 'End', 'ArrowLeft', 'ArrowLeft', 'Shift+End', 'Shift+ArrowDown', 'Control+c')
  await expect(status(page)).toContainText('已复制 6 格')
  const text = await page.evaluate(() => navigator.clipboard.readText())
  expect(text.replaceAll('\r\n', '\n')).toBe('0.000000001\t142 中国\t"退运\n见附件""3"""\n0.000007920\t502 美国\t')
})

test('a figure is edited in place; a wrong one stays open and says why', async ({ page }) => {
  await open(page)
  await cell(page, 1, columns.quantity).click()
  await press(page, 'F2', 'Control+a')
  await page.keyboard.type('１，２３４．５')
  await press(page, 'Enter')
  await expect(cell(page, 1, columns.quantity)).toHaveText('1,234.5')
  expect(await cursor(page)).toBe('2,8')
  await page.keyboard.type('-5')
  await press(page, 'Enter')
  await expect(page.getByRole('alert')).toContainText('申报数量须为')
  await press(page, 'Escape')
  await expect(page.getByRole('alert')).toBeHidden()
  await expect(cell(page, 2, columns.quantity)).toHaveText('21.69806')
  await page.keyboard.type('7')
  await press(page, 'Tab')
  await expect(cell(page, 2, columns.quantity)).toHaveText('7')
  expect(await cursor(page)).toBe('2,9')
  await page.keyboard.type('8')
  await expect(status(page)).toContainText('此格不能修改')
  expect((await seen(page)).committed).toBe(2)
})

test('Chinese from an input method is taken only when it is complete', async ({ page }) => {
  await open(page)
  await cell(page, 1, columns.name).click()
  const client = await page.context().newCDPSession(page)
  await client.send('Input.imeSetComposition', { text: 'mian', selectionStart: 4, selectionEnd: 4 })
  await expect(page.getByLabel('修改 商品名称')).toHaveValue('mian')
  expect((await seen(page)).committed).toBe(0)
  await client.send('Input.insertText', { text: '棉布' })
  await press(page, 'Enter')
  await expect(cell(page, 1, columns.name)).toHaveText('棉布')
})

test('Ctrl+Z takes back typing inside an edit', async ({ page }) => {
  await open(page)
  await cell(page, 1, columns.name).click()
  await press(page, 'F2', 'End')
  await page.keyboard.type('甲')
  await expect(page.getByLabel('修改 商品名称')).toHaveValue('吊牌甲')
  await press(page, 'Control+z')
  await expect(page.getByLabel('修改 商品名称')).toHaveValue('吊牌')
})

test('a pasted block is shown before it is written, with what is wrong', async ({ page }) => {
  await open(page)
  await page.evaluate(() => navigator.clipboard.writeText('1,000\t9\n-3\t9\n2.5\t9\n'))
  await cell(page, 1, columns.quantity).click()
  await press(page, 'Control+v')
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('将修改 2 格')
  await expect(dialog).toContainText('4 格有误')
  await expect(dialog).toContainText('此格不能修改')
  await expect(dialog).toContainText('填写了 -3')
  expect((await seen(page)).committed).toBe(0)
  await dialog.getByRole('button', { name: '只写入正确的 2 格' }).click()
  await expect(cell(page, 1, columns.quantity)).toHaveText('1,000')
  await expect(cell(page, 2, columns.quantity)).toHaveText('21.69806')
  await expect(cell(page, 3, columns.quantity)).toHaveText('2.5')
  expect((await seen(page)).committed).toBe(2)
})

test('a million pasted cells are refused at once', async ({ page }) => {
  await open(page)
  await page.evaluate(() => navigator.clipboard.writeText('1\t2\t3\t4\t5\t6\t7\t8\t9\t10\n'.repeat(100_000)))
  await cell(page, 1, columns.quantity).click()
  await press(page, 'Control+v')
  await expect(status(page)).toContainText('一次最多粘贴 50,000 格', { timeout: 3_000 })
  await expect(page.getByRole('dialog')).toBeHidden()
})

test('headings sort in three states, quantities by value', async ({ page }) => {
  await open(page)
  const heading = page.getByRole('columnheader', { name: '结余' })
  await heading.getByRole('button').click()
  await expect(heading).toHaveAttribute('aria-sort', 'ascending')
  await expect(cell(page, 0, columns.balance)).toHaveText('-80')
  await heading.getByRole('button').click()
  await expect(heading).toHaveAttribute('aria-sort', 'descending')
  await expect(cell(page, 0, columns.balance)).not.toHaveText('-80')
  await heading.getByRole('button').click()
  await expect(heading).toHaveAttribute('aria-sort', 'none')
  await expect(cell(page, 0, columns.listNo)).toHaveText('QD53162025I0000000')
})

test('filters and the quick find narrow the rows and mark what was found', async ({ page }) => {
  await open(page)
  await filter(page, '商品名称').fill('拉链')
  await expect(status(page)).toContainText('筛选出 9,998 行')
  await filter(page, '申报数量').fill('>=1,300')
  await expect(status(page)).not.toContainText('9,998 行')
  for (const text of await columnOf(page, columns.quantity).allTextContents())
    expect(Number(text.replace(',', ''))).toBeGreaterThanOrEqual(1300)
  await filter(page, '申报数量').fill('>')
  await expect(filter(page, '申报数量')).toHaveAttribute('aria-invalid', 'true')
  await filter(page, '申报数量').fill('')
  await press(page, 'Escape')
  await press(page, 'Control+f')
  await page.keyboard.type('5号')
  await expect(page.locator('mark').first()).toHaveText('5号')
  await press(page, 'Escape')
  await filter(page, '商品名称').fill('没有这个')
  await expect(page.getByText('没有符合筛选的行')).toBeVisible()
  await page.getByPlaceholder('查找').fill('也没有')
  await page.getByRole('button', { name: '清除筛选' }).click()
  await expect(page.getByPlaceholder('查找')).toHaveValue('')
  await expect(status(page)).toContainText('共 100,000 行')
})

test('columns are resized by mouse and keyboard, hidden, and remembered', async ({ page }) => {
  await open(page)
  const heading = page.getByRole('columnheader', { name: '料号' })
  const width = async (): Promise<number> => (await heading.boundingBox())?.width ?? 0
  const grip = await page.locator('[data-grip="partNo"]').boundingBox()
  if (!grip) throw new Error('no grip')
  await page.mouse.move(grip.x + 4, grip.y + 10)
  await page.mouse.down()
  await page.mouse.move(grip.x + 54, grip.y + 10, { steps: 5 })
  await page.mouse.up()
  expect(await width()).toBe(160)
  expect((await cell(page, 3, columns.partNo).boundingBox())?.width).toBe(160)
  await heading.getByRole('button').focus()
  await press(page, 'Alt+ArrowLeft')
  expect(await width()).toBe(152)
  await page.getByRole('button', { name: '选择列' }).click()
  await page.getByLabel('规格型号', { exact: true }).uncheck()
  await press(page, 'Escape')
  await expect(page.getByRole('columnheader', { name: '规格型号' })).toBeHidden()
  await page.reload()
  expect(await width()).toBe(152)
  await expect(page.getByRole('columnheader', { name: '规格型号' })).toBeHidden()
  await page.getByRole('button', { name: '选择列' }).click()
  await page.getByRole('button', { name: '恢复默认列' }).click()
  await expect(page.getByRole('columnheader', { name: '规格型号' })).toBeVisible()
  expect(await width()).toBe(110)
})

test('frozen columns stay while the others scroll under them', async ({ page }) => {
  await open(page)
  const before = await cell(page, 2, columns.seq).boundingBox()
  await cell(page, 2, columns.partNo).click()
  await press(page, 'End')
  await expect(cell(page, 2, columns.remark)).toBeInViewport({ ratio: 1 })
  expect(await cell(page, 2, columns.seq).boundingBox()).toEqual(before)
  await press(page, 'Home', 'ArrowRight', 'ArrowRight')
  const first = await cell(page, 2, columns.partNo).boundingBox()
  expect(first?.x).toBe((before?.x ?? 0) + (before?.width ?? 0))
})

test('F8 goes to the next wrong cell, and the reason is told', async ({ page }) => {
  await open(page)
  await cell(page, 0, 0).click()
  await press(page, 'F8')
  const reason = /料号 F-0007-[ABCD] 没有归并关系/
  await expect(status(page)).toContainText(reason)
  const first = await cursor(page)
  await press(page, 'F8')
  await expect.poll(() => cursor(page)).not.toBe(first)
  await expect(status(page)).toContainText(reason)
  await press(page, 'Shift+F8')
  await expect.poll(() => cursor(page)).toBe(first)
  await expect(page.locator('[aria-invalid=true][role=gridcell]').first()).toHaveAttribute('title', reason)
})

test('rows unfold, figures and rows open', async ({ page }) => {
  await open(page, 'detail')
  await cell(page, 1, columns.partNo).click()
  await press(page, 'End')
  await cell(page, 1, columns.balance).getByRole('button').click()
  await cell(page, 2, columns.listNo).dblclick()
  await press(page, 'Home', 'ArrowDown', 'Enter', 'Space')
  expect((await seen(page)).opened).toEqual(['balance L1', 'L2', 'L3'])
  await expect(page.getByText('的明细')).toBeVisible()
  const [detail, next] = [await page.getByText('的明细').boundingBox(), await cell(page, 4, 0).boundingBox()]
  expect(next?.y).toBeGreaterThan((detail?.y ?? 0) + (detail?.height ?? 0) - 1)
  await press(page, 'Space')
  await expect(page.getByText('的明细')).toBeHidden()
  await expect
    .poll(async () => (await cell(page, 4, 0).boundingBox())?.y)
    .toBe(((await cell(page, 3, 0).boundingBox())?.y ?? 0) + 32)
})

test('what is seen is exported, whole and in its order', async ({ page }) => {
  await open(page)
  await filter(page, '商品名称').fill('吊牌')
  await page.getByRole('columnheader', { name: '申报数量' }).getByRole('button').click()
  await page.getByRole('button', { name: '导出' }).click()
  await expect.poll(async () => (await seen(page)).exported?.rows.length).toBe(10_001)
  const { exported } = await seen(page)
  expect(exported?.columns[8]).toEqual({ title: '申报数量', numeric: true })
  expect(exported?.rows[0]?.[8]).toMatch(/^\d+\.\d{5}$/)
  expect(exported?.rows.every((row) => row[3] === '吊牌')).toBe(true)
})

test('pages come from the engine as they are needed, with the filter as the engine reads it', async ({ page }) => {
  await open(page, 'source=pages')
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '100003')
  await cell(page, 0, 0).click()
  await press(page, 'Control+End')
  await expect(page.locator('[aria-busy=true][role=gridcell]').first()).toBeVisible()
  await expect(cell(page, 99_999, columns.remark - 1)).toContainText(' ')
  await press(page, 'Control+Home')
  await filter(page, '申报数量').fill('＞＝１，３００')
  await expect(status(page)).toContainText('筛选出')
  await expect.poll(async () => (await seen(page)).queries.at(-1)?.filter).toEqual({ quantity: '>=1300' })
  await expect(status(page)).not.toContainText('100,000')
  await page.getByRole('columnheader', { name: '申报数量' }).getByRole('button').click()
  await expect.poll(async () => (await seen(page)).queries.at(-1)?.sort).toEqual({ column: 'quantity', descending: false })
  const { queries } = await seen(page)
  // Not one question a page that was only passed by.
  expect(queries.length).toBeLessThan(30)
  expect(queries.every(({ limit }) => limit === 200)).toBe(true)
  await cell(page, 1, columns.quantity).click()
  await press(page, 'Control+Shift+ArrowDown')
  await expect(status(page).locator('[data-sum]')).toContainText('合计', { timeout: 20_000 })
})

test('an empty table says what to do first', async ({ page }) => {
  await page.goto(`${served.url}?rows=0`)
  await expect(page.getByText('还没有清单。请先导入核注清单。')).toBeVisible()
  await expect(status(page)).toContainText('共 0 行')
  await grid(page).focus()
  await press(page, 'ArrowDown', 'Control+End', 'Control+a', 'Control+c', 'F2', 'F8', 'Enter')
  await expect(status(page)).toContainText('共 0 行')
})

test('fields take what clerks type', async ({ page }) => {
  await page.goto(`${served.url}?fields`)
  await page.getByLabel('申报数量').fill('１，２３４，５６７．５０')
  await page.getByLabel('核扣日期').fill('20250305')
  await page.getByLabel('计量单位').fill('qk')
  await expect(page.getByRole('option', { name: '035 千克' })).toBeVisible()
  await press(page, 'Enter')
  await expect(page.getByLabel('计量单位')).toHaveValue('035 千克')
  await page.getByLabel('口令').first().fill(' 口令 ')
  await expect(page.getByLabel('申报数量')).toHaveValue('1,234,567.5')
  await expect(page.getByLabel('核扣日期')).toHaveValue('2025-03-05')
  expect(JSON.parse((await page.locator('output').textContent()) ?? '')).toEqual({
    quantity: '1234567.50',
    day: '2025-03-05',
    unit: '035',
    passphrase: ' 口令 ',
  })
  await page.getByLabel('申报数量').fill('约 5')
  await page.getByLabel('核扣日期').fill('2025-02-30')
  await page.getByLabel('口令').first().focus()
  await expect(page.getByText('请填写数字')).toBeVisible()
  await expect(page.getByText('请填写日期')).toBeVisible()
  await expect(page.getByLabel('申报数量')).toHaveValue('约 5')
})
