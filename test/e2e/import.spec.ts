import { readFile } from 'node:fs/promises'
import { balanceColumns } from '../../shared/contract/write-off.ts'
import { balanceColumnMeanings } from '../../shared/domain/balance-columns.ts'
import { chooseWorkbook, fillEnterprise, goTo, sample, saved, tableRows } from './clerk.ts'
import { expect, screenshot, test } from './host.ts'

interface Expected {
  handbook: string
  materials: Record<string, Record<string, string>>
  products: Record<string, string>
}

test('a factory is imported by hand, and every figure of its balance is on the page', async ({ page }) => {
  const expected = JSON.parse(await readFile(sample('factory-b/expected.json'), 'utf8')) as Expected
  await fillEnterprise(page)
  await page.getByRole('button', { name: '以后再说' }).click()
  await page.getByRole('button', { name: '导入手册' }).click()
  await chooseWorkbook(page, sample('factory-b/手册.xlsx'))
  await screenshot(page, 'import-handbook')
  await page.getByRole('button', { name: '导入', exact: true }).click()
  await expect(page.getByText(`手册 ${expected.handbook} 已入账`)).toBeVisible()

  await page.getByRole('link', { name: '导入它的核注清单' }).click()
  await chooseWorkbook(page, sample('factory-b/核注清单.xlsx'))
  await screenshot(page, 'import-lists')
  await page.getByRole('button', { name: '导入', exact: true }).click()
  await page.getByRole('link', { name: '看核销平衡' }).click()

  // Rows and columns out of sight are not drawn.
  await page.setViewportSize({ width: 2600, height: 2000 })
  const materials = Object.entries(expected.materials)
  await expect.poll(async () => (await tableRows(page)).length).toBe(materials.length)
  const figures = Object.fromEntries(
    (await tableRows(page)).map((row) => [
      row['序号'],
      Object.fromEntries(balanceColumns.map((column) => [column, row[balanceColumnMeanings[column].label]?.replaceAll(',', '')])),
    ]),
  )
  for (const [seq, row] of materials) expect(figures[seq], `料件 ${seq}`).toMatchObject(row)

  await page.getByText('成品净出口').click()
  const products = Object.entries(expected.products)
  await expect.poll(async () => (await tableRows(page)).length).toBe(products.length)
  const netExports = Object.fromEntries(
    (await tableRows(page)).map((row) => [`${row['成品序号']}:${row['单耗版本']}`, row['净出口']?.replaceAll(',', '')]),
  )
  expect(netExports).toEqual(expected.products)
})

test('importing the same again says so and changes nothing', async ({ page, engine }) => {
  const handbookNo = 'C23325020251'
  const put = async (name: string) => engine.putFile(name, await readFile(sample(`factory-a/${name}`)))
  await engine.call('enterprise.save', { name: '示例企业', creditCode: '91350100M000100Y43', customsCode: '3205940251' })
  await engine.call('handbooks.importWorkbook', { fileId: await put('手册.xlsx') })
  await engine.call('bondedLists.importWorkbook', { handbookNo, fileId: await put('核注清单.xlsx') })
  await page.reload()
  const before = await engine.call('bondedLists.list', { handbookNo })
  await goTo(page, '/import/handbook')
  await chooseWorkbook(page, sample('factory-a/手册.xlsx'))
  await expect(page.getByText(/再次导入不会有任何变化/)).toBeVisible()
  await goTo(page, '/import/lists?handbook=C23325020251')
  await chooseWorkbook(page, sample('factory-a/核注清单.xlsx'))
  await expect(page.getByText(/再次导入不会有任何变化/)).toBeVisible()
  await expect(page.getByRole('button', { name: '导入', exact: true })).toBeDisabled()
  expect(await engine.call('bondedLists.list', { handbookNo })).toEqual(before)
})

test('of a spoiled workbook the good rows are imported, and each refused row comes back with its place', async ({
  page,
  host,
  engine,
  dataFolder,
}) => {
  const { bad } = JSON.parse(await readFile(sample('factory-a/核注清单-杂乱.expected.json'), 'utf8')) as {
    bad: { sheet: string; row: number; column: string }[]
  }
  await engine.call('enterprise.save', { name: '示例电子', creditCode: '91320594MA1202516U', customsCode: '3205940251' })
  const fileId = await engine.putFile('手册.xlsx', await readFile(sample('factory-a/手册.xlsx')))
  const { handbookNo } = await engine.call('handbooks.importWorkbook', { fileId })
  await page.reload()
  await goTo(page, `/import/lists?handbook=${handbookNo}`)
  await chooseWorkbook(page, sample('factory-a/核注清单-杂乱.xlsx'))
  await page.setViewportSize({ width: 1920, height: 1600 })
  const places = async () =>
    (await tableRows(page)).map((row) => ({ sheet: row['工作表'], row: Number(row['行']), column: row['列'] }))
  await expect.poll(places).toEqual(bad)
  await screenshot(page, 'refused-rows')

  await page.getByRole('button', { name: `导入合格的行（${bad.length} 行被拒）` }).click()
  const bytes = await saved(host, dataFolder, () => page.getByRole('button', { name: '下载被拒行工作簿' }).click())
  expect(Buffer.from(bytes.subarray(0, 2)).toString()).toBe('PK')

  await goTo(page, `/handbooks/${handbookNo}/lists?view=imports`)
  await expect(page.getByText(`待处理 ${bad.length}`)).toBeVisible()
  await screenshot(page, 'import-history')
  await page.getByRole('button', { name: '标为已处理' }).click()
  await expect(page.getByText('已处理', { exact: true })).toBeVisible()
})

test('a file that is no workbook gets an error that says what to do', async ({ page, engine, dataFolder }) => {
  await engine.call('enterprise.loadSample', {})
  await page.reload()
  await goTo(page, '/import/handbook')
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: '选择文件' }).click()])
  await chooser.setFiles({ name: '手册.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from(dataFolder) })
  await expect(page.getByRole('alert')).toContainText('下一步')
  await page.getByRole('button', { name: '换一个文件' }).click()
  await expect(page.getByRole('button', { name: '选择文件' })).toBeVisible()
})
