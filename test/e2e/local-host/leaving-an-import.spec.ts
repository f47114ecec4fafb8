import { goTo, sample } from '../clerk.ts'
import { expect, test } from '../host.ts'

/** Who leaves an import before it has come to its end is not called back to it, nor is its file written into another address. */
test('a file that arrives after its import was left stays there', async ({ page, engine }) => {
  await engine.call('enterprise.save', {
    name: '示例电子（苏州）有限公司',
    creditCode: '91320594MA1202516U',
    customsCode: '3205940251',
  })
  await page.reload()
  await goTo(page, '/import/handbook')
  const arrived = Promise.withResolvers<undefined>()
  await page.route('**/files**', async (route) => {
    await arrived.promise
    await route.continue()
  })
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: '选择文件' }).click()])
  const sent = page.waitForResponse('**/files**')
  await chooser.setFiles(sample('factory-a/手册.xlsx'))
  await goTo(page, '/reference/tariff-rates')
  await expect(page.getByRole('heading', { name: '资料' })).toBeVisible()
  arrived.resolve(undefined)
  await (await sent).finished()
  await page.evaluate(() => new Promise(requestAnimationFrame))
  await page.evaluate(() => new Promise(requestAnimationFrame))
  expect(new URL(page.url()).hash).toBe('#/reference/tariff-rates')
})
