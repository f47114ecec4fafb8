import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import type { Output, Request } from '../../../shared/contract/contract.ts'
import { chooseWorkbook, goTo, sample } from '../clerk.ts'
import { printYuan } from '../../../renderer/components/yuan.ts'
import type { Engine } from '../engine.ts'
import { expect, screenshot, test } from '../host.ts'

/** 内销 as a clerk of factory-a works in it on a Monday in November, with the keyboard where there is something to type. */
test.use({ startsOn: '2025-11-10' })

const handbookNo = 'C23325020251'
type Book = '手册' | '核注清单' | '税率' | '汇率'
type NewSale = Request<'domesticSales.save'>

const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}
const step = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const due = (page: Page) => page.getByRole('complementary', { name: '应缴税款' })
const figure = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

async function arrange(engine: Engine, books: readonly Book[]): Promise<void> {
  await engine.call('enterprise.save', {
    name: '示例电子（苏州）有限公司',
    creditCode: '91320594MA1202516U',
    customsCode: '3205940251',
  })
  for (const name of books) {
    const fileId = await engine.putFile(`${name}.xlsx`, await readFile(sample(`factory-a/${name}.xlsx`)))
    if (name === '手册') await engine.call('handbooks.importWorkbook', { fileId })
    if (name === '核注清单') await engine.call('bondedLists.importWorkbook', { handbookNo, fileId })
    if (name === '税率') await engine.call('reference.importWorkbook', { table: 'tariffRates', fileId })
    if (name === '汇率') await engine.call('reference.importWorkbook', { table: 'exchangeRates', fileId })
  }
}

/** The one sale that is in the books. */
async function saleOf(engine: Engine): Promise<Output<'domesticSales.get'>> {
  const { rows } = await engine.call('domesticSales.list', {})
  expect(rows).toHaveLength(1)
  return engine.call('domesticSales.get', { saleId: rows[0]?.saleId ?? '' })
}

/** Has the list of a sale filed, and customs book it. */
async function accept(engine: Engine, saleId: string): Promise<void> {
  const { drafts } = await engine.call('domesticSales.get', { saleId })
  const draftId = drafts[0]?.draftId ?? ''
  const { head, body, savedAt } = await engine.call('listDrafts.get', { draftId })
  // What only a scale can tell.
  const lines = body.map(({ cells, item }) => (item.unit === item.legalUnit ? cells : { ...cells, legalQuantity: '1' }))
  await engine.call('listDrafts.save', { draftId, head, lines, savedAt })
  const { keyId } = await engine.call('keys.create', { name: '申报密钥', passphrase: 'kouling 2026' })
  const { filingId } = await engine.call('filings.createBondedList', { draftId })
  await engine.call('filings.sign', { filingId, keyId, passphrase: 'kouling 2026' })
  await engine.call('filings.recordAnswer', {
    filingId,
    result: 'approved',
    answeredOn: '2025-11-10',
    listNo: 'QD233225I000000644',
    seqNo: '202500000012345678',
  })
}

/** Begins a sale from the list with the keyboard, and gives its buyer; the cursor then stands in the grid. */
async function begin(page: Page, kind: string, buyer: string): Promise<void> {
  await goTo(page, '/domestic-sales/sales')
  await page.getByRole('button', { name: '登记内销' }).press('Enter')
  await page.getByRole('menuitem', { name: new RegExp(`^${kind}\\s`) }).press('Enter')
  await expect(page.getByLabel('购买方')).toBeFocused()
  await page.keyboard.type(buyer)
  // 合同号, 发票号, then the grid.
  await press(page, 'Enter', 'Enter', 'Enter')
  await expect(page.getByRole('textbox', { name: '单元格' })).toBeFocused()
}

test('a material is sold by keyboard; the rate that is missing blocks at its place, and importing it mends the sale', async ({
  page,
  engine,
}) => {
  await arrange(engine, ['手册', '核注清单', '汇率'])
  await page.reload()
  await begin(page, '料件', '苏州回收再生有限公司')
  await page.keyboard.type('铜箔')
  await press(page, 'Enter', 'ArrowUp', 'ArrowRight', 'ArrowRight')
  await page.keyboard.type('100')
  await press(page, 'Enter')

  await expect(step(page, '税款').getByText('税率表没有商品编码 7410121000 在 2025-11-10 的最惠国税率')).toBeVisible()
  await expect(due(page)).toContainText('还算不出：有 2 处须先处理')
  await expect(page.getByRole('button', { name: '生成清单' })).toBeDisabled()
  await screenshot(page, 'sale-rate-missing')
  await step(page, '税款').getByRole('link', { name: '导入税率' }).press('Enter')
  await chooseWorkbook(page, sample('factory-a/税率.xlsx'))
  await page.getByRole('button', { name: '导入', exact: true }).last().click()
  await expect(page.getByRole('button', { name: '再导入一个文件' })).toBeVisible()

  // What was typed is there as it was left, and the tax follows.
  await goTo(page, '/domestic-sales/sales')
  await page.getByRole('link', { name: '接着录入没保存的料件' }).press('Enter')
  await expect(page.getByText('接着上次没有保存的内容')).toBeVisible()
  await expect(page.getByLabel('购买方')).toHaveValue('苏州回收再生有限公司')
  await expect(page.getByRole('button', { name: /^铜箔 关税 / })).toBeVisible()
  await press(page, 'Control+s')
  await expect(page.getByRole('heading', { name: '料件内销 1' })).toBeVisible()
  const { sheet } = await saleOf(engine)
  const [line] = sheet?.lines ?? []
  const duty = line?.taxes.find(({ tax }) => tax === 'duty')
  expect(duty).toMatchObject({ rateKind: '暂定', rate: '3', base: line?.valuation.value })

  await figure(page, `铜箔 计税价格 ${printYuan(line?.valuation.value ?? '')}`).press('Enter')
  const drawer = page.getByRole('dialog')
  await expect(drawer.getByText(`加权平均的进口（${line?.valuation.imports.length} 行）`)).toBeVisible()
  await expect(drawer.getByRole('link', { name: 'QD233225I000000018' })).toBeVisible()
  await expect(drawer.getByText('R-77', { exact: true })).toBeVisible()
  await screenshot(page, 'sale-value-explained')
  await press(page, 'Escape')
  await expect(drawer).toBeHidden()
  await figure(page, `铜箔 关税 ${printYuan(duty?.amount ?? '')}`).press('Enter')
  await expect(drawer.getByText(duty?.formula ?? '', { exact: true })).toBeVisible()
  await expect(drawer.getByText('2024-01-01 至 2025-12-31')).toBeVisible()
})

test('a product is sold by keyboard, taxed by its materials, printed, listed and paid', async ({ page, engine, passTo }) => {
  await arrange(engine, ['手册', '核注清单', '税率', '汇率'])
  await page.reload()
  await begin(page, '成品', '上海某某电子商务有限公司')
  await page.keyboard.type('2')
  await press(page, 'Tab', 'Tab', 'Tab')
  await page.keyboard.type('100')
  await press(page, 'Enter', 'Control+s')
  await expect(page.getByRole('heading', { name: '成品内销 1' })).toBeVisible()
  const { saleId, sheet } = await saleOf(engine)
  await expect(figure(page, `应缴合计 ${printYuan(sheet?.totals.total ?? '')}`)).toBeVisible()
  // The cursor is where it was: the next line can be typed.
  await expect(page.getByRole('textbox', { name: '单元格' })).toBeFocused()
  await expect(figure(page, '触摸屏模组 折料数量 200.50125')).toBeVisible()
  await expect(step(page, '缓税利息')).toContainText('两端都计 274 天')
  await screenshot(page, 'sale-product')

  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')))
  const paper = page.locator('[data-paper]')
  // Text of what is only printed is there, though nothing of it is seen on the screen.
  const printed = ((await paper.textContent()) ?? '').replaceAll(',', '')
  const figures = [
    handbookNo,
    '2025-02-10 至',
    sheet?.totals.tax,
    sheet?.totals.interest,
    sheet?.totals.total,
    ...(sheet?.lines ?? []).flatMap(({ quantity, valuation, taxes }) => [
      quantity,
      valuation.value,
      ...taxes.flatMap(({ amount, base }) => [amount, base]),
      ...valuation.imports.map(({ listNo }) => listNo),
    ]),
    '制单',
    '复核',
    '（企业盖章）',
  ]
  expect(figures.length).toBeGreaterThan(150)
  expect(figures.filter((text) => text === undefined || !printed.includes(text))).toEqual([])
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')))

  await page.getByRole('button', { name: '生成清单' }).press('Enter')
  await expect(page.getByText('已生成清单', { exact: true })).toBeVisible()
  await expect(page.getByRole('list', { name: '清单' }).getByText('0644 进料料件内销')).toBeVisible()
  await expect(page.getByRole('link', { name: '去申报清单' })).toBeVisible()
  await accept(engine, saleId)
  await passTo('2025-11-12')
  await page.getByRole('button', { name: '登记缴税' }).press('Enter')
  await page.keyboard.type('231120251111000123')
  await press(page, 'Enter', 'Enter')
  await page.keyboard.type('20251111')
  await press(page, 'Control+s')
  await expect(page.getByText('税款已缴', { exact: true })).toBeVisible()
})

test('scrap is weighed and sold by keyboard, as presented and without interest', async ({ page, engine }) => {
  await arrange(engine, ['手册', '核注清单', '税率', '汇率'])
  await page.reload()
  await goTo(page, '/domestic-sales/scrap')
  await page.getByRole('button', { name: '登记磅单' }).press('Enter')
  await expect(page.getByLabel('磅单号')).toBeFocused()
  await page.keyboard.type('BD20251108-01')
  await press(page, 'Enter', 'Enter')
  await page.keyboard.type('铜箔')
  await press(page, 'Enter')
  await page.keyboard.type('45')
  await press(page, 'Control+s')
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(page.locator('[data-table="scrap.control"]').getByRole('gridcell', { name: '45', exact: true })).toBeVisible()
  await screenshot(page, 'scrap-control')

  await begin(page, '边角料', '苏州回收再生有限公司')
  for (const text of ['11', undefined, '30', undefined, '铜废碎料', '7404000090', '15000']) {
    if (text !== undefined) await page.keyboard.type(text)
    await press(page, 'Tab')
  }
  await expect(figure(page, '铜废碎料 关税 225.00')).toBeVisible()
  await expect(step(page, '缓税利息')).toContainText('边角料内销不加征缓税利息')
  await press(page, 'Control+s')
  await expect(page.getByRole('heading', { name: '边角料内销 1' })).toBeVisible()
  await expect(figure(page, '应缴合计 2,204.25')).toBeVisible()
  await screenshot(page, 'sale-scrap')
})

test('every other kind is taken to its tax sheet; collective ones wait by quarter', async ({ page, engine }) => {
  await arrange(engine, ['手册', '核注清单', '税率', '汇率'])
  const others: readonly (Pick<NewSale, 'kind' | 'lines'> & Partial<NewSale> & { heading: string; shows: string })[] = [
    { kind: 'surplus', heading: '剩余料件内销', shows: '免交许可证', lines: [{ itemSeq: 6, quantity: '10' }] },
    {
      kind: 'semiFinished',
      heading: '半成品内销',

      shows: '完工 60%',
      lines: [{ itemSeq: 2, version: '0', quantity: '20', completion: '60' }],
    },
    {
      kind: 'defect',
      heading: '残次品内销',

      shows: '2025年3季度的集中内销应在 2025-10-15 前申报',
      soldOn: '2025-09-12',
      collective: true,
      lines: [{ itemSeq: 2, version: '0', quantity: '5' }],
    },
    {
      kind: 'byProduct',
      heading: '副产品内销',

      shows: '14,000.00',
      lines: [{ itemSeq: 37, quantity: '40', income: '20000', hsCode: '3915909000', name: '废塑料', bondedShare: '70' }],
    },
    {
      kind: 'disaster',
      heading: '受灾货物内销',

      shows: '受灾货物免交许可证',
      disasterOn: '2025-10-28',
      reportedOn: '2025-10-30',
      lines: [{ itemSeq: 4, quantity: '100', income: '3000' }],
    },
    {
      kind: 'destruction',
      heading: '销毁',

      shows: '没有收入的销毁、灭失不征税',
      destruction: 'materials',
      lines: [{ itemSeq: 4, quantity: '10' }],
    },
  ]
  await page.reload()
  for (const { heading, shows, ...sale } of others) {
    const { saleId, sheet } = await engine.call('domesticSales.save', { handbookNo, soldOn: '2025-11-03', ...sale })
    await goTo(page, `/domestic-sales/sales/${saleId}`)
    await expect(page.getByRole('heading', { level: 1, name: new RegExp(`^${heading} \\d$`) })).toBeVisible()
    await expect(figure(page, `应缴合计 ${printYuan(sheet?.totals.total ?? '')}`)).toBeVisible()
    await expect(page.getByText(shows).first()).toBeVisible()
  }
  await goTo(page, '/domestic-sales/sales')
  await expect(page.getByRole('gridcell', { name: '税款', exact: true })).toHaveCount(0)
  await expect(page.getByText('共 6 行')).toBeVisible()
  await screenshot(page, 'sales')
  await goTo(page, '/domestic-sales/collective')
  const quarter = page.getByRole('region', { name: /^2025年3季度/ })
  await expect(quarter.getByText('逾期 26 天')).toBeVisible()
  await expect(quarter.getByRole('link', { name: '残次品' })).toBeVisible()
  await screenshot(page, 'collective')
  await goTo(page, `/handbooks/${handbookNo}/domestic-sales`)
  await expect(page.getByRole('gridcell', { name: '受灾货物' })).toBeVisible()
})
