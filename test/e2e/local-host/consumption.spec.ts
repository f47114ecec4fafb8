import { readFile } from 'node:fs/promises'
import { unzipSync } from 'fflate'
import type { Page } from '@playwright/test'
import { chooseWorkbook, goTo, sample, saved } from '../clerk.ts'
import { expect, screenshot, test } from '../host.ts'
import type { Engine } from '../engine.ts'
import { writeWorkbook } from '../../../electron/engine/workbook/write-workbook.ts'

/** 单耗 as a clerk of factory-a works in it on a Monday in January, with the keyboard where there is something to type. */
test.use({ startsOn: '2026-01-05' })

const handbookNo = 'C23325020251'
const at = (section: string, rest = '') => `/consumption/${section}?handbook=${handbookNo}${rest}`
const dialogOf = (page: Page) => page.getByRole('dialog')
const doImport = (page: Page) => page.getByRole('button', { name: '导入', exact: true }).last().click()
const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}

/** A list that exports ten of a product by one of its versions. */
async function exportList(productSeq: string, version: string): Promise<Uint8Array> {
  const columns = (titles: string) => titles.split(' ').map((title) => ({ title }))
  return writeWorkbook([
    {
      name: '清单表头',
      columns: columns('清单编号 企业内部编号 手册编号 进出口标志 料件成品标志 监管方式 清单类型 申报日期 关联手册编号 核扣标志'),
      rows: [['QD-NEW', '', handbookNo, 'E', 'E', '0615', '', '2026-01-04', '', '未核扣']],
    },
    {
      name: '清单表体',
      columns: columns('清单编号 序号 备案序号 申报数量 单价 总价 币制 单耗版本号'),
      rows: [['QD-NEW', '1', productSeq, '10', '', '', '502', version]],
    },
  ])
}

async function arrange(engine: Engine, workbooks: readonly ('核注清单' | '归并关系' | '物料清单' | '工单')[]): Promise<void> {
  const put = async (name: string) => engine.putFile(`${name}.xlsx`, await readFile(sample(`factory-a/${name}.xlsx`)))
  await engine.call('enterprise.save', {
    name: '示例电子（苏州）有限公司',
    creditCode: '91320594MA1202516U',
    customsCode: '3205940251',
  })
  await engine.call('handbooks.importWorkbook', { fileId: await put('手册') })
  for (const name of workbooks) {
    const fileId = await put(name)
    if (name === '核注清单') await engine.call('bondedLists.importWorkbook', { handbookNo, fileId })
    if (name === '归并关系') await engine.call('mappings.importWorkbook', { handbookNo, fileId })
    if (name === '物料清单') await engine.call('boms.importWorkbook', { fileId })
    if (name === '工单') await engine.call('workOrders.importWorkbook', { handbookNo, fileId })
  }
}

test('mappings and BOMs are imported and compared; a version is proposed into the draft of a change', async ({
  page,
  engine,
}) => {
  await arrange(engine, ['核注清单'])
  await page.reload()
  await goTo(page, at('mappings', '&view=import'))
  await chooseWorkbook(page, sample('factory-a/归并关系.xlsx'))
  await doImport(page)
  await expect(page.getByText(/^新增归并关系 \d+ 条$/)).toBeVisible()
  await goTo(page, at('boms', '&view=import'))
  await chooseWorkbook(page, sample('factory-a/物料清单.xlsx'))
  await doImport(page)
  await expect(page.getByText('新增物料清单 9 份')).toBeVisible()

  await page.getByRole('link', { name: '对照申报单耗' }).click()
  await expect(page.getByText('1 处不同').first()).toBeVisible()
  const deviation = page.getByRole('gridcell', { name: '-1.3', exact: true }).locator('span').last()
  const plain = await page.getByRole('gridcell', { name: '聚碳酸酯粒子' }).evaluate((each) => getComputedStyle(each).color)
  // Nothing is blocked by it: it is not red.
  await expect(deviation).toHaveCSS('color', plain)
  await screenshot(page, 'bom-comparison')
  await page.getByRole('button', { name: '提出新版本' }).click()
  await expect(page.getByRole('tab', { name: /单耗/, selected: true })).toBeVisible()
  // The lines of the new version, and they alone.
  await expect(page.getByRole('gridcell', { name: '增' })).toHaveCount(9)
  expect((await engine.call('handbookDrafts.list', {})).drafts).toHaveLength(1)
  await screenshot(page, 'proposed-version')
})

test('a frozen version says why; its evidence is kept, withdrawn and handed over as a folder', async ({
  page,
  engine,
  host,
  dataFolder,
}) => {
  await arrange(engine, ['核注清单'])
  await page.reload()
  await goTo(page, at('versions'))
  await expect(page.getByText('其中 16 个已冻结')).toBeVisible()
  await page.getByRole('gridcell', { name: '便携式移动电源' }).first().click()
  await press(page, 'Enter')
  await expect(dialogOf(page)).toContainText('已深加工结转（清单 QD233225E000000166，2025-06-16），不能再变更或撤销（R-34）')
  const choose = dialogOf(page).getByRole('button', { name: '选择文件' })
  await expect(choose).toBeFocused()
  const photo = { name: '样品照片.png', mimeType: 'image/png', buffer: Buffer.from('89504e470d0a1a0a', 'hex') }
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), choose.click()])
  await chooser.setFiles([photo, { name: '排料图.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4') }])
  await expect(dialogOf(page).getByText('在档 2 份')).toBeVisible()
  // The keyboard stays where it was while the files were kept.
  await expect(choose).toBeFocused()
  await screenshot(page, 'evidence')

  const exporting = dialogOf(page).getByRole('button', { name: '导出为文件夹' })
  const folder = unzipSync(await saved(host, dataFolder, () => exporting.click()))
  expect(Object.keys(folder).toSorted()).toEqual(['1 样品照片/排料图.pdf', '1 样品照片/样品照片.png', '目录.xlsx'])
  expect(Buffer.from(folder['1 样品照片/样品照片.png'] ?? [])).toEqual(photo.buffer)
  await expect(exporting).toBeFocused()

  await dialogOf(page).getByRole('button', { name: '撤下' }).first().press('Enter')
  await page.keyboard.type('重复存入')
  await press(page, 'Enter')
  await expect(dialogOf(page).getByText('在档 1 份，撤下 1 份')).toBeVisible()
  await expect(dialogOf(page).getByRole('button', { name: '样品照片.png' })).toBeFocused()
  await press(page, 'Escape')
  await expect(page.locator('[data-table="consumption.versions"] [role=grid]')).toBeFocused()
})

test('a challenge has its day, ten working days on, and is answered from the keyboard', async ({ page, engine }) => {
  await arrange(engine, [])
  await page.reload()
  await goTo(page, at('challenges'))
  await page.getByRole('button', { name: '登记通知书' }).press('Enter')
  await expect(page.getByLabel('通知书编号')).toBeFocused()
  await page.keyboard.type('质疑2026-001')
  await press(page, 'Enter')
  await page.keyboard.type('主板')
  await press(page, 'Enter', 'Control+s')
  await expect(dialogOf(page)).toBeHidden()
  // From Tuesday the 6th: ten working days end on Monday the 19th.
  await expect(page.getByText('2026-01-19')).toBeVisible()
  await expect(page.getByText('还剩 14 天')).toBeVisible()
  await page.getByRole('button', { name: '登记答复' }).press('Enter')
  await expect(page.getByLabel('答复要点')).toBeFocused()
  await page.keyboard.type('已按排料图书面答复')
  await press(page, 'Control+s')
  await expect(page.getByText('已答复，磋商中').first()).toBeVisible()
  await expect(page.getByText('已按排料图书面答复')).toBeVisible()
  await screenshot(page, 'challenge')
})

test('a work order is typed by keyboard alone, and no Escape loses it', async ({ page, engine }) => {
  await arrange(engine, [])
  await page.reload()
  await goTo(page, at('work-orders'))
  await page.getByRole('button', { name: '登记工单' }).press('Enter')
  await expect(page.getByLabel('工单号', { exact: true })).toBeFocused()
  await page.keyboard.type('WO2601-0001')
  await press(page, 'Enter')
  await page.keyboard.type('主板')
  await press(page, 'Enter')
  await expect(dialogOf(page).getByText('共 15 行')).toBeVisible()
  await press(page, 'Enter')
  for (const text of ['20260104', '100', '100']) {
    await page.keyboard.type(text)
    await press(page, 'Enter')
  }
  await press(page, 'Enter', ...Array<string>(5).fill('ArrowRight'))
  await page.keyboard.type('79')
  await press(page, 'Escape')
  await expect(dialogOf(page)).toBeVisible()
  await page.keyboard.type('80')
  await press(page, 'Enter', 'Control+s')
  await expect(dialogOf(page)).toBeHidden()
  await expect(page.getByRole('button', { name: '登记工单' })).toBeFocused()
  await expect(page.getByRole('gridcell', { name: '100 个' }).first()).toBeVisible()
  const { finished, slips } = await engine.call('workOrders.get', { handbookNo, orderNo: 'WO2601-0001' })
  expect({ finished, slips: slips.map(({ materialSeq, issued }) => ({ materialSeq, issued })) }).toEqual({
    finished: '100',
    slips: [{ materialSeq: 8, issued: '80' }],
  })
})

test('the trend is drawn when it is looked at; lists that export a drifting version say so', async ({ page, engine }) => {
  await arrange(engine, ['核注清单', '工单'])
  await page.reload()
  const loaded: string[] = []
  page.on('request', (request) => loaded.push(request.url()))
  await goTo(page, at('self-verification'))
  await expect(page.getByText('超出容许范围 1 项，1 项待办')).toBeVisible()
  await expect(page.getByText('料件 11 铜箔实际单耗')).toBeVisible()
  expect(loaded.filter((url) => /trend-chart.*\.js/.test(url))).toEqual([])
  await page.locator('[data-index="0"]').getByText('聚酰胺粒子').dblclick()
  const figure = page.getByRole('figure', { name: '逐月实际单耗与申报单耗' })
  await expect(figure.locator('svg path.recharts-line-curve')).toHaveCount(2)
  expect(loaded.filter((url) => /trend-chart.*\.js/.test(url))).toHaveLength(1)
  // Every drawn month is there as text too.
  await expect(figure.getByRole('row', { name: /2025-04.*超出/ })).toBeAttached()
  // The figure under the pointer is the ledger's own, to its last digit.
  await figure
    .locator('.recharts-surface')
    .first()
    .hover({ position: { x: 20 + 72, y: 60 } })
  await expect(figure.locator('.recharts-tooltip-wrapper')).toContainText('实际单耗0.418678571申报单耗0.37718702')
  await screenshot(page, 'trend')
  await expect(page.getByLabel('说明', { exact: true })).toBeFocused()
  await page.keyboard.type('试产开机损耗')
  await press(page, 'Control+s')
  await expect(dialogOf(page).getByText('待复核')).toBeVisible()

  await goTo(page, `/import/lists?handbook=${handbookNo}`)
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: '选择文件' }).click()])
  const buffer = Buffer.from(await exportList('1', '0'))
  await chooser.setFiles({ name: '新清单.xlsx', mimeType: 'application/octet-stream', buffer })
  await expect(page.getByText(/成品 1 便携式移动电源 版本 0 .*料件 11 铜箔/)).toBeVisible()
  await screenshot(page, 'drift')
})
