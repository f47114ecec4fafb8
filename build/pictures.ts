import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium } from '@playwright/test'
import { chromiumArguments } from '../test/electron-stand-in/chromium.ts'
import { installedChromium } from './browser.mjs'
import { privateNode, root } from './install.mjs'

/** node build/with-node.mjs build/pictures.ts: the README's pictures, taken of the program as it is, with the sample enterprise. */
const handbookNo = 'C23325020251'
const data = mkdtempSync(join(tmpdir(), 'bonded-ledger-'))
const host = spawn(privateNode, [join(root, 'build/start.mjs'), '--headless', '--data', data], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'inherit'],
})
const executablePath = installedChromium()
const browser = await chromium.launch({ args: chromiumArguments, ...(executablePath === undefined ? {} : { executablePath }) })
try {
  const { url, token } = await ready()
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
  const { keyId } = await call('keys.create', { name: '报关专用', passphrase: '示例口令123' })
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

  const { filingId } = await call('filings.createWriteOffReport', { handbookNo })
  await call('filings.sign', { filingId, keyId, passphrase: '示例口令123' })
  await go(`/filings/${filingId}`)
  await picture('filing')
} finally {
  await browser.close()
  host.kill('SIGTERM')
  await new Promise((resolve) => host.once('exit', resolve))
  rmSync(data, { recursive: true, force: true })
}

async function ready(): Promise<{ url: string; token: string }> {
  for await (const line of createInterface(host.stdout)) return JSON.parse(line) as { url: string; token: string }
  throw new Error('the host ended before it was ready')
}
