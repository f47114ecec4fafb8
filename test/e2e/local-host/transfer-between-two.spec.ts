import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { bookingReceipt } from '../../receipt-files.ts'
import { goTo, sample, saved } from '../clerk.ts'
import { Engine } from '../engine.ts'
import { expect, screenshot, test } from '../host.ts'

/**
 * A month of deliveries between two enterprises, each with this program on a ledger of its own: the sender makes a collective
 * transfer of it, the receiver reads the signed package, mirrors it and files first, the sender's list refers to the receiver's, and
 * both sides agree.
 */
test.use({ startsOn: '2025-06-10' })
test.setTimeout(180_000)

const ours = 'C23325020251'
const theirs = 'C23325000417'
const sender = { name: '示例电子（苏州）有限公司', creditCode: '91320594MA1202516U', customsCode: '3205940251' }
const receiver = { name: '乙方电子（无锡）有限公司', creditCode: '91320200MA1BB00018', customsCode: '3202940001' }
const ourList = 'QD233225E000000001'
const theirList = 'QD233325I000000009'
const passphrase = '结转口令2025'
const dialogOf = (page: Page) => page.getByRole('dialog')

async function open(engine: Engine, page: Page, own: typeof sender, factory: string): Promise<void> {
  await engine.call('enterprise.save', own)
  const fileId = await engine.putFile('手册.xlsx', await readFile(sample(`${factory}/手册.xlsx`)))
  await engine.call('handbooks.importWorkbook', { fileId })
  await page.reload()
}

async function sign(page: Page): Promise<void> {
  await page.getByRole('button', { name: '签名', exact: true }).click()
  const dialog = dialogOf(page)
  await dialog.getByLabel('口令', { exact: true }).fill(passphrase)
  if (await dialog.getByLabel('再输一次口令').isVisible()) {
    await dialog.getByLabel('再输一次口令').fill(passphrase)
    await dialog.getByRole('button', { name: '生成密钥' }).click()
    await expect(dialog.getByLabel('签名密钥').first()).toBeVisible()
    await dialog.getByLabel('口令', { exact: true }).fill(passphrase)
  }
  await dialog.getByRole('button', { name: '签名', exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('button', { name: /^导出(申报|结转)包/ })).toBeVisible()
}

/** F10 on the draft: what is left is filed, signed, and customs books it under its number. */
async function fileAndBook(page: Page, engine: Engine, listNo: string, day: string): Promise<void> {
  const draftId = /list-drafts\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? ''
  await expect(page.getByRole('button', { name: '核对并生成申报' })).toBeEnabled()
  await page.keyboard.press('F10')
  await expect(page).toHaveURL(/#\/filings\//)
  await sign(page)
  const { innerNo } = await engine.call('listDrafts.get', { draftId })
  const receipt = bookingReceipt({
    bondInvtNo: listNo,
    vrfdedMarkcd: '2',
    formalVrfdedTime: `${day} 10:00:00`,
    etpsInnerInvtNo: innerNo,
  })
  await goTo(page, '/filings')
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: '导入回执' }).click()])
  await chooser.setFiles({ name: 'Receipt_INV211.xml', mimeType: 'text/xml', buffer: Buffer.from(receipt) })
  await expect(dialogOf(page)).toContainText(`清单 ${listNo} 已核扣`)
  await page.keyboard.press('Escape')
  await expect(dialogOf(page)).toBeHidden()
}

/** What neither the handbook nor the slips can tell: how much it is in the legal unit. */
async function completeDraft(engine: Engine, draftId: string): Promise<void> {
  const draft = await engine.call('listDrafts.get', { draftId })
  await engine.call('listDrafts.save', {
    draftId,
    savedAt: draft.savedAt,
    head: draft.head,
    lines: draft.body.map(({ cells }) => ({ ...cells, legalQuantity: cells['quantity'] ?? '' })),
  })
  const { guards } = await engine.call('listDrafts.get', { draftId })
  expect(guards.filter(({ severity }) => severity === 'blocks')).toEqual([])
}

async function packageOf(page: Page, save: (click: () => Promise<void>) => Promise<Uint8Array>): Promise<Uint8Array> {
  await page.getByRole('button', { name: '生成结转包' }).click()
  await expect(page).toHaveURL(/#\/filings\//)
  await sign(page)
  return save(() => page.getByRole('button', { name: /^导出(申报|结转)包/ }).click())
}

async function readPackage(page: Page, bytes: Uint8Array): Promise<void> {
  await goTo(page, '/import/transfer-package')
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: '选择文件' }).click()])
  await chooser.setFiles({ name: '结转包.zip', mimeType: 'application/zip', buffer: Buffer.from(bytes) })
  await expect(page.getByRole('heading', { name: '谁签的名' })).toBeVisible()
}

/** The first item of ours, and how many of the partner's units one of it is. */
async function pairItem(page: Page, label: string, factor: string): Promise<void> {
  await page.getByLabel(label).fill('1')
  await page.keyboard.press('Tab')
  await page.getByLabel(/^我方 1 .*合$/).fill(factor)
  await page.getByRole('button', { name: '登记对应' }).click()
}

test('a month of deliveries becomes a transfer that the partner mirrors, and both sides agree', async ({
  host,
  page,
  engine,
  dataFolder,
  partner,
}) => {
  const there = partner.page
  const theirEngine = new Engine(partner.wire)
  await open(engine, page, sender, 'factory-a')
  await open(theirEngine, there, receiver, 'factory-b')
  const { partnerId } = await engine.call('partners.save', { ...receiver, handbooks: [theirs] })
  const delivered: [string, string, string][] = [
    ['SH-2505-01', '2025-05-06', '100'],
    ['SH-2505-02', '2025-05-13', '80.5'],
    ['SH-2505-03', '2025-05-20', '60'],
    ['SH-2505-04', '2025-05-27', '59.5'],
  ]
  for (const [slipNo, deliveredOn, quantity] of delivered)
    await engine.call('deliveries.save', {
      partnerId,
      way: 'out',
      slipNo,
      deliveredOn,
      handbookNo: ours,
      partnerHandbookNo: theirs,
      lines: [{ itemSeq: 1, version: '0', quantity, unitPrice: '20', currency: '502' }],
    })

  // The sender: what is delivered and not declared, with its deadline, becomes one transfer and the draft of its list.
  await goTo(page, '/transfers/matching')
  await expect(page.getByRole('grid')).toContainText('2025-06-30')
  await page.getByRole('grid').focus()
  await page.keyboard.press('Enter')
  await expect(dialogOf(page).getByText('列入的单据（4 张）')).toBeVisible()
  await dialogOf(page).getByRole('button', { name: '建立结转' }).click()
  await expect(page).toHaveURL(/#\/list-drafts\//)
  const [transfer] = (await engine.call('transfers.list', {})).transfers
  if (!transfer) throw new Error('no transfer')
  expect(transfer).toMatchObject({ slips: 4, items: 1, deadline: '2025-06-30' })

  await goTo(page, `/transfers/transfers/${transfer.transferId}`)
  const first = await packageOf(page, (click) => saved(host, dataFolder, click))

  // The receiver: the signature is confirmed once, the items are told to be one another, and the mirror is made.
  await readPackage(there, first)
  await there.getByRole('button', { name: '登记这家企业' }).click()
  await there.keyboard.press('Control+s')
  await expect(dialogOf(there)).toBeHidden()
  await screenshot(there, 'transfer-package')
  await there.getByRole('button', { name: '确认是这家企业的密钥' }).click()
  await expect(there.getByText('已确认的密钥')).toBeVisible()
  await pairItem(there, '是我方料件', '2.5')
  await there.getByRole('button', { name: '读入，建立结转' }).click()
  await expect(there.getByRole('link', { name: /清单草稿/ })).toBeVisible()
  const [mirror] = (await theirEngine.call('transfers.list', {})).transfers
  if (!mirror) throw new Error('not mirrored')
  expect(mirror).toMatchObject({ transferNo: transfer.transferNo, way: 'in', slips: 4, fromPackage: true })

  // The receiver's list goes first.
  await completeDraft(theirEngine, mirror.draftId)
  await goTo(there, `/list-drafts/${mirror.draftId}`)
  await screenshot(there, 'transfer-mirrored-draft')
  await fileAndBook(there, theirEngine, theirList, '2025-06-10')
  await goTo(there, `/transfers/transfers/${mirror.transferId}`)
  const answer = await packageOf(there, (click) => saved(partner, dataFolder, click))

  // The sender's list refers to it, is filed and booked; both sides agree.
  await readPackage(page, answer)
  await page.getByRole('button', { name: '确认是这家企业的密钥' }).click()
  await pairItem(page, '是我方成品', '0.4')
  await page.getByRole('button', { name: '读入，记入已有的结转' }).click()
  await expect(page.getByRole('link', { name: /清单草稿|结转/ }).first()).toBeVisible()
  expect((await engine.call('listDrafts.get', { draftId: transfer.draftId })).head['relatedListNo']).toBe(theirList)
  await completeDraft(engine, transfer.draftId)
  await goTo(page, `/list-drafts/${transfer.draftId}`)
  await fileAndBook(page, engine, ourList, '2025-06-10')
  await goTo(page, `/transfers/transfers/${transfer.transferId}`)
  await expect(page.getByText('逐项一致', { exact: true })).toBeVisible()
  await screenshot(page, 'transfer-paired')
  expect(await engine.call('transfers.get', { transferId: transfer.transferId })).toMatchObject({ paired: 'agrees' })
  const { rows } = await engine.call('transfers.matching', {})
  expect(rows).toMatchObject([{ delivered: '300', declared: '300', undeclared: '0', deadline: null }])
  const theirBalance = await theirEngine.call('writeOff.balance', { handbookNo: theirs })
  expect(theirBalance.materials.find(({ seq }) => seq === 1)).toMatchObject({ transferIn: '120' })
})
