import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { openWorkbook } from '../../../electron/engine/workbook/read-workbook.ts'
import { openingWorkbook } from '../../opening-books.ts'
import { cell, goTo, paste, sample, saved } from '../clerk.ts'
import { expect, screenshot, test } from '../host.ts'
import type { Engine } from '../engine.ts'

/** The year's lists of factory-a are booked. The write-off pages are gone through as a clerk does before the report, by keyboard. */
test.use({ startsOn: '2026-01-05' })

const handbookNo = 'C23325020251'
const second = 'C23325000417'

async function loadSecondHandbook(engine: Engine, lists: boolean): Promise<void> {
  const put = async (name: string) => engine.putFile(name, await readFile(sample(`factory-b/${name}`)))
  await engine.call('handbooks.importWorkbook', { fileId: await put('手册.xlsx') })
  if (lists) await engine.call('bondedLists.importWorkbook', { handbookNo: second, fileId: await put('核注清单.xlsx') })
}

/** Tab, until the keyboard is at what bears this name. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const focused = () =>
    page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '')
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press('Tab')
    if (name.test(await focused())) return
  }
  throw new Error(`the keyboard does not reach ${name}`)
}

const explanation = (page: Page) => page.getByRole('dialog', { name: '这个数怎么来的' })

test('from the balance to where a material went and to the lines of what one product holds, by keyboard', async ({
  page,
  engine,
}) => {
  await engine.call('enterprise.loadSample', {})
  await page.reload()
  await goTo(page, `/write-off/balance?handbook=${handbookNo}`)
  await page.getByRole('tab', { name: '平衡' }).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('tab', { name: '流向图', selected: true })).toBeFocused()
  await expect(page.getByRole('figure', { name: '片式电阻的流向图' })).toBeVisible()

  // A material is found by name; ↓ takes what was found.
  await page.keyboard.press('Tab')
  await expect(page.getByRole('textbox', { name: '找料件' })).toBeFocused()
  await page.keyboard.type('不干胶')
  await expect(page.getByRole('option')).toHaveCount(1)
  await page.keyboard.press('ArrowDown')
  const chart = page.getByRole('figure', { name: '不干胶标签的流向图' })
  await expect(chart).toBeVisible()
  const { uses } = await engine.call('writeOff.flow', { handbookNo, seq: 5 })
  await expect(chart.getByRole('button', { name: '成品 1 便携式移动电源' })).toContainText('286.566')
  for (const { label } of uses) await expect(chart.getByText(label, { exact: true })).toBeInViewport()
  await screenshot(page, 'write-off-flow')

  await tabTo(page, /^成品 1 便携式移动电源/)
  await page.keyboard.press('Enter')
  const drawer = explanation(page)
  await expect(drawer).toContainText('料件 5 不干胶标签 · 成品 1 便携式移动电源所含')
  await expect(drawer).toContainText('3,337 × 0.042 + 3,486 × 0.042 = 286.566')
  await expect(drawer.getByRole('heading', { name: '清单行（21）' })).toBeVisible()
  await expect(drawer.getByRole('gridcell', { name: 'QD233225E000000131' })).toBeVisible()
  await screenshot(page, 'write-off-flow-explained')
  await page.keyboard.press('Escape')
  await expect(drawer).toBeHidden()
  await expect(chart.getByRole('button', { name: '成品 1 便携式移动电源' })).toBeFocused()

  // From what is left, to the figures it is made of, and back.
  await tabTo(page, /^结余/)
  await page.keyboard.press('Enter')
  await expect(drawer).toContainText('料件 5 不干胶标签 · 结余')
  await page.keyboard.press('Escape')
  await expect(drawer).toBeHidden()
  // The arrows pass by the stocktakes, which take the keyboard where there are none yet.
  await page.getByRole('tab', { name: '流向图' }).focus()
  for (const next of ['收尾清理', '盘点', '报核表']) {
    await page.keyboard.press('ArrowRight')
    await expect(page.getByRole('tab', { name: next })).toBeFocused()
  }
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: '恒等式' })).toBeVisible()
})

test('the tables of the report prove themselves, open down to their lines, and go onto paper and into a workbook', async ({
  page,
  host,
  engine,
  dataFolder,
}) => {
  await engine.call('enterprise.loadSample', {})
  await page.reload()
  await goTo(page, `/write-off/report?handbook=${handbookNo}`)
  await expect(page.getByText('8 项全部成立')).toBeVisible()
  const identities = page.getByRole('list', { name: '恒等式' }).getByRole('listitem')
  await expect(identities).toHaveCount(8)
  await expect(identities.filter({ hasText: '各栏平衡的料件行 = 料件表行数' })).toContainText('41 = 41')
  await expect(identities.getByRole('img', { name: '不成立' })).toHaveCount(0)

  // A row unfolds to its own proof.
  await (await cell(page, 1, '商品名称')).click()
  await page.keyboard.press('Space')
  await expect(page.getByText('✓ 平（R-112，允差 0.00001）')).toBeVisible()
  await screenshot(page, 'write-off-report')
  await page.keyboard.press('Space')

  for (let step = 0; step < 4; step += 1) await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(explanation(page)).toContainText('料件 2 触摸屏模组 · 进口数量')
  await expect(explanation(page)).toContainText('直接进口 + 余料转入 + 退换进口 − 退换出口；深加工转入另列一栏')
  await page.keyboard.press('Escape')
  await expect(explanation(page)).toBeHidden()
  for (let step = 0; step < 6; step += 1) await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(explanation(page)).toContainText('料件 2 触摸屏模组 · 总耗用')
  await expect(explanation(page).getByRole('heading', { name: /^清单行（\d+）$/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(explanation(page)).toBeHidden()

  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')))
  const paper = page.locator('[data-paper]')
  for (const text of ['手册报核表', handbookNo, '制表日期', '2026-01-05', '制单', '复核', '企业盖章', '附：清单（203 项）'])
    await expect(paper).toContainText(text)
  const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1')
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')))
  expect(pdf).toMatch(/^%PDF-/)
  expect(pdf.match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(3)
  expect(pdf).toMatch(/\/MediaBox \[0 0 84\d(\.\d+)? 59\d/)

  const report = await engine.call('writeOff.report', { handbookNo })
  const bytes = await saved(host, dataFolder, () => page.getByRole('button', { name: '存为工作簿' }).press('Enter'))
  const workbook = await openWorkbook(bytes)
  expect(workbook.sheets.map(({ name }) => name)).toEqual(['表头', '清单', '料件', '成品', '恒等式'])
  const rows: string[][] = []
  for await (const { cells } of workbook.rows(2)) rows.push(cells.map(({ text }) => text))
  expect(rows[0]).toEqual(expect.arrayContaining(['备案序号', '商品名称', '进口数量', '料件剩余数量', 'R-112']))
  const remaining = rows[0]?.indexOf('料件剩余数量') ?? -1
  expect(rows.slice(1).map((row) => row[remaining])).toEqual(report.materials.map((row) => row.remaining))
})

test('an opening with a wrong row is refused with its place, mended, booked, and taken back', async ({ page, engine }) => {
  await engine.call('enterprise.loadSample', {})
  await loadSecondHandbook(engine, false)
  await page.reload()
  await goTo(page, `/write-off/openings?handbook=${second}`)
  const untilDay = page.getByLabel('期初截止日')
  const choose = async (name: string, wrong: string) => {
    const bytes = await openingWorkbook(
      [
        { seq: 1, quantity: wrong, value: '1000', currency: '502' },
        { goods: '成品', seq: 1, version: '0', direction: '出口', quantity: '10', value: '500', currency: '502' },
      ],
      [
        ['QD233225I000009001', '进口'],
        ['QD233225E000009002', '出口'],
      ],
    )
    await expect(page.getByRole('button', { name: '选择文件' })).toBeFocused()
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')])
    await chooser.setFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) })
  }

  // Before the handbook was there: said at once, and the keyboard is where the way goes on.
  await untilDay.focus()
  await page.keyboard.type('20241231')
  await page.keyboard.press('Enter')
  await choose('期初.xlsx', '120.5')
  await expect(page.getByRole('alert')).toContainText('期初截止日 2024-12-31 早于手册设立日期 2025-03-09')
  await expect(page.getByRole('button', { name: '换一个文件' })).toBeFocused()
  await page.keyboard.press('Enter')

  await untilDay.press('Control+a')
  await page.keyboard.type('2025/3/20')
  await page.keyboard.press('Enter')
  await expect(untilDay).toHaveValue('2025-03-20')
  await choose('期初.xlsx', '-120.5')
  await expect(page.getByRole('heading', { name: '被拒的行（1）' })).toBeVisible()
  await expect(page.getByRole('gridcell', { name: '第 2 行“累计数量”不能为负（填写了 -120.5）' })).toBeVisible()
  await screenshot(page, 'write-off-opening-refused')
  expect(await engine.call('openings.get', { handbookNo: second })).toBeNull()
  await expect(page.getByRole('button', { name: '取消' })).toBeFocused()
  await page.keyboard.press('Enter')

  await choose('期初-改正.xlsx', '120.5')
  await expect(page.getByRole('button', { name: '导入', exact: true })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByText(`手册 ${second} 的期初已记账，平衡由 2025-03-20 起算`)).toBeVisible()
  await expect(page.getByRole('link', { name: '看平衡' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(await cell(page, 0, '结余')).toHaveText('120.5')

  await goTo(page, `/write-off/openings?handbook=${second}`)
  await expect(await cell(page, 0, '累计数量')).toHaveText('120.5')
  await page.getByRole('button', { name: '撤回期初' }).press('Enter')
  await expect(page.getByLabel('原因')).toBeFocused()
  await page.keyboard.type('旧系统少了一笔')
  await page.keyboard.press('Tab')
  await page.keyboard.type(second)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: '从旧系统接账' })).toBeVisible()
  const { materials } = await engine.call('writeOff.balance', { handbookNo: second })
  expect(materials.every(({ balance }) => balance === '0')).toBe(true)
})

test('one stock of two handbooks is counted once and divided by who imported first, then otherwise with a reason', async ({
  page,
  engine,
}) => {
  await engine.call('enterprise.loadSample', {})
  await loadSecondHandbook(engine, true)
  const part = { partNo: 'SHARED-1', partName: '公用铝板', partUnit: '千克', goods: 'material', factor: '1' } as const
  for (const [no, itemSeq] of [
    [handbookNo, 11],
    [second, 43],
  ] as const)
    await engine.call('mappings.save', { ...part, handbookNo: no, itemSeq, from: '2025-01-01' })
  await page.reload()
  await goTo(page, `/write-off/stocktakes?handbook=${handbookNo}`)
  await expect(page.getByRole('button', { name: '新建盘点' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('名称')).toBeFocused()
  await page.keyboard.type('共用仓盘点')
  await page.keyboard.press('Enter')
  await page.keyboard.type('20260104')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog').getByRole('combobox', { name: '手册' })).toBeFocused()
  await page.keyboard.type('0417')
  await expect(page.getByRole('option', { name: new RegExp(second) })).toBeVisible()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('heading', { name: '共用仓盘点' })).toBeVisible()
  const stocktakeId = (await engine.call('stocktakes.list', { handbookNo })).stocktakes[0]?.stocktakeId ?? ''

  await goTo(page, `/write-off/stocktakes/${stocktakeId}?view=sheets&sheet=new`)
  await expect(page.getByLabel('盘点表名称')).toHaveValue('清点 1')
  await page.locator('[data-table="stocktakes.typed"] [role=grid]').focus()
  await paste(page, [['料件库存', '', '料件', '', 'SHARED-1', '', '', '', '9000', '', '公用仓']])
  await expect(page.getByRole('button', { name: /^写入 \d+ 格$/ })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(await cell(page, 0, '料号')).toHaveText('SHARED-1')
  await page.keyboard.press('Control+s')
  await expect(page.getByText(/已保存盘点表/)).toBeVisible()

  await page.getByRole('tab', { name: '共用库存 1' }).press('Enter')
  await expect(page.locator('[data-table="stocktakes.shared"]')).toBeVisible()
  // The book of the handbook that imported first is filled up, and the other has the rest.
  await expect(await cell(page, 0, '手册')).toHaveText(handbookNo)
  await expect(await cell(page, 0, '分得')).toHaveText('5,396.87713')
  await expect(await cell(page, 1, '手册')).toHaveText(second)
  await expect(await cell(page, 1, '分得')).toHaveText('3,603.12287')
  await screenshot(page, 'write-off-shared-stock')
  await (await cell(page, 1, '分得')).click()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'SHARED-1 公用铝板的分摊' })
  await expect(dialog.getByLabel(`${handbookNo} 料件 11`)).toBeFocused()
  await page.keyboard.type('5000')
  await expect(dialog.getByText('实盘 9,000 千克，还有 396.87713 没有分')).toBeVisible()
  await page.keyboard.press('Tab')
  await page.keyboard.type('4000')
  await expect(dialog.getByText('合计等于实盘 9,000 千克')).toBeVisible()
  await dialog.getByLabel('理由').focus()
  await page.keyboard.type('按领料记录')
  await page.keyboard.press('Control+s')
  await expect(dialog).toBeHidden()
  await expect(await cell(page, 0, '分得')).toHaveText('5,000')
  await expect(await cell(page, 0, '依据')).toHaveText('人工改动 按领料记录')
  const { differences } = await engine.call('stocktakes.get', { stocktakeId })
  expect(differences.find((row) => row.handbookNo === handbookNo && row.seq === 11)?.difference).toBe('-396.87713')
})

test('a page that breaks says so and leaves the rest of the window standing', async ({ page, engine }) => {
  await engine.call('enterprise.loadSample', {})
  await page.addInitScript(() => {
    Element.prototype.scrollIntoView = () => {
      throw new Error('an older browser')
    }
  })
  await page.reload()
  await goTo(page, `/write-off/flow?handbook=${handbookNo}`)
  await expect(page.getByRole('alert')).toContainText('窗口出了意外，账本没有受影响')
  await goTo(page, `/write-off/report?handbook=${handbookNo}`)
  await expect(page.getByText('8 项全部成立')).toBeVisible()
})
