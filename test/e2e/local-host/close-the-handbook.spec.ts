import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import { writeWorkbook } from '../../../electron/engine/workbook/write-workbook.ts'
import { openWorkbook } from '../../../electron/engine/workbook/read-workbook.ts'
import { addQuantities, noQuantity, printQuantity, quantity } from '../../../shared/domain/exact.ts'
import { privateNode } from '../../../build/install.mjs'
import { readWriteOffReport } from '../../../shared/messages/write-off-report.ts'
import type { AuthorityProcess } from '../../crash/authority-process.ts'
import { countWorkbook } from '../../fixtures/make-counts.ts'
import { cell, goTo, loadSample, paste, sample } from '../clerk.ts'
import type { Engine } from '../engine.ts'
import { expect, screenshot, test } from '../host.ts'

/**
 * The last weeks of factory-a's handbook, with the receiving authority at the other end of a real connection: counted, cleaned up,
 * reported while the network is away and the program is killed, sent back, corrected, accepted, closed.
 */
test.use({ startsOn: '2026-02-20' })
test.setTimeout(400_000)

const examined = fileURLToPath(new URL('../examined-ledger.ts', import.meta.url))
const handbookNo = 'C23325020251'
const nextNo = 'C23325020252'
const passphrase = '保税口令2026'
/** Copper foil, in kg: what the store did not find. */
const short = { seq: 11, name: '铜箔', quantity: '700' }

/** Imports of chip resistors, in thousands: one that customs has booked since, and one that nobody has entered in the books. */
const reserved: ImportList = {
  listNo: 'QD233225I000000199',
  innerNo: '0251-00199',
  on: '2025-08-02',
  quantity: '777',
  total: '535.35',
}
const missing: ImportList = {
  listNo: 'QD233225I000000301',
  innerNo: '0251-00301',
  on: '2025-12-18',
  quantity: '100',
  total: '68.9',
}
const reasons = [`进口清单 ${missing.listNo} 已核扣，报核没有列入`, '料件 1 片式电阻的进口数量与海关记录不符，请核对后重报']

interface ImportList {
  listNo: string
  innerNo: string
  on: string
  quantity: string
  total: string
}

const dialogOf = (page: Page) => page.getByRole('dialog')
const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}

async function createKey(page: Page): Promise<void> {
  await goTo(page, '/settings/keys')
  await page.getByLabel('密钥名称').fill('关务一号')
  await press(page, 'Enter')
  await page.keyboard.type(passphrase)
  await press(page, 'Enter')
  await page.keyboard.type(passphrase)
  await press(page, 'Enter')
  await expect(page.getByRole('listitem').filter({ hasText: '关务一号' })).toBeVisible()
}

async function sign(page: Page): Promise<void> {
  await page.getByRole('button', { name: '签名', exact: true }).press('Enter')
  const field = dialogOf(page).getByLabel('口令', { exact: true })
  await expect(field).toBeFocused()
  await page.keyboard.type(passphrase)
  await press(page, 'Enter')
  await expect(dialogOf(page)).toBeHidden()
}

/** Into the outbox, from the page of the filing. */
async function send(page: Page, of = handbookNo): Promise<void> {
  await page.getByRole('button', { name: '发送', exact: true }).press('Enter')
  await expect(dialogOf(page)).toContainText('上传到网关')
  await expect(dialogOf(page).getByLabel(/确认$/)).toBeFocused()
  await page.keyboard.type(of)
  await press(page, 'Enter')
  await expect(dialogOf(page)).toBeHidden()
}

/** From the desk of a list draft to the booked list: filed, signed, sent, answered. */
async function fileList(page: Page, of = handbookNo): Promise<void> {
  await press(page, 'F10')
  await expect(page.getByRole('heading', { name: '核注清单' })).toBeVisible()
  await sign(page)
  await send(page, of)
  await exchange(page, '发出 1 份，收到 0 份')
  await exchange(page, /^发出 0 份，收到 [1-9]/)
  await expect(page.getByRole('main')).toContainText('回执：已通过')
}

/** On the page of a sale: its tax bill is put down. */
async function pay(page: Page, billNo: string): Promise<void> {
  await page.getByRole('button', { name: '登记缴税' }).press('Enter')
  await expect(dialogOf(page).getByLabel('税单号')).toBeFocused()
  await page.keyboard.type(billNo)
  await press(page, 'Enter', 'Enter')
  await page.keyboard.type('20260220')
  await press(page, 'Control+s')
  await expect(page.getByText('税款已缴', { exact: true })).toBeVisible()
}

async function exchange(page: Page, said: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: '立即收发' }).click()
  await expect(page.getByText(said).last()).toBeVisible()
}

/** What only a scale can tell, of goods that are counted in another unit: the cursor is led from one to the next. */
async function fillLegalQuantities(page: Page): Promise<void> {
  const open = page.getByRole('button', { name: /须处理，去改/ })
  await expect(open.or(page.getByText('没有须处理之处'))).toBeVisible()
  const left = Number(/\d+/.exec((await open.textContent({ timeout: 500 }).catch(() => '')) ?? '')?.[0] ?? 0)
  for (let filled = 0; filled < left; filled++) {
    await press(page, 'F8')
    await expect(page.getByRole('status').filter({ hasText: '没有填写' })).toBeVisible()
    await page.keyboard.type('1')
    await press(page, 'Tab')
    await expect(page.getByText(filled + 1 === left ? '没有须处理之处' : `有 ${left - filled - 1} 处须处理`)).toBeVisible()
  }
}

/** From the page of surplus: everything that is left, by two lists that name each other. */
async function carryOver(page: Page, items: number): Promise<void> {
  await page.getByLabel('转入手册').first().focus()
  await press(page, 'ArrowDown')
  await page.keyboard.type(nextNo)
  await press(page, 'Enter')
  await expect(page.getByRole('button', { name: `建立余料结转（${items} 项）` })).toBeVisible()
  await press(page, 'Control+s')
  await expect(page.getByText('已建立两份互相关联的清单草稿')).toBeVisible()
  await page.getByRole('link', { name: '转入：进口清单草稿' }).press('Enter')
  await expect(page.getByLabel('关联备案编号')).toHaveValue(handbookNo)
  await fillLegalQuantities(page)
  await fileList(page, nextNo)
  await page.getByRole('link', { name: '看清单草稿' }).press('Enter')
  await page.getByText(/^来自/).getByRole('link').press('Enter')
  await screenshot(page, 'closing-surplus-half')
  await page.getByRole('link', { name: /^转出清单 .*待申报/ }).press('Enter')
  await expect(page.getByLabel('关联备案编号')).toHaveValue(nextNo)
  await fillLegalQuantities(page)
  await fileList(page)
}

interface AuthorityBooks {
  filings: { key: string; kind: string; state: string; seqNo: string }[]
  refused: unknown[]
  movements: Record<string, string>
  gaps: Record<string, number[]>
  waiting: number
}

const reportsThere = async (authority: AuthorityProcess) =>
  (await authority.tell<AuthorityBooks>({ do: 'books' })).filings.filter(({ kind }) => kind === 'DCR')

/** What the engine has filed and booked, as the authority adds it up. */
async function movementsHere(engine: Engine): Promise<Record<string, string>> {
  const sums: Record<string, string> = {}
  const { drafts } = await engine.call('listDrafts.list', {})
  for (const { draftId, handbookNo: of, goods, mode, direction } of drafts.filter(({ state }) => state === 'accepted')) {
    const { body } = await engine.call('listDrafts.get', { draftId })
    for (const { cells } of body) {
      const key = `${of}|${goods === 'material' ? 'I' : 'E'}${cells['itemSeq']}|${mode}|${direction}`
      sums[key] = sumOf(sums[key] ?? '0', cells['quantity'] ?? '')
    }
  }
  return sums
}

const reportsOf = async (engine: Engine) =>
  (await engine.call('filings.list', {})).filings.filter(({ kind }) => kind === 'writeOffReport')

const sumOf = (...quantities: readonly string[]): string =>
  printQuantity(quantities.reduce((sum, each) => addQuantities(sum, quantity(each)), noQuantity))

const stepOf = (page: Page, title: string) =>
  page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: title, exact: true }) })

/** As the clerk fetches it from the Single Window. */
async function importList(page: Page, { listNo, innerNo, on, quantity: amount, total }: ImportList): Promise<void> {
  const titled = (headings: string) => headings.split(' ').map((title) => ({ title }))
  const bytes = await writeWorkbook([
    {
      name: '清单表头',
      columns: titled('清单编号 企业内部编号 手册编号 进出口标志 料件成品标志 监管方式 清单类型 申报日期 关联手册编号 核扣标志'),
      rows: [[listNo, innerNo, handbookNo, 'I', 'I', '0615', '普通清单', on, '', '已核扣']],
    },
    {
      name: '清单表体',
      columns: titled('清单编号 序号 备案序号 申报数量 单价 总价 币制 单耗版本号'),
      rows: [[listNo, '1', '1', amount, '0.689', total, '502', '']],
    },
  ])
  await goTo(page, `/import/lists?handbook=${handbookNo}`)
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: '选择文件' }).click()])
  await chooser.setFiles({ name: '核注清单.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) })
  await expect(page.getByRole('heading', { name: '识别到的内容' })).toBeVisible()
  await page.getByRole('button', { name: '导入', exact: true }).last().press('Enter')
  await expect(page.getByRole('button', { name: '再导入一个文件' })).toBeVisible()
}

/** What the store hands in: every material as the book says, but for what it did not find. */
async function countedWorkbook(engine: Engine): Promise<Buffer> {
  const { materials } = await engine.call('writeOff.balance', { handbookNo })
  const rows = materials.map(({ seq, balance }) => {
    const found = seq === short.seq ? sumOf(balance, `-${short.quantity}`) : balance
    return ['料件库存', handbookNo, '料件', String(seq), '', '', '', '', found, '', '原材料仓', '']
  })
  return Buffer.from(await countWorkbook({ 原材料仓: rows }))
}

/** The enterprise's next handbook: the record of this one, in force from this month on. */
async function nextHandbook(): Promise<Uint8Array> {
  const workbook = await openWorkbook(await readFile(sample('factory-a/手册.xlsx')))
  const other: Record<string, string> = { [handbookNo]: nextNo, '2025-02-09': '2026-02-10', '2026-02-08': '2027-02-09' }
  const sheets = []
  for (const [index, { name }] of workbook.sheets.entries()) {
    const rows: string[][] = []
    for await (const { cells } of workbook.rows(index)) rows.push(cells.map(({ text }) => other[text] ?? text))
    const [headings = [], ...rest] = rows
    sheets.push({ name, columns: headings.map((title) => ({ title })), rows: rest })
  }
  return writeWorkbook(sheets)
}

test('factory-a closes its handbook with the authority, through a cut network, a kill and a return', async ({
  page,
  host,
  engine,
  authority,
  dataFolder,
  passTo,
}) => {
  page.setDefaultTimeout(20_000)
  await authority.tell({ do: 'rules', rules: { decides: true } })
  await loadSample(page)

  await test.step('a key, and the channel of customs with its own CA and pin', async () => {
    await createKey(page)
    await goTo(page, '/settings/channels')
    await page.getByRole('radio', { name: 'HTTPS 网关' }).check()
    await page.getByLabel('网关地址').fill(authority.address.url)
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: '选择文件' }).click(),
    ])
    await chooser.setFiles(authority.address.ca)
    await expect(page.getByText('已选择')).toBeVisible()
    await page.getByLabel('证书指纹').fill(authority.address.pin)
    await page.getByRole('switch', { name: '自动收发' }).press('Space')
    await page.getByRole('button', { name: '保存并试通道' }).press('Enter')
    await expect(page.getByRole('heading', { name: '通道可用' })).toBeVisible()
    await screenshot(page, 'closing-channel')
  })

  const { materials: atStart } = await engine.call('writeOff.report', { handbookNo })
  await test.step('a list that waited is booked', async () => {
    await goTo(page, `/write-off/clean-up?handbook=${handbookNo}`)
    await expect(page.getByRole('listitem').filter({ hasText: '还有预核扣清单 1 份' })).toBeVisible()
    await screenshot(page, 'closing-clean-up-first')
    await importList(page, reserved)
    await goTo(page, `/write-off/clean-up?handbook=${handbookNo}`)
    await expect(page.getByText('没有预核扣或未核扣的清单')).toBeVisible()
  })

  await test.step('the stock is counted; a shortage is to be taxed', async () => {
    await goTo(page, `/write-off/stocktakes?handbook=${handbookNo}`)
    await expect(page.getByRole('button', { name: '新建盘点' })).toBeFocused()
    await press(page, 'Enter')
    await expect(page.getByLabel('名称')).toBeFocused()
    await page.keyboard.type('核销前盘点')
    await press(page, 'Enter')
    await page.keyboard.type('20260219')
    await press(page, 'Control+s')
    await expect(page.getByRole('heading', { name: '核销前盘点' })).toBeVisible()
    const [made] = (await engine.call('stocktakes.list', { handbookNo })).stocktakes
    await expect(page.getByRole('button', { name: '导入工作簿' })).toBeFocused()
    await press(page, 'Enter')
    await expect(page.getByRole('button', { name: '选择文件' })).toBeFocused()
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: '选择文件' }).press('Enter'),
    ])
    await chooser.setFiles({ name: '原材料仓.xlsx', mimeType: 'application/octet-stream', buffer: await countedWorkbook(engine) })
    await expect(page.getByRole('button', { name: '导入', exact: true })).toBeFocused()
    await press(page, 'Enter')
    await expect(page.getByRole('link', { name: '看差异' })).toBeFocused()
    await press(page, 'Enter')
    await expect(page.getByText('1 项', { exact: true })).toBeVisible()
    await goTo(page, `/write-off/stocktakes/${made?.stocktakeId}?view=differences&rows=open`)
    await (await cell(page, 0, '原因')).click()
    await page.keyboard.type('qt')
    await expect(page.getByRole('option', { name: '其他' })).toBeVisible()
    await press(page, 'Tab')
    await page.keyboard.type('bs')
    await expect(page.getByRole('option', { name: '补税' })).toBeVisible()
    await press(page, 'Enter')
    await screenshot(page, 'closing-differences')
    // While something is open it says so, and leads there.
    await page.getByRole('button', { name: '定下盘点', exact: true }).press('Enter')
    await expect(dialogOf(page)).toBeVisible()
    await press(page, 'Control+s')
    await expect(page.getByText('已定下', { exact: true })).toBeVisible()
  })

  await test.step('until it is on its way to be taxed, the shortage blocks the report', async () => {
    await goTo(page, `/write-off/clean-up?handbook=${handbookNo}`)
    await expect(page.getByText('1 项阻断，处理后即可报核')).toBeVisible()
    await screenshot(page, 'closing-clean-up-blocked')
  })

  await test.step('the shortage is sold and taxed: the list is signed, sent, received and booked', async () => {
    await page.getByRole('listitem').filter({ hasText: '短少待补税' }).getByRole('link', { name: '去处理' }).click()
    await page.getByRole('button', { name: '生成草稿（1）' }).press('Enter')
    await expect(page.getByText('已生成 1 份草稿')).toBeVisible()
    await page.getByRole('link', { name: '内销 1' }).first().press('Enter')
    await expect(page.getByRole('heading', { name: '料件内销 1' })).toBeVisible()
    await screenshot(page, 'closing-sale')
    await page.getByRole('button', { name: '生成清单' }).press('Enter')
    await page.getByRole('link', { name: '去申报清单' }).press('Enter')
    await expect(page.getByText('没有须处理之处')).toBeVisible()
    await fileList(page)
    await page.getByRole('link', { name: '看清单草稿' }).press('Enter')
    await page.getByText(/^来自/).getByRole('link', { name: '内销' }).press('Enter')
    await pay(page, '233220261000000011')
  })

  await test.step('what was exchanged goes back', async () => {
    await goTo(page, `/write-off/clean-up?handbook=${handbookNo}`)
    await page.getByRole('link', { name: '起草退换清单' }).press('Enter')
    await page.getByRole('button', { name: '新建清单' }).press('Enter')
    await page.getByRole('menuitem', { name: /成品退换出口/ }).press('Enter')
    await expect(page.getByLabel('进出境关别')).toBeFocused()
    for (const typed of ['2332', 'hk', '韩国']) {
      await page.keyboard.type(typed)
      await expect(page.getByRole('option').first()).toHaveAttribute('data-combobox-selected', 'true')
      await press(page, 'Enter')
    }
    await expect(page.getByLabel('备注', { exact: true })).toBeFocused()
    await press(page, 'Enter')
    await expect(page.getByLabel('单元格')).toBeFocused()
    await page.keyboard.type('5')
    // The version is the one there is.
    await press(page, 'Tab', 'Tab')
    await page.keyboard.type('8')
    await press(page, 'Tab')
    await expect(page.getByText('没有须处理之处')).toBeVisible()
    await fileList(page)
  })
  await test.step('what is left goes to the next handbook: in, then out', async () => {
    await engine.call('handbooks.importWorkbook', { fileId: await engine.putFile('手册.xlsx', await nextHandbook()) })
    await goTo(page, `/write-off/clean-up?handbook=${handbookNo}`)
    await expect(stepOf(page, '退换了结')).toContainText('已了')
    await expect(stepOf(page, '盘点')).toContainText('已了')
    await page.getByRole('link', { name: '余料结转', exact: true }).press('Enter')
    await carryOver(page, 41)
  })

  await test.step('all scrap is sold', async () => {
    await goTo(page, `/write-off/clean-up?handbook=${handbookNo}`)
    await expect(stepOf(page, '余料结转或内销')).toContainText('已了')
    await page.getByRole('link', { name: '边角料', exact: true }).press('Enter')
    await expect(page.getByRole('button', { name: '登记磅单' })).toBeVisible()
    const { materials } = await engine.call('writeOff.balance', { handbookNo })
    const lines = materials
      .filter(({ scrapLeft }) => scrapLeft !== '0')
      .map(({ seq, scrapLeft }) => [String(seq), scrapLeft, '铜废碎料', '7404000090', '100'])
    expect(lines).toHaveLength(39)
    await page.getByRole('link', { name: '登记边角料内销' }).press('Enter')
    await expect(page.getByLabel('购买方')).toBeFocused()
    await page.keyboard.type('苏州回收再生有限公司')
    await press(page, 'Enter', 'Enter', 'Enter')
    await expect(page.getByRole('textbox', { name: '单元格' })).toBeFocused()
    await paste(page, [['来自料件', '数量', '报验名称', '报验编码', '收入'], ...lines])
    await expect(dialogOf(page).getByRole('button', { name: /^写入 / })).toBeFocused()
    await press(page, 'Enter')
    await expect(dialogOf(page)).toBeHidden()
    await press(page, 'Control+s')
    await expect(page.getByRole('heading', { name: /^边角料内销 \d/ })).toBeVisible()
    await screenshot(page, 'closing-scrap-sale')
    await page.getByRole('button', { name: '生成清单' }).press('Enter')
    await page.getByRole('link', { name: '去申报清单' }).press('Enter')
    await fillLegalQuantities(page)
    await fileList(page)
    await goTo(page, `/write-off/clean-up?handbook=${handbookNo}`)
    await page
      .getByRole('listitem')
      .filter({ hasText: '1 笔内销没有登记缴税' })
      .getByRole('link', { name: '去处理' })
      .press('Enter')
    await pay(page, '233220261000000012')
  })

  await test.step('the last export is marked; nothing is open but the report', async () => {
    await goTo(page, `/handbooks/${handbookNo}`)
    await page.getByRole('button', { name: '标明最后出口' }).press('Enter')
    await expect(dialogOf(page)).toBeVisible()
    await press(page, 'Control+s')
    await expect(dialogOf(page)).toBeHidden()
    await goTo(page, `/write-off/clean-up?handbook=${handbookNo}`)
    await expect(page.getByText('7 步中 6 步已了')).toBeVisible()
    await screenshot(page, 'closing-clean-up-done')
  })

  const filingId = await test.step('the report is signed; the network is away, and the window says that it waits', async () => {
    await authority.tell({ do: 'rules', rules: { decides: false } })
    await page.getByRole('button', { name: '生成报核', exact: true }).press('Enter')
    await expect(page.getByRole('heading', { name: '手册报核' })).toBeVisible()
    await screenshot(page, 'closing-report')
    await sign(page)
    await authority.cut()
    await send(page)
    await page.getByRole('button', { name: '立即收发' }).click()
    await expect(page.getByRole('alert').filter({ hasText: '连不上网关' })).toContainText('申报仍在待发')
    await screenshot(page, 'closing-report-waits')
    await goTo(page, '/filings/outbox')
    await expect(page.getByRole('gridcell', { name: '待发', exact: true })).toBeVisible()
    await screenshot(page, 'closing-outbox-waits')
    return (await reportsOf(engine))[0]?.filingId ?? ''
  })

  await test.step('the program is killed and opened again; the report still waits', async () => {
    await host.local?.kill()
    await expect(page.getByRole('alert').filter({ hasText: '账本程序已断开' })).toBeVisible()
    await screenshot(page, 'closing-host-away')
    await host.local?.startAgain()
    await page
      .getByRole('banner')
      .getByRole('link', { name: /未发送 1/ })
      .click()
    await expect(page.getByRole('gridcell', { name: '待发', exact: true })).toBeVisible()
  })

  await test.step('the network is back but breaks off before the answer, and the program is killed: it is asked for, not sent again', async () => {
    await authority.start()
    await authority.tell({ do: 'rules', rules: { chances: { loseAnswer: 1, drop: 1 } } })
    await page.getByRole('button', { name: '立即收发' }).click()
    await expect(page.getByRole('gridcell', { name: '不确定·先询问' })).toBeVisible()
    await screenshot(page, 'closing-outbox-unknown')
    await host.local?.kill()
    await authority.tell({ do: 'rules', rules: { chances: {} } })
    await host.local?.startAgain()
    await goTo(page, '/filings/outbox')
    await page.getByRole('gridcell', { name: '不确定·先询问' }).click()
    await page.getByRole('button', { name: '再试' }).press('Enter')
    await exchange(page, '发出 0 份，收到 0 份')
    await expect(page.getByRole('gridcell', { name: '已发出·等回执' })).toBeVisible()
    await goTo(page, `/filings/${filingId}`)
    await expect(page.getByRole('main')).toContainText('询问对方有没有收到')
    await screenshot(page, 'closing-report-asked')
    await authority.tell({ do: 'resend' })
    await exchange(page, /^发出 0 份，收到 [1-9]/)
    await expect(page.getByRole('list', { name: '进度' })).toContainText('回执：已接收')
  })

  await test.step('customs sends it back, and says why', async () => {
    await passTo('2026-02-24')
    const [first, ...others] = await reportsThere(authority)
    expect(others).toEqual([])
    await authority.tell({ do: 'decide', key: first?.key, result: 'returned', reasons })
    await exchange(page, /^发出 0 份，收到 1/)
    const notice = page.getByRole('alert').filter({ hasText: '退单，没有通过' })
    for (const reason of reasons) await expect(notice).toContainText(reason)
    await screenshot(page, 'closing-returned')
    await page.getByRole('link', { name: '改正后重新申报' }).press('Enter')
    await expect(page.getByRole('heading', { name: '收尾的次序' })).toBeVisible()
    await screenshot(page, 'closing-clean-up-again')
  })

  await test.step('the list that was left out is entered, what it leaves over is carried over, and the report is filed anew', async () => {
    await authority.tell({ do: 'rules', rules: { decides: true } })
    await importList(page, missing)
    await goTo(page, `/write-off/clean-up?handbook=${handbookNo}`)
    await expect(stepOf(page, '余料结转或内销')).toContainText('片式电阻 结余 100 千个')
    await page.getByRole('link', { name: '余料结转', exact: true }).press('Enter')
    await carryOver(page, 1)
    await goTo(page, `/write-off/clean-up?handbook=${handbookNo}`)
    await expect(page.getByText('7 步中 6 步已了')).toBeVisible()
    await authority.tell({ do: 'rules', rules: { decides: false } })
    await page.getByRole('button', { name: '生成报核', exact: true }).press('Enter')
    await expect(page.getByRole('heading', { name: '手册报核' })).toBeVisible()
    await sign(page)
    await send(page)
    await exchange(page, '发出 1 份，收到 0 份')
  })

  await test.step('customs accepts it and closes the handbook', async () => {
    await passTo('2026-02-26')
    const [second] = (await reportsThere(authority)).filter(({ state }) => state === 'received')
    await authority.tell({ do: 'decide', key: second?.key, result: 'accepted' })
    await exchange(page, /^发出 0 份，收到 [1-9]/)
    await expect(page.getByRole('list', { name: '进度' })).toContainText('回执：已通过')
    await screenshot(page, 'closing-accepted')
    const { path } = await authority.tell<{ path: string }>({ do: 'close', key: second?.key })
    await goTo(page, `/handbooks/${handbookNo}`)
    await page.getByRole('button', { name: '登记结案通知书' }).press('Enter')
    await expect(page.getByLabel('通知书编号')).toBeFocused()
    await page.keyboard.type('核销2026-0018')
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: '附上通知书' }).press('Enter'),
    ])
    await chooser.setFiles(path)
    await dialogOf(page).getByLabel(/确认$/).fill(handbookNo)
    await press(page, 'Enter')
    await expect(dialogOf(page)).toBeHidden()
    await expect(page.getByText('已结案').first()).toBeVisible()
    await screenshot(page, 'closing-closed')
    await goTo(page, `/write-off/clean-up?handbook=${handbookNo}`)
    await expect(stepOf(page, '报核')).toContainText('已于 2026-02-26 结案')
    await screenshot(page, 'closing-clean-up-closed')
  })

  await test.step('both sides hold the same, once; every figure of the report is that of the books; the ledger is sound', async () => {
    const { filings } = await engine.call('filings.list', {})
    const there = await authority.tell<AuthorityBooks>({ do: 'books' })
    const stateThere = { accepted: 'accepted', closed: 'accepted', returned: 'returned' } as const
    expect(
      Object.fromEntries(there.filings.map(({ key, state }) => [key, stateThere[state as keyof typeof stateThere]])),
    ).toEqual(Object.fromEntries(filings.map(({ filingId: id, state }) => [id, state])))
    expect(there.filings).toHaveLength(filings.length)
    expect({ refused: there.refused, waiting: there.waiting, gaps: Object.values(there.gaps) }).toEqual({
      refused: [],
      waiting: 0,
      gaps: [[]],
    })
    expect((await reportsThere(authority)).map(({ state }) => state)).toEqual(['returned', 'closed'])
    expect(new Set((await reportsThere(authority)).map(({ seqNo }) => seqNo)).size).toBe(1)
    expect(there.movements).toEqual(await movementsHere(engine))

    const report = await engine.call('writeOff.report', { handbookNo })
    expect(report.identities.filter(({ holds }) => !holds)).toEqual([])
    const { materials: balances } = await engine.call('writeOff.balance', { handbookNo })
    expect(balances.filter(({ balance, scrapLeft }) => balance !== '0' || scrapLeft !== '0')).toEqual([])
    const came = (seq: number) => (seq === 1 ? [reserved.quantity, missing.quantity] : [])
    const taxed = (seq: number) => (seq === short.seq ? [short.quantity] : [])
    expect(report.materials).toEqual(
      atStart.map(({ seq, imported, domestic }) =>
        expect.objectContaining({
          seq,
          imported: sumOf(imported, ...came(seq)),
          domestic: sumOf(domestic, ...taxed(seq)),
          remaining: '0',
        }),
      ),
    )
    const [accepted] = (await reportsOf(engine)).filter(({ state }) => state === 'accepted' || state === 'closed')
    const { files } = await engine.call('filings.get', { filingId: accepted?.filingId ?? '' })
    const sent = readWriteOffReport(
      Buffer.from(await engine.file(files.find(({ name }) => name.endsWith('.xml'))?.fileId ?? '')).toString(),
    )
    expect(
      sent.materials.map(({ seq, consumed, surplusOut }) => [seq, printQuantity(consumed), printQuantity(surplusOut)]),
    ).toEqual(report.materials.map(({ seq, consumed, surplusOut }) => [seq, consumed, surplusOut]))
    expect(sent.lists.map(({ listNo }) => listNo)).toEqual(report.lists.map(({ listNo }) => listNo))

    await host.local?.kill()
    const { stdout } = await promisify(execFile)(privateNode, ['--no-warnings', examined, dataFolder])
    expect(JSON.parse(stdout)).toEqual({ contradictions: {}, missingFiles: [] })
    await host.local?.startAgain()
    expect((await engine.call('house.status', {})).startCheck).toMatchObject({ cleanShutdown: false, quickCheck: 'ok' })
  })
})
