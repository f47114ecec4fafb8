import { expect, screenshot, test } from './host.ts'

test('the window opens on its first page, without a fault in its console', async ({ page }) => {
  const faults: string[] = []
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
  page.on('pageerror', (error) => faults.push(error.message))
  await page.reload()
  await expect(page.locator('#root')).not.toBeEmpty()
  await expect(page).toHaveTitle(/保税账本/)
  await screenshot(page, 'first-page')
  expect(faults).toEqual([])
})

test('the engine behind the window answers, keeps a file and gives it back to the byte', async ({ engine }) => {
  expect(await engine.call('enterprise.get', {})).toBeNull()
  const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => index % 251)
  const fileId = await engine.putFile('核注清单 (1)’.xlsx', bytes)
  expect(Buffer.from(await engine.file(fileId)).equals(Buffer.from(bytes))).toBe(true)
})
