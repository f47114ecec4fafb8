import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { customsReceipt } from '../../receipt-files.ts'
import { goTo, loadSample, readyToReport, saved } from '../clerk.ts'
import { expect, screenshot, test } from '../host.ts'

/** A report on its way through the folders of the import client, and back with reasons; a receipt that answers nothing here. */
test.use({ startsOn: '2026-01-15' })
test.setTimeout(180_000)

const handbookNo = 'C23325020251'
const passphrase = '保税口令2026'

const dialogOf = (page: Page) => page.getByRole('dialog')

async function sign(page: Page): Promise<void> {
  await page.getByRole('button', { name: '签名', exact: true }).click()
  const dialog = dialogOf(page)
  await dialog.getByLabel('口令', { exact: true }).fill(passphrase)
  await dialog.getByLabel('再输一次口令').fill(passphrase)
  await dialog.getByRole('button', { name: '生成密钥' }).click()
  await expect(dialog.getByLabel('签名密钥').first()).toBeVisible()
  await dialog.getByLabel('口令', { exact: true }).fill(passphrase)
  await dialog.getByRole('button', { name: '签名', exact: true }).click()
  await expect(dialog).toBeHidden()
}

async function exchange(page: Page, said: RegExp): Promise<void> {
  await page.getByRole('button', { name: '立即收发' }).click()
  await expect(page.getByText(said)).toBeVisible()
}

test('a report goes out through the folders, comes back with reasons, and a stray receipt is settled', async ({
  page,
  engine,
}) => {
  page.setDefaultTimeout(20_000)
  const root = await mkdtemp(join(tmpdir(), 'bonded-ledger-client-'))
  for (const folder of ['OutBox', 'SentBox', 'InBox', 'FailBox']) await mkdir(join(root, folder))
  /** As the import client does it: under another name until it is whole. */
  const comesIn = async (name: string, bytes: Uint8Array) => {
    await writeFile(join(root, 'InBox', `${name}.tmp`), bytes)
    await rename(join(root, 'InBox', `${name}.tmp`), join(root, 'InBox', name))
  }
  await loadSample(page)

  await test.step('sets the channel of customs, and tries it', async () => {
    await goTo(page, '/settings/channels')
    await page.getByRole('radio', { name: '导入客户端文件夹' }).check()
    await page.getByLabel('发送文件夹 OutBox').fill(join(root, 'OutBox'))
    await page.keyboard.press('Enter')
    // The folders beside it are filled in by themselves.
    await expect(page.getByLabel('回执文件夹 InBox')).toHaveValue(join(root, 'InBox'))
    await page.getByRole('switch', { name: '自动收发' }).press('Space')
    // What is typed stays when the page is left.
    await goTo(page, '/filings')
    await goTo(page, '/settings/channels')
    await expect(page.getByText('已恢复上次未保存的填写')).toBeVisible()
    await expect(page.getByLabel('已发文件夹 SentBox')).toHaveValue(join(root, 'SentBox'))
    await page.getByRole('button', { name: '保存并试通道' }).click()
    await expect(page.getByRole('heading', { name: '通道可用' })).toBeVisible()
    await screenshot(page, 'channel-tried')
  })

  await readyToReport(engine, handbookNo)
  const { filingId } = await engine.call('filings.createWriteOffReport', { handbookNo })
  await test.step('signs the report and sends it, seeing where it goes', async () => {
    await goTo(page, `/filings/${filingId}`)
    await sign(page)
    await page.getByRole('button', { name: '发送', exact: true }).click()
    await expect(dialogOf(page)).toContainText('写进导入客户端的发送文件夹')
    await expect(dialogOf(page).getByLabel(/确认$/)).toBeFocused()
    await page.keyboard.type(handbookNo)
    await page.keyboard.press('Enter')
    await expect(dialogOf(page)).toBeHidden()
    await expect(page.getByRole('list', { name: '进度' })).toContainText('待发送')
    expect(await readdir(join(root, 'OutBox'))).toEqual([])
  })

  await test.step('sees it on its way', async () => {
    await page
      .getByRole('banner')
      .getByRole('link', { name: /未发送/ })
      .click()
    await expect(page.getByRole('gridcell', { name: '待发', exact: true })).toBeVisible()
    await screenshot(page, 'outbox-waiting')
    await exchange(page, /^发出 1 份，收到 0 份/)
    await expect(page.getByRole('gridcell', { name: '已发出·等回执' })).toBeVisible()
    const names = await readdir(join(root, 'OutBox'))
    expect(names).toHaveLength(1)
    for (const name of names) await rename(join(root, 'OutBox', name), join(root, 'SentBox', name))
  })

  await test.step('reads in plain words why it came back', async () => {
    const answer = { businessId: handbookNo, manageResult: '3', manageDate: '2026-01-15 10:00:00' }
    await comesIn('Receipt_1.EML', customsReceipt('EML221', answer, ['料件 3 的余料没有处理', '边角料内销未缴税']))
    await exchange(page, /^发出 0 份，收到 1 份/)
    await goTo(page, `/filings/${filingId}`)
    const notice = page.getByRole('alert').filter({ hasText: '退单，没有通过' })
    await expect(notice).toContainText('料件 3 的余料没有处理')
    await expect(page.getByRole('banner')).toContainText('手动收发 · 未发送 0')
    await expect(notice.getByRole('link', { name: '收尾清理' })).toHaveAttribute('href', /write-off\/clean-up/)
    await page.getByRole('button', { name: /回执 EML221/ }).click()
    const drawer = dialogOf(page)
    await expect(drawer.getByRole('row', { name: /处理结果 3 报核退单/ })).toBeVisible()
    await drawer.getByRole('tab', { name: '原文' }).click()
    await expect(drawer.getByRole('tabpanel', { name: '原文' })).toContainText('<manageResult>3</manageResult>')
    await screenshot(page, 'message-of-return')
    await page.keyboard.press('Escape')
    await expect(drawer).toBeHidden()
    await page.getByRole('button', { name: /申报包 第 1 包/ }).click()
    await expect(drawer.getByText('SM2 签名与清单相符')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(drawer).toBeHidden()
    await screenshot(page, 'filing-returned')
  })

  await test.step('settles a receipt that answers nothing here', async () => {
    const stray = { businessId: 'C99999999999', manageResult: '2', manageDate: '2026-01-15 10:00:00' }
    await comesIn('Receipt_2.EML', customsReceipt('EML221', stray))
    await goTo(page, '/filings/outbox')
    await page.getByRole('switch', { name: '连同已答复' }).press('Space')
    await exchange(page, /异常回执 1 份/)
    await page.getByRole('tab', { name: '异常回执' }).click()
    await page.getByRole('gridcell', { name: 'Receipt_2.EML', exact: true }).dblclick()
    const drawer = dialogOf(page).first()
    await expect(drawer.getByRole('row', { name: /处理结果 2 报核通过/ })).toBeVisible()
    await screenshot(page, 'exception')
    await drawer.getByRole('button', { name: '写明缘由了结' }).click()
    await expect(page.getByRole('textbox', { name: '缘由', exact: true })).toBeFocused()
    await page.keyboard.insertText('是别家企业的手册，已退回客户端')
    await page.keyboard.press('Control+s')
    await expect(page.getByText('没有异常回执')).toBeVisible()
    await page.getByRole('switch', { name: '连同已处理' }).press('Space')
    await expect(page.getByRole('gridcell', { name: '已了结' })).toBeVisible()
  })
  await rm(root, { recursive: true, force: true })
})

test('without a network a report is carried on a stick, and taken back before that', async ({
  page,
  host,
  engine,
  dataFolder,
}) => {
  await loadSample(page)
  await readyToReport(engine, handbookNo)
  const { filingId } = await engine.call('filings.createWriteOffReport', { handbookNo })
  const { keyId } = await engine.call('keys.create', { name: '关务一号', passphrase })
  await engine.call('filings.sign', { filingId, keyId, passphrase })
  await goTo(page, '/filings/outbox')
  await page.getByRole('button', { name: '放入待发' }).click()
  await expect(dialogOf(page)).toContainText(`海关　手册报核　${handbookNo}`)
  await page.keyboard.press('Enter')
  await expect(dialogOf(page)).toBeHidden()
  await page.getByRole('gridcell', { name: '待发', exact: true }).click()
  await page.getByRole('button', { name: '取回' }).click()
  await expect(page.getByText('有 1 份申报已签名，还没有放入待发')).toBeVisible()
  await goTo(page, `/filings/${filingId}`)
  const carried = await saved(host, dataFolder, () => page.getByRole('button', { name: 'U 盘带走' }).click())
  expect(Buffer.from(carried.subarray(0, 2)).toString()).toBe('PK')
  await expect(page.getByRole('list', { name: '进度' })).toContainText('已发送')
  await goTo(page, '/filings/outbox')
  await expect(page.getByRole('gridcell', { name: '已发出·等回执' })).toBeVisible()
  await screenshot(page, 'outbox-carried')
})
