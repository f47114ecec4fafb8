import type { Page } from '@playwright/test'
import { chooseWorkbook, goTo, readyToReport, sample } from '../clerk.ts'
import { expect, screenshot, test } from '../host.ts'

/**
 * A year of factory-a, from an empty ledger to the closing notice, as two clerks do it in the window: nothing is typed that the
 * ledger already knows.
 */
test.use({ startsOn: '2025-02-08' })
test.setTimeout(300_000)

const handbookNo = 'C23325020251'
const passphrase = '保税口令2025'

const dialogOf = (page: Page) => page.getByRole('dialog')

async function register(page: Page, name: string, roles: string[]): Promise<void> {
  await goTo(page, '/settings/operators')
  await page.getByRole('button', { name: '登记操作员' }).click()
  await dialogOf(page).getByLabel('姓名').fill(name)
  for (const role of ['制单', '复核', '申报'])
    await dialogOf(page)
      .getByRole('checkbox', { name: new RegExp(`^${role}：`) })
      .setChecked(roles.includes(role))
  await page.keyboard.press('Control+s')
  await expect(dialogOf(page)).toBeHidden()
}

async function handOverTo(page: Page, name: string): Promise<void> {
  await page.keyboard.press('F9')
  await dialogOf(page)
    .getByRole('radio', { name: new RegExp(name) })
    .check()
  await dialogOf(page).getByRole('button', { name: '值守' }).click()
  await expect(dialogOf(page)).toBeHidden()
  await expect(page.getByRole('banner')).toContainText(name)
}

async function sign(page: Page): Promise<void> {
  await page.getByRole('button', { name: '签名', exact: true }).click()
  const dialog = dialogOf(page)
  await dialog.getByLabel('口令', { exact: true }).fill(passphrase)
  if (await dialog.getByLabel('再输一次口令').isVisible()) {
    await dialog.getByLabel('再输一次口令').fill(passphrase)
    await dialog.getByRole('button', { name: '生成密钥' }).click()
    await expect(dialog.getByLabel('签名密钥').first()).toBeVisible()
    await dialog.getByLabel('口令', { exact: true }).fill(passphrase)
  }
  await dialog.getByRole('button', { name: '签名', exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('button', { name: '导出申报包' })).toBeVisible()
}

/** An answer of customs, as the import client lays it in its InBox. */
function receipt(message: 'EML201' | 'EML211' | 'EML221', innerNo: string, result: string, day: string) {
  const text = `<?xml version="1.0" encoding="UTF-8"?><${message}><HdeApprResult><etpsPreentNo>${innerNo}</etpsPreentNo><businessId>${handbookNo}</businessId><tmsCnt>0</tmsCnt><typecd>1</typecd><manageResult>${result}</manageResult><manageDate>${day} 10:00:00</manageDate><rmk></rmk></HdeApprResult></${message}>`
  return { name: `Receipt_${message}_${handbookNo}.xml`, mimeType: 'text/xml', buffer: Buffer.from(text) }
}

async function takeReceipt(page: Page, file: ReturnType<typeof receipt>): Promise<void> {
  await goTo(page, '/filings')
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: '导入回执' }).click()])
  await chooser.setFiles(file)
  await expect(dialogOf(page)).toContainText('对上申报 1 份')
  await page.keyboard.press('Escape')
  await expect(dialogOf(page)).toBeHidden()
}

async function attachMissing(page: Page): Promise<void> {
  await page.getByRole('tab', { name: /随附单证/ }).click()
  const missing = page.getByRole('listitem').filter({ hasText: '必附，缺' })
  while ((await missing.count()) > 0) {
    const before = await missing.count()
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      missing.first().getByRole('button', { name: /^附上/ }).click(),
    ])
    await chooser.setFiles({ name: '单证.pdf', mimeType: 'application/pdf', buffer: Buffer.from(`%PDF ${before}`) })
    await expect(missing).toHaveCount(before - 1)
  }
}

async function fileDraft(page: Page): Promise<void> {
  await attachMissing(page)
  await page.getByRole('button', { name: '核对并生成申报' }).click()
  await expect(page.getByRole('heading', { name: '核对结果' })).toBeVisible()
}

const openHandbook = async (page: Page, tab = '') => {
  await goTo(page, `/handbooks/${handbookNo}${tab}`)
  await expect(page.getByRole('heading', { name: handbookNo })).toBeVisible()
}

test('a year of factory-a, from an empty ledger to the closing notice', async ({ page, engine, passTo }) => {
  page.setDefaultTimeout(20_000)
  await test.step('the enterprise and its people', async () => {
    await page.getByLabel('企业名称').fill('示例电子（苏州）有限公司')
    await page.getByLabel('统一社会信用代码').fill('91320594MA1202516U')
    await page.getByLabel('海关编码').fill('3205940251')
    await page.getByRole('button', { name: '保存，下一步' }).click()
    await expect(page.getByRole('heading', { name: '为申报包准备一把签名密钥' })).toBeVisible()
    await register(page, '制单员', ['制单'])
    await register(page, '复核员', ['制单', '复核'])
    await register(page, '申报员', ['复核', '申报'])
    await page.getByRole('switch', { name: '签名须由制单以外的人' }).press('Space')
    await expect(page.getByRole('switch', { name: '签名须由制单以外的人' })).toBeChecked()
  })

  await test.step('the draft, from the workbook of the factory', async () => {
    await goTo(page, '/handbooks?view=drafts')
    await page.getByRole('link', { name: '导入为草稿' }).click()
    await chooseWorkbook(page, sample('factory-a/手册.xlsx'))
    await page.getByRole('button', { name: /^导入/ }).last().click()
    await page.getByRole('link', { name: '打开草稿' }).click()
    await expect(page.getByText('没有待改之处')).toBeVisible()
    await screenshot(page, 'draft-head')
    await page.getByRole('tab', { name: /料件/ }).click()
    await screenshot(page, 'draft-materials')
  })

  await test.step('what blocks is said, and each line leads to where it is mended', async () => {
    await page.getByRole('button', { name: '核对并生成申报' }).click()
    await expect(page.getByRole('heading', { name: /必须先处理/ })).toBeVisible()
    await screenshot(page, 'draft-checks')
    const draftHash = new URL(page.url()).hash
    await page.getByRole('link', { name: '去登记信息表' }).first().click()
    await page.getByRole('button', { name: /加入.*品目/ }).click()
    await screenshot(page, 'capability')
    await page.getByRole('button', { name: '登记', exact: true }).click()
    await expect(page.getByText('2026-02-08').first()).toBeVisible()
    await goTo(page, draftHash.slice(1))
  })

  const { drafts } = await engine.call('handbookDrafts.list', {})
  const innerNo = drafts[0]?.innerNo ?? ''
  await test.step('it is filed by the one and signed by the other; customs approves', async () => {
    await handOverTo(page, '制单员')
    await fileDraft(page)
    await screenshot(page, 'handbook-filing')
    await handOverTo(page, '申报员')
    await sign(page)
    await passTo('2025-02-09')
    await takeReceipt(page, receipt('EML201', innerNo, '1', '2025-02-09'))
    await openHandbook(page)
    await expect(page.getByText('手册的一生')).toBeVisible()
    await screenshot(page, 'life-established')
  })

  await test.step('lists and work orders of the year', async () => {
    await passTo('2026-01-05')
    await goTo(page, `/import/lists?handbook=${handbookNo}`)
    await chooseWorkbook(page, sample('factory-a/核注清单.xlsx'))
    await page.getByRole('button', { name: /^导入/ }).last().click()
    await expect(page.getByText(/新增清单/)).toBeVisible()
    await goTo(page, `/consumption/work-orders?handbook=${handbookNo}&view=import`)
    await chooseWorkbook(page, sample('factory-a/工单.xlsx'))
    await page.getByRole('button', { name: /^导入/ }).last().click()
    await expect(page.getByRole('link', { name: '企业自核' })).toBeVisible()
  })

  await test.step('two periods of self-verification', async () => {
    await page.getByRole('link', { name: '企业自核' }).click()
    for (const turn of [1, 2]) {
      if (turn === 1) {
        await page.getByRole('button', { name: /自核条件/ }).click()
        await dialogOf(page).getByLabel('企业信用等级').click()
        await page.getByRole('option', { name: '一般认证' }).click()
        await dialogOf(page)
          .getByRole('checkbox', { name: /逐笔追溯/ })
          .check()
        await dialogOf(page).getByRole('button', { name: '填报' }).click()
        await expect(dialogOf(page)).toContainText('上次填报')
        await page.keyboard.press('Escape')
      }
      const waiting = page.locator('[role=row]', { hasText: '待说明' })
      await expect(page.getByText(/超出容许范围/)).toBeVisible()
      await screenshot(page, `self-verification-${turn}`)
      while ((await waiting.count()) > 0) {
        await waiting.first().dblclick()
        await expect(dialogOf(page).getByText('期间内的工单')).toBeVisible()
        await dialogOf(page).getByLabel('说明', { exact: true }).fill('试产开机损耗，工艺部已确认')
        await dialogOf(page).getByRole('button', { name: '保存说明' }).click()
        await expect(dialogOf(page)).toContainText('说明：申报员')
        if (turn === 1) await screenshot(page, 'deviation')
        await page.keyboard.press('Escape')
        await expect(dialogOf(page)).toBeHidden()
      }
      await handOverTo(page, '复核员')
      const explained = page.locator('[role=row]', { hasText: '待复核' })
      while ((await explained.count()) > 0) {
        const before = await explained.count()
        await explained.first().dblclick()
        await dialogOf(page).getByRole('button', { name: '复核通过' }).click()
        await expect(dialogOf(page)).toContainText('复核：复核员')
        await page.keyboard.press('Escape')
        await expect(explained).toHaveCount(before - 1)
      }
      await page.getByRole('button', { name: '生成自核记录' }).click()
      await expect(page.getByRole('heading', { name: '核对结果' })).toBeVisible()
      await handOverTo(page, '申报员')
      await sign(page)
      await goTo(page, `/consumption/self-verification?handbook=${handbookNo}`)
    }
  })

  await test.step('a change, side by side, and an extension', async () => {
    await passTo('2026-01-20')
    await openHandbook(page)
    await page.getByRole('button', { name: '变更', exact: true }).click()
    // The handbook has a tab of that name too.
    await expect(page).toHaveURL(/#\/drafts\//)
    await page.getByRole('tab', { name: /料件/ }).click()
    await page.locator('[data-index="0"]').getByText('946.825', { exact: true }).dblclick()
    await page.keyboard.press('Control+a')
    await page.keyboard.type('1000')
    await page.keyboard.press('Enter')
    await page.getByRole('tab', { name: /对照/ }).click()
    await expect(page.getByText('946.825')).toBeVisible()
    await screenshot(page, 'draft-compare')
    await handOverTo(page, '复核员')
    await fileDraft(page)
    await handOverTo(page, '申报员')
    await sign(page)
    await takeReceipt(page, receipt('EML211', innerNo, '1', '2026-01-20'))

    await openHandbook(page)
    await page.getByRole('button', { name: '延期', exact: true }).click()
    await dialogOf(page).getByLabel('延期至').fill('20260808')
    await dialogOf(page).getByRole('button', { name: '建延期草稿' }).click()
    await handOverTo(page, '复核员')
    await fileDraft(page)
    await handOverTo(page, '申报员')
    await sign(page)
    await passTo('2026-01-21')
    await takeReceipt(page, receipt('EML211', innerNo, '1', '2026-01-21'))
    await openHandbook(page)
    await expect(page.getByText('2026-08-08').first()).toBeVisible()
    await screenshot(page, 'life-extended')
  })

  await test.step('the last export is what the ledger says; the report, its acceptance, the notice', async () => {
    await passTo('2026-02-05')
    await openHandbook(page)
    await page.getByRole('button', { name: '标明最后出口' }).click()
    await dialogOf(page).getByRole('button', { name: '标明', exact: true }).click()
    await expect(dialogOf(page)).toBeHidden()
    await readyToReport(engine, handbookNo)
    await handOverTo(page, '复核员')
    await page.getByRole('button', { name: '生成报核' }).first().click()
    await expect(page.getByRole('heading', { name: '核对结果' })).toBeVisible()
    await handOverTo(page, '申报员')
    await sign(page)
    await passTo('2026-02-12')
    await takeReceipt(page, receipt('EML221', innerNo, '2', '2026-02-11'))
    await openHandbook(page)
    await page.getByRole('button', { name: '登记结案通知书' }).click()
    await dialogOf(page).getByLabel('通知书编号').fill('核销2026-0018')
    await dialogOf(page).getByLabel(/确认$/).fill(handbookNo)
    await dialogOf(page).getByRole('button', { name: '结案', exact: true }).click()
    await expect(dialogOf(page)).toBeHidden()
    await expect(page.getByText('2029-02-12').first()).toBeVisible()
    await screenshot(page, 'life-closed')
  })

  await test.step('the journal says who did what', async () => {
    await goTo(page, '/settings/journal')
    await expect(page.getByText('核销结案通知书').first()).toBeVisible()
    await screenshot(page, 'journal')
  })
})
