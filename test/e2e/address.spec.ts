import { cell, chooseWorkbook, goTo, readyToReport, sample } from './clerk.ts'
import { expect, test } from './host.ts'

const handbookNo = 'C23325020251'

test('filters, sort and quick find stand in the address: Back and a reload find them again', async ({ page, engine }) => {
  await engine.call('enterprise.loadSample', {})
  await page.reload()
  await goTo(page, `/handbooks/${handbookNo}/lists`)
  await expect(page.getByText('共 205 行')).toBeVisible()
  await page.getByLabel('筛选 监管方式').fill('余料结转')
  await page.getByRole('columnheader', { name: '申报日期' }).getByRole('button').click()
  const found = page.getByText(/^筛选出 \d+ 行$/)
  await expect(found).toBeVisible()
  const count = (await found.textContent()) ?? ''
  const first = await (await cell(page, 0, '监管方式')).textContent()
  expect(first).toContain('余料结转')

  await (await cell(page, 0, '清单编号')).dblclick()
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.goBack()
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.getByRole('tab', { name: '料件' }).click()
  await expect(page.getByText('共 41 行')).toBeVisible()
  await page.goBack()
  await expect(page.getByLabel('筛选 监管方式')).toHaveValue('余料结转')
  await expect(page.getByText(count)).toBeVisible()
  await page.reload()
  await expect(page.getByText(count)).toBeVisible()
  await expect(page.getByRole('columnheader', { name: '申报日期' })).toHaveAttribute('aria-sort', 'ascending')

  // The same page without a filter in its address has none.
  await goTo(page, `/handbooks/${handbookNo}/lists`)
  await expect(page.getByText('共 205 行')).toBeVisible()
  await expect(page.getByLabel('筛选 监管方式')).toHaveValue('')
})

test('a word that several codes share finds the rows of all of them', async ({ page, engine }) => {
  await engine.call('enterprise.loadSample', {})
  await page.reload()
  const booked = await engine.call('bondedLists.list', { handbookNo, filter: { status: '=booked|reserved' } })
  await goTo(page, `/handbooks/${handbookNo}/lists`)
  await page.getByLabel('筛选 核扣标志').fill('核扣')
  await expect(page.getByText(`筛选出 ${booked.total} 行`)).toBeVisible()
})

test('an import that was left is found again in the tray, and after a reload', async ({ page, engine }) => {
  await engine.call('enterprise.save', { name: '示例电子', creditCode: '91320594MA1202516U', customsCode: '3205940251' })
  await page.reload()
  await goTo(page, '/import/handbook')
  await chooseWorkbook(page, sample('factory-a/手册.xlsx'))
  await page.getByRole('button', { name: '导入', exact: true }).dblclick()
  await expect(page.getByText(`手册 ${handbookNo} 已入账`)).toBeVisible()
  await goTo(page, '/')
  await page.getByRole('button', { name: /^任务/ }).click()
  await page.getByRole('link', { name: '导入手册', exact: true }).last().click()
  await expect(page.getByText(`手册 ${handbookNo} 已入账`)).toBeVisible()
  await page.reload()
  await expect(page.getByText(`手册 ${handbookNo} 已入账`)).toBeVisible()
  expect((await engine.call('handbooks.list', {})).handbooks).toHaveLength(1)
})

test('the first run is over once there is an enterprise', async ({ page, engine }) => {
  await engine.call('enterprise.loadSample', {})
  await page.reload()
  await goTo(page, '/welcome')
  await expect(page.getByRole('heading', { name: '工作台' })).toBeVisible()
})

test('the balance is printed on A4 with every row', async ({ page, engine, hostKind }) => {
  await engine.call('enterprise.loadSample', {})
  await page.reload()
  await goTo(page, `/handbooks/${handbookNo}/write-off?asOf=2025-12-31`)
  await expect(page.locator('[data-index="0"]')).toBeVisible()
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')))
  await page.emulateMedia({ media: 'print' })
  const paper = page.locator('[data-paper]')
  await expect(paper).toContainText('手册核销平衡表')
  for (const text of [handbookNo, '2025-12-31', '3205940251', '制单', '复核', '盖章']) await expect(paper).toContainText(text)
  await expect(paper.locator('table tbody tr')).toHaveCount(41)
  await expect(page.locator('#root')).toBeHidden()
  await page.emulateMedia({ media: 'screen' })
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')))
  await expect(paper).toHaveCount(0)
  // The stand-in's window is not headless Chromium's to print.
  if (hostKind !== 'local-host') return
  const pdf = await page.pdf({ preferCSSPageSize: true })
  expect(pdf.toString('latin1')).toMatch(/\/MediaBox \[0 0 84\d(\.\d+)? 59\d/)
})

test('a double click makes one report, opens one dialog and leaves it open', async ({ page, engine }) => {
  await engine.call('enterprise.loadSample', {})
  await readyToReport(engine, handbookNo)
  await page.reload()
  await goTo(page, `/handbooks/${handbookNo}`)
  await page.getByRole('button', { name: '生成报核' }).dblclick()
  await expect(page.getByRole('heading', { name: '核对结果' })).toBeVisible()
  expect((await engine.call('filings.list', {})).filings).toHaveLength(1)
  await page.getByRole('button', { name: '签名', exact: true }).dblclick()
  await expect(page.getByText('将要签名的是')).toBeVisible()
  // The second click would have closed it within the time of its transition.
  await page.waitForTimeout(300)
  await expect(page.getByText('将要签名的是')).toBeVisible()
})
