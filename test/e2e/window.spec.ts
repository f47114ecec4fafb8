import { readFile } from 'node:fs/promises'
import { cell, goTo, sample } from './clerk.ts'
import { clientAnswer } from '../receipt-files.ts'
import { expect, screenshot, test } from './host.ts'

const handbookNo = 'C23325020251'

test.describe('before there is an enterprise', () => {
  test('a credit code with a wrong check digit is refused at its field', async ({ page, engine }) => {
    await page.getByLabel('企业名称').fill('示例电子')
    await page.getByLabel('统一社会信用代码').fill('91320594MA1202516X')
    await page.getByLabel('海关编码').fill('3205940251')
    await page.keyboard.press('Control+s')
    await expect(page.getByText('统一社会信用代码校验位不符，请核对 18 位代码')).toBeVisible()
    expect(await engine.call('enterprise.get', {})).toBeNull()
  })

  test('Enter moves on, and what was filled in is there after a reload', async ({ page }) => {
    await page.getByLabel('企业名称').fill('还没填完的企业')
    await page.keyboard.press('Enter')
    await expect(page.getByLabel('统一社会信用代码')).toBeFocused()
    await page.reload()
    await expect(page.getByText('已恢复上次未保存的填写')).toBeVisible()
    await expect(page.getByLabel('企业名称')).toHaveValue('还没填完的企业')
    await page.getByRole('button', { name: '放弃' }).click()
    await expect(page.getByLabel('企业名称')).toHaveValue('')
  })
})

test.describe('with the sample enterprise', () => {
  test.beforeEach(async ({ engine, page }) => {
    await engine.call('enterprise.loadSample', {})
    await goTo(page, '/')
    await expect(page.getByRole('heading', { name: '工作台' })).toBeVisible()
  })

  test('every page stands without a fault in its console', async ({ page }) => {
    const faults: string[] = []
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
    page.on('pageerror', (error) => faults.push(error.message))
    const pages: Record<string, string> = {
      handbooks: '/handbooks',
      overview: `/handbooks/${handbookNo}`,
      materials: `/handbooks/${handbookNo}/materials`,
      products: `/handbooks/${handbookNo}/products`,
      consumption: `/handbooks/${handbookNo}/consumption`,
      lists: `/handbooks/${handbookNo}/lists`,
      lines: `/handbooks/${handbookNo}/lists?view=lines`,
      'write-off': `/handbooks/${handbookNo}/write-off`,
      filings: '/filings',
      keys: '/settings/keys',
      backups: '/settings/backups',
      program: '/settings/program',
    }
    for (const [name, path] of Object.entries(pages)) {
      await goTo(page, path)
      await expect(page.locator('main')).not.toBeEmpty()
      // Nothing is wider than the window, in either direction of the page.
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), name).toBe(true)
      await screenshot(page, name)
    }
    expect(faults).toEqual([])
  })

  test('Ctrl+K finds a page by pinyin initials and a material by its part number', async ({ page }) => {
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder(/拼音首字母/).fill('bfyhf')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: '备份', exact: true })).toBeVisible()
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder(/拼音首字母/).fill(handbookNo.slice(0, 6))
    await expect(page.getByRole('dialog').getByRole('button', { name: handbookNo })).toBeVisible()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: '手册的一生' })).toBeVisible()
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder(/拼音首字母/).fill('RM-251-0003')
    await page.getByText('3 聚酯薄膜').click()
    await expect(page.getByRole('button', { name: '只看序号 3，看全部' })).toBeVisible()
    await expect(page.getByText('共 1 行')).toBeVisible()
  })

  test('Back walks through tabs and opened lists', async ({ page }) => {
    await goTo(page, `/handbooks/${handbookNo}/lists`)
    await page.getByText('QD233225I000000042').dblclick()
    await expect(page.getByRole('dialog')).toContainText('电源管理芯片')
    await page.goBack()
    await expect(page.getByRole('dialog')).toBeHidden()
    await page.getByRole('tab', { name: /料件/ }).click()
    await page.goBack()
    await expect(page.getByText('QD233225I000000042')).toBeVisible()
  })

  test('a clerk filters lists by the words of the table', async ({ page }) => {
    await goTo(page, `/handbooks/${handbookNo}/lists`)
    await page.getByLabel('筛选 核扣标志', { exact: true }).fill('预核扣')
    await expect(page.getByText('筛选出 1 行')).toBeVisible()
    await expect(await cell(page, 0, '核扣标志')).toHaveText('预核扣')
  })

  test('a file dropped anywhere asks what it is and leads to its import', async ({ page }) => {
    const bytes = (await readFile(sample('factory-b/手册.xlsx'))).toString('base64')
    const transfer = await page.evaluateHandle((text) => {
      const carried = new DataTransfer()
      carried.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], '手册.xlsx'))
      return carried
    }, bytes)
    await page.dispatchEvent('main', 'drop', { dataTransfer: transfer })
    await expect(page.getByText('这是什么文件')).toBeVisible()
    await page.getByRole('button', { name: '手册', exact: true }).click()
    await expect(page.getByText('C23325000417').first()).toBeVisible()
  })

  test('a receipt dropped anywhere is read, once', async ({ page }) => {
    const transfer = await page.evaluateHandle(
      (text) => {
        const carried = new DataTransfer()
        carried.items.add(new File([text], '回执一.xml'))
        carried.items.add(new File([text], '回执二.XML'))
        return carried
      },
      clientAnswer({ SeqNo: '202500000012345678', EtpsPreentNo: 'NB-9', DealFlag: '0' }).toString(),
    )
    await page.dispatchEvent('main', 'drop', { dataTransfer: transfer })
    const dialog = page.getByRole('dialog', { name: '导入回执' })
    await expect(page.getByRole('button', { name: '导入回执' }).last()).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(dialog).toContainText('读到 2 份，对上申报 0 份')
    await page.reload()
    await expect(page.getByRole('heading', { name: '申报箱' })).toBeVisible()
    await expect(dialog).toBeHidden()
  })

  test('Ctrl+K leads to what begins a handbook and to its receipts; Back leaves the dialog', async ({ page }) => {
    const jumpTo = async (initials: string, label: string) => {
      await page.keyboard.press('Control+k')
      await expect(page.getByPlaceholder(/拼音首字母/)).toBeFocused()
      await page.keyboard.type(initials)
      await expect(page.getByPlaceholder(/拼音首字母/)).toHaveValue(initials)
      await expect(page.getByRole('button', { name: label, exact: true }).last()).toBeVisible()
      await page.keyboard.press('Enter')
    }
    await goTo(page, '/filings')
    await jumpTo('xjscba', '新建手册备案')
    const dialog = page.getByRole('dialog', { name: '新建手册备案' })
    await expect(dialog.getByLabel('C 进料加工')).toBeFocused()
    await page.goBack()
    await expect(dialog).toBeHidden()
    await jumpTo('drhz', '导入回执')
    await expect(page.getByRole('dialog', { name: '导入回执' }).getByRole('button', { name: '选择文件' })).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog', { name: '导入回执' })).toBeHidden()
    await jumpTo('drwcg', '导入为草稿')
    await expect(page.getByRole('heading', { name: '导入为草稿' })).toBeVisible()
  })

  test('a backup is restored only when its date is typed, and the window shows the books of then', async ({ page, engine }) => {
    await goTo(page, '/settings/backups')
    await page.getByRole('button', { name: '立即备份' }).click()
    await expect(page.getByText('手工备份')).toBeVisible()
    const fileId = await engine.putFile('手册.xlsx', await readFile(sample('factory-b/手册.xlsx')))
    await engine.call('handbooks.importWorkbook', { fileId })
    const row = page.getByRole('row').filter({ hasText: '手工备份' })
    const date = ((await row.textContent()) ?? '').slice(0, 10)
    await row.getByRole('button', { name: '恢复到此' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').fill('2001-01-01')
    await expect(dialog.getByRole('button', { name: '恢复', exact: true })).toBeDisabled()
    await dialog.getByRole('textbox').fill(date)
    await dialog.getByRole('button', { name: '恢复', exact: true }).click()
    await expect(page.getByText(/可以再恢复回来/)).toBeVisible()
    await page.getByRole('link', { name: '手册', exact: true }).click()
    await expect(page.getByText(handbookNo)).toBeVisible()
    await expect(page.getByText('C23325000417')).toBeHidden()
  })
})
