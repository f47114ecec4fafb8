import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import buildFirst from '../test/e2e/build-first.ts'
import { startLocalHost } from '../test/e2e/host-local.ts'
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
writeFileSync(clock, '2026-01-05T01:00:00.000Z')
await buildFirst()
const host = await startLocalHost(data, clock)
const executablePath = installedChromium()
const browser = await chromium.launch({ args: chromiumArguments, ...(executablePath === undefined ? {} : { executablePath }) })
try {
  const { url, token } = host
  const call = async (operation: string, input: object): Promise<Record<string, string>> => {
    const answer = await fetch(`${url}/operations/${operation}?wait=1`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify(input),
    })
    const { ok, value, error } = (await answer.json()) as { ok: boolean; value: Record<string, string>; error: unknown }
    if (!ok) throw new Error(JSON.stringify(error))
    return value
  }
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } })
  const go = async (path: string) => {
    await page.evaluate((hash) => {
      location.hash = hash
    }, path)
    await page.waitForTimeout(900)
  }
  const picture = (name: string) => page.screenshot({ path: join(root, 'build/pictures', `${name}.png`) })

  await page.goto(`${url}/#token=${token}`)
  await page.getByText('载入示例企业').waitFor()
  await picture('welcome')

  await call('enterprise.loadSample', {})
  const { keyId } = await call('keys.create', { name: '报关专用', passphrase })
  await call('operators.save', { name: '关务主管', roles: ['prepares', 'reviews', 'declares'] })
  await call('operators.save', { name: '复核员', roles: ['reviews'] })
  await go('/')
  await page.reload()
  await page.getByText('到期').first().waitFor()
  await page.waitForTimeout(900)
  await picture('workbench')

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

  const { filingId } = await call('filings.createWriteOffReport', { handbookNo })
  await call('filings.sign', { filingId, keyId, passphrase })
  await go(`/filings/${filingId}`)
  await picture('filing')
} finally {
  await browser.close()
  await host.stop()
  rmSync(data, { recursive: true, force: true })
  rmSync(clock, { force: true })
}
