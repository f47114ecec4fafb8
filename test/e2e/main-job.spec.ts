import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { unzipSync } from 'fflate'
import { balanceColumnMeanings } from '../../shared/domain/balance-columns.ts'
import { cell, goTo, loadSample, readyToReport, saved } from './clerk.ts'
import { expect, screenshot, test } from './host.ts'

const handbookNo = 'C23325020251'
const passphrase = '口令 2026'

test('from the first run to a signed package that OpenSSL accepts', async ({ page, engine, host, dataFolder }) => {
  await screenshot(page, 'first-run')
  await loadSample(page)
  await expect(page.getByText('还没有签名密钥')).toBeVisible()
  await screenshot(page, 'workbench')

  await page.getByRole('link', { name: '手册', exact: true }).click()
  await page.getByRole('link', { name: handbookNo, exact: true }).click()
  await expect(page.getByRole('heading', { name: handbookNo })).toBeVisible()
  await page.getByRole('tab', { name: '核销' }).click()

  await test.step('a figure says where it comes from, and so do the figures in it', async () => {
    const imported = await cell(page, 1, balanceColumnMeanings.imported.label)
    const figure = await imported.textContent()
    await imported.dblclick()
    const drawer = page.getByRole('dialog')
    await expect(drawer.getByText('触摸屏模组')).toBeVisible()
    await expect(drawer).toContainText(figure ?? 'no figure')
    await drawer.getByRole('button', { name: '79,652.311' }).click()
    await expect(drawer.getByText('直接进口').first()).toBeVisible()
    await expect(drawer.getByText('R-106')).toBeVisible()
    await screenshot(page, 'explained')
    await page.goBack()
    await expect(drawer.getByRole('button', { name: '79,652.311' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(drawer).toBeHidden()
  })

  await test.step('a row unfolds from 进口 to 结余', async () => {
    await (await cell(page, 1, '名称')).click()
    await page.keyboard.press('Space')
    await expect(page.getByRole('button', { name: /进口合计.*85,043.69281/ })).toBeVisible()
    await screenshot(page, 'balance')
  })

  await readyToReport(engine, handbookNo)
  await page.getByRole('button', { name: '生成报核' }).click()
  await expect(page.getByRole('heading', { name: '核对结果' })).toBeVisible()
  await page.getByRole('button', { name: '签名' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('口令', { exact: true }).fill(passphrase)
  await dialog.getByLabel('再输一次口令').fill(passphrase)
  await dialog.getByRole('button', { name: '生成密钥' }).click()
  await expect(dialog.getByText('write-off-report.xml')).toBeVisible()

  await expect(dialog.getByLabel('签名密钥').first()).toBeVisible()
  await dialog.getByLabel('口令', { exact: true }).fill('另一个口令')
  await dialog.getByRole('button', { name: '签名' }).click()
  await expect(dialog.getByRole('alert')).toContainText('口令不正确')
  await screenshot(page, 'sign')
  await dialog.getByLabel('口令', { exact: true }).fill(passphrase)
  await dialog.getByRole('button', { name: '签名' }).click()
  await expect(dialog).toBeHidden()

  const exportPackage = () => saved(host, dataFolder, () => page.getByRole('button', { name: '导出申报包' }).click())
  const bytes = await exportPackage()
  await expect(page.getByText(/已导出/)).toBeVisible()
  await screenshot(page, 'filing')
  expect(Buffer.from(bytes).equals(await exportPackage())).toBe(true)

  const entries = unzipSync(bytes)
  const manifest = JSON.parse(Buffer.from(entries['META-INF/manifest.json'] ?? []).toString()) as {
    files: { name: string; sha256: string }[]
  }
  expect(manifest.files.length).toBeGreaterThanOrEqual(2)
  for (const { name, sha256 } of manifest.files) {
    expect(
      createHash('sha256')
        .update(entries[name] ?? entries[`payload/${name}`] ?? '')
        .digest('hex'),
    ).toBe(sha256)
  }

  await test.step('the command on the page verifies it', async () => {
    test.skip(spawnSync('openssl', ['version']).status !== 0, '没有 openssl，未验证签名')
    const folder = join(dataFolder, 'unpacked')
    for (const [name, content] of Object.entries(entries)) {
      await mkdir(dirname(join(folder, name)), { recursive: true })
      await writeFile(join(folder, name), content)
    }
    const command = (await page.getByText('openssl pkeyutl').textContent()) ?? ''
    const [program = '', ...words] = command.trim().split(/\s+/)
    expect(execFileSync(program, words, { cwd: folder, encoding: 'utf8' })).toContain('Signature Verified Successfully')
  })

  await goTo(page, '/filings')
  await expect(page.getByText('已签名')).toBeVisible()
})
