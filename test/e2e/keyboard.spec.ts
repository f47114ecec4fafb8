import { expect, test } from './host.ts'
import { readyToReport, sample } from './clerk.ts'

test('the whole job is done without a mouse, and without looking for the keyboard', async ({ page, engine, host }) => {
  const press = (key: string) => page.keyboard.press(key)
  const type = (text: string) => page.keyboard.type(text)
  const focused = (name: string) => expect(page.locator(':focus')).toHaveText(name)

  await expect(page.getByLabel('企业名称')).toBeFocused()
  await type('示例电子（苏州）有限公司')
  await press('Enter')
  await type('91320594MA1202516U')
  await press('Enter')
  await type('3205940251')
  await press('Control+s')
  await expect(page.getByLabel('口令', { exact: true })).toBeFocused()
  for (const _ of ['口令', '再输一次口令']) {
    await type('kouling 2026')
    await press('Enter')
  }
  await focused('导入手册')
  await press('Enter')

  for (const [file, next] of [
    ['factory-b/手册.xlsx', '导入它的核注清单'],
    ['factory-b/核注清单.xlsx', '看核销平衡'],
  ] as const) {
    await focused('选择文件')
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), press('Enter')])
    await chooser.setFiles(sample(file))
    await focused('导入')
    await press('Enter')
    await focused(next)
    await press('Enter')
  }

  await expect(page.getByRole('grid')).toBeFocused()
  await expect(page.locator('[data-index="1"]')).toBeVisible()
  for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'Enter']) await press(key)
  await expect(page.getByRole('dialog')).toContainText('进口合计')
  await press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(page.getByRole('grid')).toBeFocused()

  // What waits at customs, and the count, are not a matter of the keyboard.
  await readyToReport(engine, 'C23325000417')
  await press('Control+k')
  await expect(page.getByPlaceholder(/拼音首字母/)).toBeFocused()
  await type('scbh')
  await expect(page.getByRole('button', { name: '生成报核' }).last()).toBeVisible()
  await press('Enter')
  await focused('签名')
  await press('Enter')
  await expect(page.getByRole('dialog').getByLabel('口令', { exact: true })).toBeFocused()
  await type('kouling 2026')
  await press('Enter')
  await focused('导出申报包')
  if (host.saveTo) return
  await Promise.all([page.waitForEvent('download'), press('Enter')])
  await expect(page.getByText(/已导出/)).toBeVisible()
  await focused('导出申报包')
})
