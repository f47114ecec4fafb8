import type { Page } from '@playwright/test'
import { goTo } from '../clerk.ts'
import { expect, screenshot, test } from '../host.ts'

/** A clerk of a design house writes down the chain of E-25 with the keyboard, and what happened in it: the chain closes and says so. */
test.use({ startsOn: '2026-01-05' })

const type = async (page: Page, ...texts: string[]) => {
  for (const text of texts) {
    await page.keyboard.type(text)
    await page.keyboard.press('Enter')
  }
}

test('E-25 a chain typed by keyboard closes: 25 wafers come in, 11 079 chips go out', async ({ page, engine }) => {
  await engine.call('enterprise.save', {
    name: '示例电子（苏州）有限公司',
    creditCode: '91320594MA1202516U',
    customsCode: '3205940251',
  })
  await page.reload()
  await goTo(page, '/transfers/chains')
  await page.getByRole('button', { name: '新建链条' }).press('Enter')
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByLabel('链条名称')).toBeFocused()
  await page.keyboard.type('示例芯片一号')
  await page.keyboard.press('Tab')
  const step = (no: number) => dialog.getByRole('group', { name: `第 ${no} 环节` })
  const fill = async (no: number, cells: readonly string[]) => {
    await step(no).getByLabel('企业名称').focus()
    // Enterprise, handbook, gross, input, its unit, output, its unit, yields: Enter moves on; the last Enter would save.
    await type(page, ...cells.slice(0, -1))
    await page.keyboard.type(cells.at(-1) ?? '')
  }
  await fill(1, ['示例晶圆制造有限公司', 'C31415926535', '1', '裸晶圆', '片', '已加工晶圆', '片', '加工 96'])
  await dialog.getByRole('button', { name: '增加环节' }).press('Enter')
  await expect(step(2).getByLabel('投入', { exact: true })).toHaveValue('已加工晶圆')
  await fill(2, ['示例封装测试有限公司', 'C27182818284', '520', '已加工晶圆', '片', '芯片', '个', '晶圆测试 92，成品测试 96.5'])
  await dialog.getByRole('button', { name: '增加环节' }).press('Enter')
  await fill(3, ['示例芯片设计有限公司', 'C16180339887', '1', '芯片', '个', '芯片', '个', ''])
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('heading', { name: '示例芯片一号' })).toBeVisible()
  await expect(page.getByText('还没有登记任何投入。')).toBeVisible()

  // What happened, one entry after another: the dialog goes on to the next place of the chain by itself.
  await page.getByRole('button', { name: '登记', exact: true }).press('Enter')
  const enter = async (label: string, quantity: string, output?: string) => {
    await expect(dialog.getByLabel(label)).toBeFocused()
    await type(page, quantity, ...(output === undefined ? [] : [output]), '20260105', '')
  }
  await enter('收到的裸晶圆', '25')
  await enter('投入加工的裸晶圆', '25', '24')
  await enter('转出的已加工晶圆', '24')
  await expect(dialog.getByText('上一环节已转出未收到 24 片')).toBeVisible()
  await enter('收到的已加工晶圆', '24')
  await enter('投入加工的已加工晶圆', '24', '11079')
  await enter('转出的芯片', '11000')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(page.getByText('进行中').first()).toBeVisible()
  await screenshot(page, 'chain-running')

  await page.keyboard.press('Enter')
  await dialog.getByRole('combobox', { name: '环节' }).click()
  await page.getByRole('option', { name: /示例封装测试/ }).click()
  await dialog.getByText('转出', { exact: true }).click()
  await dialog.getByLabel('转出的芯片').focus()
  await enter('转出的芯片', '79')
  await enter('收到的芯片', '11079')
  await enter('转出的芯片', '11079')
  await page.keyboard.press('Escape')

  const closing = page.getByRole('status', { name: '闭合核对' })
  await expect(closing).toContainText('示例芯片设计有限公司转出 11,079 个 × 全链单耗 0.002256521 = 耗用裸晶圆 25 片')
  await expect(closing).toContainText(
    '裸晶圆投入 25 片 = 转出货物所含 21.30577 片 + 各环节损耗 3.69423 片 + 在库 0 片 + 在途 0 片。',
  )
  await expect(closing).toContainText('链条闭合')
  await expect(page.getByText('各环节平衡、各次结转一致，链条闭合')).toBeVisible()
  await expect(page.getByRole('listitem', { name: '第 2 环节 示例封装测试有限公司' })).toContainText('损耗 11.23%')
  await screenshot(page, 'chain-closed')
  await page.getByRole('button', { name: '看表' }).press('Enter')
  await expect(page.getByRole('row', { name: /示例封装测试/ }).first()).toContainText('11.225962')
})
