import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { launchStandIn, startStandIn } from '../../electron-stand-in/launch.ts'
import { goTo, saved } from '../clerk.ts'
import { expect, test } from '../host.ts'

test('a stored file is saved where the person says, whole or not at all', async ({ host, engine, page, dataFolder }) => {
  const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => index % 256)
  const fileId = await engine.putFile('结余.xlsx', bytes)
  const save = () => page.evaluate((id) => window.bondedLedger?.saveFile(id), fileId)

  await host.standIn?.ask({ type: 'answerSave', path: null })
  expect(await save()).toEqual({ ok: true, value: { saved: false } })
  expect(host.standIn?.news).toContainEqual({ type: 'dialog', kind: 'save', text: expect.stringMatching(/结余\.xlsx$/) })

  const target = join(dataFolder, '报表.xlsx')
  await writeFile(target, 'older')
  await host.standIn?.ask({ type: 'answerSave', path: target })
  expect(await save()).toEqual({ ok: true, value: { saved: true } })
  expect(Buffer.from(bytes).equals(await readFile(target))).toBe(true)

  await host.standIn?.ask({ type: 'answerSave', path: join(dataFolder, 'no', 'such', 'folder.xlsx') })
  expect(await save()).toMatchObject({ ok: false, error: { code: 'file.notSaved' } })
  expect((await readdir(dataFolder)).filter((name) => name.endsWith('.tmp'))).toEqual([])
})

test('the tables of the report are saved as a PDF on A4, landscape, under a name that says what it is', async ({
  host,
  engine,
  page,
  dataFolder,
}) => {
  await engine.call('enterprise.loadSample', {})
  await page.reload()
  await goTo(page, '/write-off/report?handbook=C23325020251')
  const bytes = await saved(host, dataFolder, () => page.getByRole('button', { name: '存为 PDF' }).press('Enter'))
  expect(host.standIn?.news).toContainEqual({
    type: 'dialog',
    kind: 'save',
    text: expect.stringMatching(/手册报核表 C23325020251 \d{4}-\d\d-\d\d\.pdf$/),
  })
  const pdf = Buffer.from(bytes).toString('latin1')
  expect(pdf).toMatch(/^%PDF-/)
  // The tables on their paper, not the window.
  expect(pdf.match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(3)
  expect(pdf).toMatch(/\/MediaBox \[0 0 84\d(\.\d+)? 59\d/)
})

test('the window hears what a write has changed', async ({ page, engine }) => {
  await page.evaluate(() => {
    const heard: unknown[] = []
    Object.assign(window, { heard, stop: window.bondedLedger?.subscribe((event) => heard.push(event)) })
  })
  const save = () =>
    engine.call('enterprise.save', { name: '示例企业', creditCode: '91350100M000100Y43', customsCode: '3501912345' })
  const heard = () => page.evaluate(() => (window as unknown as { heard: unknown[] }).heard)
  await save()
  await expect.poll(heard).toContainEqual({ type: 'changed', topics: ['enterprise', 'journal'] })
  const before = (await heard()).length
  await page.evaluate(() => (window as unknown as { stop(): void }).stop())
  await save()
  expect(await heard()).toHaveLength(before)
})

test('an engine that dies is said so and started again, with everything that was saved', async ({ host, engine }) => {
  await engine.call('enterprise.save', { name: '示例企业', creditCode: '91350100M000100Y43', customsCode: '3501912345' })
  await host.standIn?.ask({ type: 'answerMessage', button: 0 })
  await host.standIn?.ask({ type: 'killEngine' })
  await expect.poll(() => host.standIn?.news).toContainEqual({ type: 'dialog', kind: 'message', text: '账本引擎意外停止' })
  await expect.poll(() => engine.ask('enterprise.get', {})).toMatchObject({ ok: true, value: { name: '示例企业' } })
  expect(await host.standIn?.ask({ type: 'facts' })).toMatchObject({ engines: 2 })
})

test('a ledger that is open elsewhere is not opened again, and the reason is said', async ({ dataFolder, page }) => {
  await expect(page.locator('#root')).not.toBeEmpty()
  const { news, ended } = startStandIn(dataFolder)
  await ended
  const text = expect.stringMatching(/账本已在另一个窗口或程序中打开/)
  expect(news).toContainEqual({ type: 'dialog', kind: 'error', text })
})

test('the next start finds the books in good order', async ({ host, engine, dataFolder }) => {
  await engine.call('enterprise.save', { name: '示例企业', creditCode: '91350100M000100Y43', customsCode: '3501912345' })
  await host.close()
  const again = await launchStandIn(dataFolder)
  const status = await again.page.evaluate(() => window.bondedLedger?.call('house.status', {}))
  expect(status).toMatchObject({ ok: true, value: { startCheck: { cleanShutdown: true } } })
  await again.close()
})
