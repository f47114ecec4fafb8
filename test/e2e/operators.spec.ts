import { goTo, tableRows } from './clerk.ts'
import { expect, screenshot, test } from './host.ts'

test('two operators are registered, one takes over from the other, and the journal says who did what', async ({
  page,
  engine,
}) => {
  const press = (key: string) => page.keyboard.press(key)
  const type = (text: string) => page.keyboard.type(text)
  const dialog = page.getByRole('dialog')
  await engine.call('enterprise.loadSample', {})
  await goTo(page, '/')
  await page.getByRole('link', { name: '未登记操作员' }).press('Enter')

  await page.getByRole('button', { name: '登记操作员' }).press('Enter')
  await expect(dialog.getByLabel('姓名')).toBeFocused()
  await type('张三')
  await press('Control+s')
  await expect(dialog).toBeHidden()
  const desk = page.getByRole('banner').getByRole('button', { name: /张三|李四|请选择操作员/ })
  await expect(desk).toContainText('张三')
  await expect(page.locator(':focus')).toHaveText('登记操作员')

  // By keyboard alone: name, three roles, passphrase twice, Enter on the last field.
  await press('Enter')
  await expect(dialog.getByLabel('姓名')).toBeFocused()
  await type('李四')
  await press('Enter')
  await press('Space')
  await press('Enter')
  await press('Space')
  await press('Enter')
  await press('Space')
  await press('Enter')
  await type('kouling 2026')
  await press('Enter')
  await type('kouling 2026')
  await screenshot(page, 'operator-dialog')
  await press('Enter')
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('row', { name: /李四/ })).toContainText('复核、申报')

  await page.getByRole('switch', { name: '签名须由制单以外的人' }).press('Space')
  await expect(page.getByRole('switch', { name: '签名须由制单以外的人' })).toBeChecked()
  await screenshot(page, 'operators')

  // Nobody who is needed for that leaves unnoticed.
  await page.getByRole('button', { name: '修改 李四' }).press('Enter')
  await dialog.getByRole('switch', { name: '在岗' }).press('Space')
  await press('Control+s')
  await expect(dialog.getByRole('alert')).toContainText('李四是唯一有“复核”“申报”职责的在岗操作员')
  await press('Escape')
  await expect(dialog).toBeHidden()

  await press('F9')
  await expect(dialog.getByRole('radio', { name: /李四/ })).toBeFocused()
  await press('Enter')
  await expect(dialog.getByLabel('李四的口令')).toBeFocused()
  await type('kouling 2025')
  await press('Enter')
  await expect(dialog.getByRole('alert')).toContainText('李四的口令不正确')
  await screenshot(page, 'change-operator')
  await expect(dialog.getByLabel('李四的口令')).toBeFocused()
  await type('kouling 2026')
  await press('Enter')
  await expect(dialog).toBeHidden()
  await expect(desk).toContainText('李四')

  await goTo(page, '/settings/enterprise')
  await page.getByLabel('联系人').fill('王五')
  await press('Control+s')
  await expect(page.getByText('企业资料已保存')).toBeVisible()

  await press('Control+k')
  await expect(page.getByPlaceholder('编号、料号、商品编码、名称或拼音首字母')).toBeFocused()
  await type('czrz')
  await expect(page.getByRole('button', { name: '操作日志' }).last()).toBeVisible()
  await press('Enter')
  await expect(page.getByRole('grid')).toBeVisible()
  await expect(page.locator('[data-index="5"]')).toBeVisible()
  const rows = await tableRows(page)
  expect(rows.slice(0, 5).map((row) => [row['操作员'], row['对象'], row['做了什么']])).toEqual([
    ['李四', '企业资料', '修改企业资料'],
    ['李四', '操作员 李四', '开始值守，接替张三'],
    ['张三', '企业规定', '申报须由制单以外的人签名'],
    ['张三', '操作员 李四', '登记操作员'],
    ['张三', '操作员 张三', '登记操作员'],
  ])
  await page.locator('[data-index="0"] [data-column="1"]').click()
  await press('Space')
  await expect(page.getByRole('row', { name: '联系人 （空） 王五' })).toBeVisible()
  await screenshot(page, 'journal')
})

test('while nobody is at the desk the window asks for somebody, shows everything, and writes nothing', async ({
  page,
  engine,
}) => {
  await engine.call('enterprise.loadSample', {})
  await engine.call('operators.save', { name: '张三', roles: ['prepares', 'declares'] })
  const second = await engine.call('operators.save', { name: '李四', roles: ['prepares', 'reviews'] })
  await goTo(page, '/settings/journal')
  await expect(page.getByRole('banner')).toContainText('张三')
  // Who leaves while at the desk leaves it empty.
  await engine.call('operators.takeOver', { operatorId: second.operatorId })
  await engine.call('operators.save', { name: '王五', roles: ['reviews'] })
  await engine.call('operators.save', { operatorId: second.operatorId, name: '李四', roles: ['prepares'], active: false })
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('没有操作员值守时只能查看')
  await screenshot(page, 'nobody-on-duty')
  await dialog.getByRole('button', { name: '只查看' }).click()
  await expect(page.getByRole('banner').getByRole('button', { name: '请选择操作员' })).toBeVisible()
  await page.getByRole('button', { name: '导出日志' }).click()
  await expect(page.getByRole('alert')).toContainText('没有操作员值守')
  await page.getByRole('banner').getByRole('button', { name: '请选择操作员' }).click()
  await expect(dialog.getByRole('radio').first()).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('banner')).toContainText('张三')
})
