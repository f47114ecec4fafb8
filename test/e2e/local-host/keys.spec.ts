import type { Page } from '@playwright/test'
import { TestAuthority, opensslThere } from '../../u-key/openssl.ts'
import { startUKey, uKeyPin } from '../../u-key/start-u-key.ts'
import { fillEnterprise, goTo, loadSample, readyToReport, saved } from '../clerk.ts'
import type { Engine } from '../engine.ts'
import { expect, screenshot, test } from '../host.ts'

/** Keys and what can be signed with them: here, several at once, with the U-key, and on another computer. */
test.use({ startsOn: '2026-01-15' })
test.setTimeout(180_000)

const handbookNo = 'C23325020251'
const passphrase = '保税口令2026'

const dialogOf = (page: Page) => page.getByRole('dialog')

/** By keyboard, as far as it goes. */
async function createKey(page: Page, name: string): Promise<void> {
  await goTo(page, '/settings/keys')
  // The list above stands before anything is typed below it.
  await expect(page.getByText('还没有密钥。签名申报之前要有一把。')).toBeVisible()
  const field = page.getByLabel('密钥名称')
  await field.fill(name)
  await field.press('Enter')
  for (const label of ['口令', '再输一次口令']) {
    await expect(page.getByLabel(label, { exact: true })).toBeFocused()
    await page.keyboard.type(passphrase)
    await page.keyboard.press('Enter')
  }
  await expect(page.getByRole('listitem').filter({ hasText: name })).toBeVisible()
}

async function chooseFile(page: Page, button: string, name: string, bytes: Uint8Array): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: button }).click()])
  await chooser.setFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) })
}

/** A report and a record of self-verification, frozen and ready to be signed. */
async function freezeTwo(engine: Engine): Promise<void> {
  await readyToReport(engine, handbookNo)
  await engine.call('selfVerification.state', { creditLevel: 'general', traceable: true })
  await engine.call('filings.createSelfVerification', { handbookNo, from: '2025-06-01', to: '2025-06-30' })
  await engine.call('filings.createWriteOffReport', { handbookNo })
}

test('a key is made, backed up, given another passphrase, restored under the old one; two filings are signed at once', async ({
  host,
  page,
  engine,
  dataFolder,
}) => {
  page.setDefaultTimeout(20_000)
  await loadSample(page)
  await createKey(page, '报关一号')
  const row = page.getByRole('listitem').filter({ hasText: '报关一号' })
  await expect(row).toContainText('还没有备份')
  await screenshot(page, 'keys-new')

  const backup = await test.step('backs it up: the warning is gone', async () => {
    await row.getByRole('button', { name: '备份' }).click()
    await page.keyboard.type('不对的口令')
    await page.keyboard.press('Enter')
    await expect(dialogOf(page).getByRole('alert')).toContainText('口令不正确')
    await dialogOf(page).getByLabel('口令', { exact: true }).fill(passphrase)
    const bytes = await saved(host, dataFolder, () => page.keyboard.press('Enter'))
    await expect(dialogOf(page)).toBeHidden()
    await expect(row).not.toContainText('还没有备份')
    return bytes
  })

  await test.step('changes the passphrase by keyboard', async () => {
    await row.getByRole('button', { name: '报关一号的更多操作' }).press('Enter')
    await page.getByRole('menuitem', { name: '更换口令' }).click()
    await expect(dialogOf(page).getByLabel('原口令')).toBeFocused()
    for (const typed of [passphrase, '新的口令2026', '新的口令2026']) {
      await page.keyboard.type(typed)
      await page.keyboard.press('Enter')
    }
    await expect(dialogOf(page)).toBeHidden()
  })

  await test.step('restores from the backup: the same key, under the passphrase of then', async () => {
    await page.getByRole('button', { name: '从备份恢复' }).click()
    const dialog = dialogOf(page)
    await chooseFile(page, '备份文件', '密钥.blkey', backup)
    await dialog.getByLabel('备份时的口令').fill(passphrase)
    await dialog.getByRole('button', { name: '恢复', exact: true }).click()
    await expect(dialog).toBeHidden()
    expect((await engine.call('keys.list', {})).keys).toHaveLength(1)
  })

  await test.step('signs two filings at once', async () => {
    await freezeTwo(engine)
    await goTo(page, '/filings')
    await expect(page.getByRole('gridcell', { name: '手册报核' })).toBeVisible()
    await page.locator('[data-index="0"] [data-column="0"]').click()
    await page.keyboard.press('Shift+ArrowDown')
    await page.getByRole('button', { name: '签名 2 份' }).click()
    const dialog = dialogOf(page)
    await expect(dialog.getByLabel('口令', { exact: true })).toBeFocused()
    await screenshot(page, 'sign-many')
    await page.keyboard.type('新的口令2026')
    await page.keyboard.press('Enter')
    await expect(dialog.getByRole('alert')).toContainText('口令不正确')
    await dialog.getByLabel('口令', { exact: true }).fill(passphrase)
    await page.keyboard.press('Enter')
    await expect(dialog).toBeHidden()
    await expect(page.getByRole('gridcell', { name: '已签名' })).toHaveCount(2)
  })
})

test('two filings are signed on another computer and come back', async ({ host, page, engine, dataFolder, partner }) => {
  page.setDefaultTimeout(20_000)
  const there = partner.page
  there.setDefaultTimeout(20_000)
  await loadSample(page)
  await freezeTwo(engine)
  await fillEnterprise(there)
  await createKey(there, '总部')

  await test.step('the key of the other computer is registered here', async () => {
    await there.getByRole('button', { name: '总部的更多操作' }).click()
    const [download] = await Promise.all([
      there.waitForEvent('download'),
      there.getByRole('menuitem', { name: '保存公钥' }).click(),
    ])
    await goTo(page, '/settings/keys')
    await page.getByRole('button', { name: '登记别处的密钥' }).click()
    await dialogOf(page).getByLabel('密钥名称').fill('总部的密钥')
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      dialogOf(page).getByRole('button', { name: '公钥或证书文件' }).click(),
    ])
    await chooser.setFiles(await download.path())
    await dialogOf(page).getByRole('button', { name: '登记', exact: true }).click()
    await expect(page.getByRole('listitem').filter({ hasText: '总部的密钥' })).toContainText('别的电脑')
  })

  const request = await test.step('out as a file', async () => {
    await goTo(page, '/filings/signing')
    const bytes = await saved(host, dataFolder, () => page.getByRole('button', { name: '导出代签文件（2 份）' }).click())
    await expect(page.getByText('两台电脑上的校验码须相同')).toBeVisible()
    await screenshot(page, 'signing-exported')
    return bytes
  })

  const answer = await test.step('seen and signed there', async () => {
    await goTo(there, '/filings/signing')
    await chooseFile(there, '打开代签文件', '代签.blsign', request)
    await expect(there.getByRole('region', { name: '手册报核' })).toBeVisible()
    const code = /([0-9a-f]{4} ){3}[0-9a-f]{4}/
    const shown = async (of: Page) => code.exec(await of.locator('main').innerText())?.[0]
    expect(await shown(there)).toBe(await shown(page))
    await screenshot(there, 'signing-asked')
    await there.getByLabel('口令', { exact: true }).fill(passphrase)
    return saved(partner, dataFolder, () => there.getByRole('button', { name: '签名', exact: true }).click())
  })

  await test.step('back again, and once only', async () => {
    await chooseFile(page, '导入签好的文件', '已签.blsigned', answer)
    await expect(page.getByText('没有等待签名的申报')).toBeVisible()
    await chooseFile(page, '导入签好的文件', '已签.blsigned', answer)
    await expect(page.getByRole('alert').filter({ hasText: '文件里有已经签名的申报' })).toBeVisible()
    const { filings } = await engine.call('filings.list', {})
    expect(filings.map(({ state, keyName }) => `${state} ${keyName}`)).toEqual(['signed 总部的密钥', 'signed 总部的密钥'])
  })
})

test('the U-key is diagnosed, registered, and signs', async ({ page, engine }) => {
  test.skip(!opensslThere, 'no OpenSSL to stand in for the key')
  page.setDefaultTimeout(20_000)
  const authority = new TestAuthority()
  const dates = { from: '20250101000000Z', to: '20260301000000Z' }
  authority.write('card.pem', authority.issueForOwnKey('card', '/O=昆山示例电子有限公司/CN=张三', dates))
  const uKey = await startUKey(authority.folder, 'card')
  try {
    await loadSample(page)
    await goTo(page, '/settings/u-key')
    await page.getByLabel('服务地址').fill('ws://10.0.0.8:61232')
    await page.getByRole('button', { name: '保存地址' }).click()
    await expect(page.getByRole('alert')).toContainText('只能在本机')
    await page.getByLabel('服务地址').fill(uKey.address)
    await page.getByRole('button', { name: '保存地址' }).click()
    await expect(page.getByRole('button', { name: '保存地址' })).toBeHidden()
    await page.getByLabel('U 盾口令').fill(uKeyPin)
    await page.keyboard.press('Enter')
    const steps = page.getByRole('list', { name: '诊断结果' })
    await expect(steps).toContainText('签名已用证书里的公钥验证')
    await expect(steps).toContainText('还没有登记')
    await page.getByRole('button', { name: '登记这把 U 盾' }).click()
    await expect(steps).toContainText('没有输入 U 盾口令，未试签')
    await expect(page.getByText('最近一次签名的内容')).toBeVisible()
    await screenshot(page, 'u-key')

    await freezeTwo(engine)
    await uKey.behave('light')
    await goTo(page, '/filings')
    await page.getByRole('link', { name: '手册报核' }).click()
    await page.getByRole('button', { name: '签名', exact: true }).click()
    const dialog = dialogOf(page)
    await dialog.getByLabel('U 盾口令').fill(uKeyPin)
    await page.keyboard.press('Enter')
    await expect(dialog.getByRole('alert')).toContainText('U 盾途中断开')
    await uKey.behave('well')
    await dialog.getByRole('button', { name: '签名', exact: true }).click()
    await expect(dialog).toBeHidden()
    await expect(page.getByText('张三').or(page.getByText('U 盾')).first()).toBeVisible()
    await goTo(page, '/settings/keys')
    await expect(page.getByRole('heading', { name: '生成一把密钥' })).toBeVisible()
    await expect(page.getByRole('listitem').filter({ hasText: '张三' })).toContainText('证书 45 天后（2026-03-01）到期')
    await screenshot(page, 'keys-certificate')
  } finally {
    await uKey.stop()
    authority.remove()
  }
})
