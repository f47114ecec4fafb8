import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import buildFirst from '../test/e2e/build-first.ts'
import { Engine } from '../test/e2e/engine.ts'
import { openLocalHost } from '../test/e2e/host-local.ts'
import { readyForReport } from '../test/ready-for-report.ts'
import { customsReceipt } from '../test/receipt-files.ts'
import type { Request } from '../shared/contract/contract.ts'
import { addQuantities, printQuantity, quantity } from '../shared/domain/exact.ts'
import { chromiumArguments } from '../test/electron-stand-in/chromium.ts'
import { installedChromium } from './browser.mjs'
import { root } from './install.mjs'

/**
 * node build/with-node.mjs build/pictures.ts: the README's pictures, taken of the program as it is, with the sample enterprise, on
 * a day on which its handbook runs.
 */
const handbookNo = 'C23325020251'
const passphrase = '示例口令123'
const data = mkdtempSync(join(tmpdir(), 'bonded-ledger-'))
const clock = `${data}.clock`
const client = join(data, '导入客户端')
writeFileSync(clock, '2026-01-05T01:00:00.000Z')
/** The chain of E-25: 25 wafers come in, 11 079 chips go out. */
type Named = readonly [name: string, unit: string]
type Role = Request<'chains.save'>['steps'][number]['role']
const step = (role: Role, enterpriseName: string, input: Named, output: Named, gross: string) => ({
  role,
  enterpriseName,
  inputName: input[0],
  inputUnit: input[1],
  outputName: output[0],
  outputUnit: output[1],
  gross,
})
const chainOfE25 = {
  name: '示例芯片',
  steps: [
    {
      ...step('wafer', '示例晶圆制造有限公司', ['裸晶圆', '片'], ['已加工晶圆', '片'], '1'),
      yields: [{ name: '加工', percent: '96' }],
    },
    {
      ...step('packagingAndTest', '示例封装测试有限公司', ['已加工晶圆', '片'], ['芯片', '个'], '520'),
      yields: [
        { name: '晶圆测试', percent: '92' },
        { name: '成品测试', percent: '96.5' },
      ],
    },
    step('design', '示例芯片设计有限公司', ['芯片', '个'], ['芯片', '个'], '1'),
  ],
}
const chainEntries: [stepNo: number, kind: 'in' | 'processed' | 'out', quantity: string, output?: string][] = [
  [1, 'in', '25'],
  [1, 'processed', '25', '24'],
  [1, 'out', '24'],
  [2, 'in', '24'],
  [2, 'processed', '24', '11079'],
  [2, 'out', '11079'],
  [3, 'in', '11079'],
  [3, 'out', '11079'],
]
await buildFirst()
const executablePath = installedChromium()
const browser = await chromium.launch({ args: chromiumArguments, ...(executablePath === undefined ? {} : { executablePath }) })
const host = await openLocalHost(data, browser, { viewport: { width: 1366, height: 768 } }, clock)
const { page } = host
const engine = new Engine(host.wire)
const call: Engine['call'] = (name, input) => engine.call(name, input)
try {
  const go = async (path: string) => {
    await page.evaluate((hash) => {
      location.hash = hash
    }, path)
    await page.waitForTimeout(900)
  }
  const picture = (name: string) => page.screenshot({ path: join(root, 'build/pictures', `${name}.png`) })

  await page.getByText('载入示例企业').waitFor()
  await picture('welcome')

  await call('enterprise.loadSample', {})
  const { keyId } = await call('keys.create', { name: '报关专用', passphrase })
  await call('operators.save', { name: '关务主管', roles: ['prepares', 'reviews', 'declares'] })
  await call('operators.save', { name: '复核员', roles: ['reviews'] })
  await page.reload()
  await page.waitForTimeout(900)

  await go(`/import/lists?handbook=${handbookNo}`)
  await page.setInputFiles('input[type=file]', join(root, 'test/fixtures/samples/factory-a/核注清单-杂乱.xlsx'))
  await page.getByText('被拒的行').first().waitFor()
  await page.waitForTimeout(900)
  await picture('import')

  await go(`/handbooks/${handbookNo}/write-off`)
  await page.getByRole('gridcell', { name: '触摸屏模组' }).click()
  await page.keyboard.press('Space')
  await page.waitForTimeout(900)
  await picture('balance')

  await go(`/handbooks/${handbookNo}/write-off?explain=3.balance`)
  await picture('explain')

  await go(`/handbooks/${handbookNo}`)
  await picture('life')

  const { draftId } = await call('handbookDrafts.createChange', { handbookNo, validTo: '2026-08-08' })
  await call('handbookDrafts.saveRows', {
    draftId,
    body: 'materials',
    rows: [
      {
        rowId: null,
        cells: { partNo: 'RM-251-0042', hsCode: '8541410000', name: '发光二极管', spec: '0603 白光', quantity: '12000' },
      },
    ],
  })
  await go(`/drafts/${draftId}/materials`)
  await page.keyboard.press('Control+End')
  await page.waitForTimeout(500)
  await picture('draft')

  await go(`/consumption/boms?handbook=${handbookNo}`)
  await picture('boms')
  await go(`/consumption/self-verification?handbook=${handbookNo}&from=2025-10-01&to=2025-12-31`)
  await page.locator('[role=row]', { hasText: '铜箔' }).first().dblclick()
  await page.waitForTimeout(1200)
  await picture('self-verification')

  const list = await call('listDrafts.create', { handbookNo, business: 'import' })
  const { head, savedAt } = await call('listDrafts.get', { draftId: list.draftId })
  await call('listDrafts.save', {
    draftId: list.draftId,
    savedAt,
    head: { ...head, port: '2332', transportMode: '2', country: '116' },
    lines: [
      { itemSeq: '1', quantity: '80', originCountry: '116' },
      { itemSeq: '2', quantity: '9000000', originCountry: '116' },
      { itemSeq: '3', quantity: '1200', unitPrice: '6.1', originCountry: '133' },
      { itemSeq: '4', quantity: '560.5', originCountry: '133' },
    ],
  })
  await go(`/list-drafts/${list.draftId}`)
  await picture('list-draft')

  const other = { name: '示例终端（昆山）有限公司', creditCode: '91320583MA2025111X', customsCode: '3223940117' }
  const between = { handbookNo, partnerHandbookNo: 'C23325020888' }
  const { partnerId } = await call('partners.save', { ...other, handbooks: [between.partnerHandbookNo] })
  for (const [slipNo, deliveredOn, sent] of [
    ['FH-2512-01', '2025-12-03', '400'],
    ['FH-2512-02', '2025-12-11', '320'],
    ['FH-2512-03', '2025-12-24', '280'],
  ] as const) {
    const lines = [{ itemSeq: 2, version: '0', quantity: sent, unitPrice: '12.5', currency: '502' }]
    await call('deliveries.save', { partnerId, way: 'out', slipNo, deliveredOn, ...between, lines })
  }
  await go('/transfers/matching')
  await picture('matching')
  const { transferId } = await call('transfers.create', { partnerId, way: 'out', ...between, through: '2025-12-31' })
  await go(`/transfers/transfers/${transferId}`)
  await picture('transfer')

  const { chainId } = await call('chains.save', chainOfE25)
  for (const [stepNo, kind, entered, output] of chainEntries) {
    const entry = { chainId, stepNo, kind, quantity: entered, happenedOn: '2025-12-20', ...(output !== undefined && { output }) }
    await call('chains.enter', entry)
  }
  await go(`/transfers/chains/${chainId}`)
  await picture('chain')

  const { saleId } = await call('domesticSales.save', {
    kind: 'product',
    handbookNo,
    soldOn: '2026-01-04',
    buyer: other.name,
    collective: true,
    lines: [{ itemSeq: 1, version: '0', quantity: '120' }],
  })
  await go(`/domestic-sales/sales/${saleId}`)
  await page.waitForTimeout(900)
  await picture('sale')

  await call('selectiveTaxation.save', {
    title: '示例货物出区',
    goods: { name: '示例货物', value: '1200000', dutyRate: '20', vatRate: '13' },
    materials: [
      { name: '料件甲', value: '500000', dutyRate: '2' },
      { name: '料件乙', value: '100000', dutyRate: '5' },
      { name: '料件丙', value: '400000', dutyRate: '3' },
    ],
    interestFrom: '2025-06-01',
    taxBillOn: '2025-12-28',
  })
  await go('/domestic-sales/selective-taxation')
  await page.getByRole('button', { name: /^存下的比较/ }).click()
  await page.getByText('示例货物出区').click()
  await page.waitForTimeout(900)
  await picture('selective-taxation')

  const { stocktakeId } = await call('stocktakes.create', {
    name: '2025 年终盘点',
    cutOff: '2026-01-04',
    handbookNos: [handbookNo],
  })
  const { materials } = await call('writeOff.balance', { handbookNo, asOf: '2026-01-04' })
  const counted: Readonly<Record<number, string>> = { 3: '-1500', 5: '-700', 8: '9000' }
  await call('stocktakes.saveSheet', {
    stocktakeId,
    name: '原材料仓',
    countedBy: '复核员',
    countedOn: '2026-01-04',
    rows: materials.map(({ seq, balance }) => ({
      kind: 'raw' as const,
      handbookNo,
      goods: 'material' as const,
      itemSeq: seq,
      quantity: printQuantity(addQuantities(quantity(balance), quantity(counted[seq] ?? '0'))),
    })),
  })
  for (const { seq, ...judged } of [
    { seq: 3, reason: 'transportLoss', disposal: 'tax' },
    { seq: 8, reason: 'overDelivery', disposal: 'carry' },
  ] as const)
    await call('stocktakes.judge', { stocktakeId, differences: [{ handbookNo, seq }], ...judged })
  await go(`/write-off/stocktakes/${stocktakeId}?view=differences`)
  await picture('stocktake')

  await go(`/write-off/flow?handbook=${handbookNo}&seq=2`)
  await picture('flow')
  await go(`/write-off/clean-up?handbook=${handbookNo}`)
  await picture('clean-up')

  await go('/')
  await page.getByText('到期').first().waitFor()
  await page.waitForTimeout(900)
  await picture('workbench')

  await readyForReport({ call, put: (name, bytes) => engine.putFile(name, bytes) }, handbookNo)
  const { filingId } = await call('filings.createWriteOffReport', { handbookNo })
  await call('filings.sign', { filingId, keyId, passphrase })
  await go(`/filings/${filingId}`)
  await picture('filing')

  const folders = { outBox: 'OutBox', sentBox: 'SentBox', inBox: 'InBox', failBox: 'FailBox' }
  for (const name of Object.values(folders)) mkdirSync(join(client, name), { recursive: true })
  await call('channels.save', {
    authority: 'customs',
    kind: 'folders',
    folders: Object.fromEntries(Object.entries(folders).map(([box, name]) => [box, join(client, name)])),
    gateway: {},
    automatic: true,
  })
  await call('outbox.queue', { filingIds: [filingId] })
  await call('outbox.exchange', { authority: 'customs' })
  const of = { businessId: handbookNo, manageResult: '3', manageDate: '2026-01-05 09:20:00' }
  writeFileSync(
    join(client, 'InBox', 'Receipt_0001.EML'),
    customsReceipt('EML221', of, ['料件 3 的余料没有处理', '请补充边角料的过磅记录']),
  )
  await call('outbox.exchange', { authority: 'customs' })
  await go(`/filings/${filingId}`)
  await picture('returned')
  await go('/filings/outbox')
  await page.getByRole('switch', { name: '连同已答复' }).press('Space')
  await page.waitForTimeout(900)
  await picture('outbox')
} finally {
  await host.close()
  rmSync(data, { recursive: true, force: true })
  rmSync(clock, { force: true })
}
