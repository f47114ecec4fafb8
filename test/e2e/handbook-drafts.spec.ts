import type { Page } from '@playwright/test'
import { cell, goTo, paste } from './clerk.ts'
import { expect, screenshot, test } from './host.ts'

const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}
/** Types along a row, cell by cell; the cursor stands on its first cell. */
async function typeRow(page: Page, texts: readonly string[]) {
  for (const text of texts) {
    if (text !== '') await page.keyboard.type(text)
    await press(page, 'Tab')
  }
}
const openTab = (page: Page, name: string) => page.getByRole('tab', { name: new RegExp(`^${name}`) }).click()
/** A body of the draft; the work goes on in its table at once. */
async function openBody(page: Page, name: string) {
  await openTab(page, name)
  await expect(page.getByLabel('单元格')).toBeFocused()
}
const rowCount = (page: Page) => page.getByRole('status').filter({ hasText: /^共/ })

test('a handbook is drafted by keyboard and paste, its mistakes are found by key, and a change of it stands side by side', async ({
  page,
  engine,
}) => {
  await engine.call('enterprise.save', { name: '示例电子', creditCode: '91320594MA1202516U', customsCode: '3205940251' })
  const { businessDate } = await engine.call('house.status', {})
  await engine.call('capability.save', { filledOn: businessDate, headings: ['8541', '8504', '8543'] })
  await page.reload()
  await goTo(page, '/handbooks?view=drafts')
  await page.getByRole('button', { name: '新建手册备案' }).click()
  await expect(page.getByLabel('C 进料加工')).toBeFocused()
  await press(page, 'Enter')

  await test.step('the head knows the enterprise; each field is saved when it is left', async () => {
    await expect(page.getByLabel('经营企业名称')).toHaveValue('示例电子')
    await expect(page.getByLabel('企业内部编号')).toBeFocused()
    await page.keyboard.type('NB-1')
    await press(page, 'Control+s')
    await expect(page.getByRole('heading', { name: 'NB-1', exact: true })).toBeVisible()
    await page.getByLabel('主管海关').fill('2332')
    await press(page, 'Enter')
    for (const label of ['进口币制', '出口币制']) {
      await page.getByLabel(label).fill('美元')
      await press(page, 'Enter')
      await expect(page.getByLabel(label)).toHaveValue('502 美元')
    }
    await page.getByLabel('进口合同号').fill('IM-1')
    await page.getByLabel('出口合同号').fill('EX-1')
    await press(page, 'Enter')
    await screenshot(page, 'draft-head')
  })

  await test.step('a row is typed, others are pasted with their headings; wrong cells stay, marked', async () => {
    await openBody(page, '料件')
    await press(page, 'Control+Enter')
    await expect(rowCount(page)).toContainText('共 1 行')
    await typeRow(page, [
      'RM-1',
      '8541410000',
      '发光二极管',
      '0603 白色',
      '千个',
      '千克',
      '',
      '１，０００',
      '0.5',
      '',
      'USD',
      '中国',
    ])
    await page.keyboard.type('全免')
    await press(page, 'Control+s')
    await expect(await cell(page, 0, '申报总价')).toHaveText('500')
    await expect(await cell(page, 0, '申报计量单位')).toHaveText('054 千个')

    await press(page, 'Control+Enter')
    await expect(rowCount(page)).toContainText('共 2 行')
    await paste(page, [
      [
        '商品名称',
        '料号',
        '商品编码',
        '规格型号',
        '申报计量单位',
        '法定计量单位',
        '备案数量',
        '单价',
        '币制',
        '产销国(地区)',
        '征免方式',
      ],
      ['电感器', 'RM-2', '8504500', '2.2uH', '千个', '千克', '20', '3', '502', '142', '3'],
    ])
    const preview = page.getByRole('dialog')
    await expect(preview).toContainText('应为 10 位数字')
    await expect(preview.getByRole('button', { name: /写入/ })).toBeFocused()
    await press(page, 'Enter')
    const wrong = await cell(page, 1, '商品编码')
    await expect(wrong).toHaveText('8504500')
    await expect(wrong).toHaveAttribute('aria-invalid', 'true')
    await screenshot(page, 'draft-materials')
  })

  await test.step('a code is found in its cell by pinyin or part of its name; figures are never guessed', async () => {
    const currency = await cell(page, 0, '币制')
    await currency.click()
    await page.keyboard.type('oy')
    const codes = page.getByRole('listbox', { name: '可选的代码' })
    await expect(codes.getByRole('option', { name: /欧元/ })).toHaveAttribute('aria-selected', 'true')
    await screenshot(page, 'draft-codes')
    await press(page, 'Enter')
    await expect(currency).toHaveText('300 欧元')
    await currency.click()
    await page.keyboard.type('50')
    await expect(codes).toBeVisible()
    await press(page, 'Enter')
    await expect(currency).toHaveAttribute('aria-invalid', 'true')
    await expect(codes).toBeHidden()
    await currency.click()
    await page.keyboard.type('50')
    await expect(codes).toBeVisible()
    await codes.getByRole('option', { name: '502 美元' }).click()
    await expect(currency).toHaveText('502 美元')
    await page.getByLabel('筛选 币制', { exact: true }).fill('欧元')
    await expect(page.getByText('筛选出 0 行')).toBeVisible()
    await page.getByLabel('筛选 币制', { exact: true }).fill('美元')
    await expect(page.getByText('筛选出 2 行')).toBeVisible()
    await page.getByLabel('筛选 币制', { exact: true }).fill('')
  })

  await test.step('F8 leads to what is wrong from any tab, and it is put right there', async () => {
    await openTab(page, '随附单证')
    await press(page, 'F8')
    await expect(rowCount(page)).toContainText('应为 10 位数字')
    await page.keyboard.type('8504500000')
    await press(page, 'Enter')
    await expect(page.getByText('没有待改之处')).toBeVisible()
  })

  await test.step('a product and its consumption: names beside the numbers, 单耗 derived', async () => {
    await openBody(page, '成品')
    await press(page, 'Control+Enter')
    await expect(rowCount(page)).toContainText('共 1 行')
    await paste(page, [['FP-1', '8543709990', '移动电源', '10000mAh', '台', '千克', '', '100', '12', '', '502', '142', '3']])
    await expect(page.getByRole('dialog').getByRole('button', { name: /写入/ })).toBeFocused()
    await press(page, 'Enter')
    await expect(await cell(page, 0, '申报总价')).toHaveText('1,200')

    await openBody(page, '单耗')
    await press(page, 'Control+Enter')
    await expect(rowCount(page)).toContainText('共 1 行')
    await page.keyboard.type('1')
    await press(page, 'Enter')
    await expect(await cell(page, 0, '成品名称')).toHaveText('移动电源')
    for (const [heading, text] of [
      ['料件序号', '1'],
      ['净耗', '0.00285'],
      ['有形损耗率%', '5%'],
      ['无形损耗率%', '0'],
    ] as const) {
      await (await cell(page, 0, heading)).click()
      await page.keyboard.type(text)
      await press(page, 'Enter')
    }
    await expect(await cell(page, 0, '料件名称')).toHaveText('发光二极管')
    await expect(await cell(page, 0, '单耗')).toHaveText('0.003 千个')
    await screenshot(page, 'draft-consumptions')
  })
  const draftId = /drafts\/([^/]+)/.exec(page.url())?.[1] ?? ''

  await test.step('what blocks is listed with the way to it', async () => {
    await press(page, 'F10')
    await expect(page.getByRole('heading', { name: /^必须先处理/ })).toBeVisible()
    await expect(page.getByText(/缺少单证/).first()).toBeVisible()
    await screenshot(page, 'draft-checks')
    await page.getByRole('link', { name: '去随附单证' }).first().click()
    await expect(page.getByText('必附，缺').first()).toBeVisible()
    for (const { requirement, required } of (await engine.call('handbookDrafts.get', { draftId })).documents) {
      if (!required) continue
      const fileId = await engine.putFile(`${requirement}.txt`, new TextEncoder().encode(requirement))
      await engine.call('handbookDrafts.attach', { draftId, requirement, fileId })
    }
    await expect(page.getByText('必附，缺')).toHaveCount(0)
    await page.getByRole('button', { name: '核对并生成申报' }).click()
    await expect(page).toHaveURL(/filings/)
  })

  await test.step('once customs has accepted it, it is a handbook, and a change of it shows before and after', async () => {
    const filingId = /filings\/([^/?]+)/.exec(page.url())?.[1] ?? ''
    const key = await engine.call('keys.create', { name: '申报密钥', passphrase: 'kouling 2026' })
    await engine.call('filings.sign', { filingId, keyId: key.keyId, passphrase: 'kouling 2026' })
    await engine.call('filings.recordAnswer', {
      filingId,
      result: 'approved',
      answeredOn: businessDate,
      handbookNo: 'C23326000001',
    })
    await goTo(page, '/handbooks/C23326000001')
    await expect(page.getByRole('heading', { name: '手册的一生' })).toBeVisible()
    await screenshot(page, 'life')
    await page.getByRole('button', { name: '变更', exact: true }).click()
    await expect(page.getByRole('tab', { name: '变更对照' })).toBeVisible()
    await openBody(page, '料件')
    await (await cell(page, 0, '备案数量')).click()
    await page.keyboard.type('1500')
    await press(page, 'Enter')
    await expect(await cell(page, 0, '修改标志')).toHaveText('改')
    await (await cell(page, 1, '料号')).click()
    await press(page, 'Control+Delete')
    await expect(await cell(page, 1, '修改标志')).toHaveText('删')
    await openTab(page, '变更对照')
    await expect(page.getByRole('row', { name: /备案数量 1,000 1,500/ })).toBeVisible()
    await expect(page.getByText('删除 1 行')).toBeVisible()
    await screenshot(page, 'draft-compare')
  })
})
